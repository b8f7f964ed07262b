"""Reads of drafting: the list of drafts with how each stands, and what one draft may be filled from."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from gongkai.accounts.models import User
from gongkai.accounts.queries import people_with
from gongkai.accounts.roles import WRITERS
from gongkai.agencies.models import Office
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.desk.access import Person
from gongkai.desk.drafts.entrusted import readable
from gongkai.disclosures.actions import is_being_corrected
from gongkai.disclosures.models import Bundle, Disclosure, PassedWarning, Review
from gongkai.disclosures.models.drafts import DisclosureQuerySet
from gongkai.disclosures.statuses import Confinement, Ending, Status
from gongkai.duties.models import Duty
from gongkai.records.models import RecordList

PAGE = 30
DRAFT = "稿件"  # before the number of a draft, where others are named by their index number
MOST = 200  # choices offered at once
WIDE = ("body", "values", "summary", "duty__working", "duty__candidates", "duty__limit")
STATES = {"writing": "拟稿", "returned": "被退回", "review": "送审中", "scheduled": "定时公开", "correcting": "更正中"}
PUBLIC = "已公开"  # what is public and not being corrected is in no list of drafts, but its form can be opened
TONES = {"public": "good", "writing": "", "returned": "late", "review": "act", "scheduled": "good", "correcting": "soon"}


@dataclass(frozen=True, slots=True)
class Line:
    """One draft in the list: how it stands, who has it, when it is due."""

    disclosure: Disclosure
    item_name: str
    state: str
    review: Review | None
    edited_by: str
    ended_by: str
    days_left: int | None

    @property
    def state_name(self) -> str:
        """Return the state in words."""
        return STATES.get(self.state, PUBLIC)

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return TONES[self.state]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for: whose drafts, in which state, of which item or office, with which words."""

    scope: str = "mine"
    state: str = ""
    item: int | None = None
    office: int | None = None
    words: str = ""
    page: int = 1


def drafts_of(person: Person, wanted: Wanted) -> DisclosureQuerySet:
    """Return the drafts and corrections in work that a person asked for, the next due first."""
    found: DisclosureQuerySet = readable(person).in_work()
    if wanted.scope == "mine":
        # As a value and not as a condition: by its index the database would read everything that nobody handles any more.
        own = When(Q(handler=person.user) | Q(created_by=person.by, handler__isnull=True), then=Value(1))
        found = found.alias(own=Case(own, default=Value(0), output_field=IntegerField())).filter(own=1)
    elif wanted.scope == "office":
        found = found.filter(office__in=person.office_ids)
    last = Review.objects.filter(disclosure=OuterRef("pk")).order_by("-pk")
    found = found.annotate(
        last_review=Subquery(last.values("pk")[:1]), last_ending=Subquery(last.values("ending")[:1]), last_stage=Subquery(last.values("stage")[:1])
    )
    if wanted.state in STATES:
        found = found.filter(_in_state(wanted.state))
    if wanted.item:
        found = found.filter(item=wanted.item)
    if wanted.office:
        found = found.filter(office=wanted.office)
    for word in wanted.words.split():
        found = found.filter(title__icontains=word)
    return found.select_related("office", "duty", "bundle").defer(*WIDE).order_by(F("duty__due_on").asc(nulls_last=True), "-pk")


def lines(person: Person, wanted: Wanted) -> tuple[list[Line], bool]:
    """Return one page of the list, and whether there is another; five queries."""
    start = (wanted.page - 1) * PAGE
    found = list(drafts_of(person, wanted)[start : start + PAGE + 1])
    page, more = found[:PAGE], len(found) > PAGE
    reviews = Review.objects.defer("content").in_bulk([pk for one in page if (pk := one.last_review)])  # type: ignore[attr-defined]
    names = names_of({one.edited_by for one in page} | {review.ended_by for review in reviews.values()})
    items = item_names({one.item_id for one in page}, on=person.on)
    return [_line(one, reviews, names, items, person.on) for one in page], more


def bundles_to_join(person: Person) -> list[Bundle]:
    """Return the bundles a person may add to, newest first: every part is a draft they may write, none under review; one query."""
    mine = readable(person).filter(status=Status.DRAFT)
    siblings = Disclosure.objects.filter(bundle=OuterRef("bundle"))
    others = siblings.exclude(pk__in=mine.values("pk")) | siblings.filter(Exists(Review.objects.running().filter(disclosure=OuterRef("pk"))))
    parts = mine.filter(~Exists(others), bundle__agency=person.agency).select_related("bundle").only("office", "bundle").order_by("-bundle")
    barred = {one.bundle_id for one in parts if not person.writes_for(one.office_id)}
    return list({one.bundle_id: one.bundle for one in parts if one.bundle and one.bundle_id not in barred}.values())[:MOST]


def state_of(disclosure: Disclosure, last: Review | None) -> str:
    """Return how a draft stands, told from its last round of review."""
    if last and not last.ending:
        return "review" if last.stage else "scheduled"
    if last and last.ending == Ending.RETURNED:
        return "returned"
    if disclosure.status == Status.PUBLISHED:
        return "correcting" if is_being_corrected(disclosure) else "public"
    return "writing"


def last_review(disclosure: Disclosure) -> Review | None:
    """Return the last round of review, its frozen content left unread."""
    return disclosure.reviews.defer("content").order_by("-pk").first()


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return the people behind usernames as they are shown; what is nobody's (时钟) stays as it is."""
    wanted = {name for name in usernames if name}
    known = {user.username: str(user) for user in User.objects.filter(username__in=wanted)}
    return {name: known.get(name, name) for name in wanted}


def item_names(keys: Collection[int], *, on: dt.date) -> dict[int, str]:
    """Return the names of items by their newest row that has begun; one query."""
    rows = ItemVersion.objects.filter(item__in=keys, catalogue__in_force_from__lte=on).order_by("catalogue__in_force_from")
    return {row.item_id: row.name for row in rows.only("item_id", "path", "content")}


def rows_to_choose(person: Person) -> list[ItemVersion]:
    """Return the rows in force under which a person may draft, in the catalogue's order."""
    if person.agency is None:
        return []
    rows = ItemVersion.objects.of(person.agency).in_force(person.on).select_related("item", "office").order_by("position")
    return [row for row in rows if person.writes_for(row.office_id)]


def rows_for_placing(disclosure: Disclosure, *, on: dt.date) -> list[ItemVersion]:
    """Return the other rows in force under which a disclosure may stand too."""
    rows = ItemVersion.objects.of(disclosure.agency).in_force(on).exclude(item=disclosure.item_id)
    return list(rows.select_related("item").order_by("position"))


def duties_to_draft(person: Person) -> list[Duty]:
    """Return the running duties of a person's offices for which nothing was drafted yet, the next due first."""
    offices = None if person.writes_for(None) else [key for key in person.office_ids if person.writes_for(key)]
    running = Duty.objects.running() if offices is None else Duty.objects.running().filter(office__in=offices)
    begun = Disclosure.objects.filter(duty=OuterRef("pk")).values("pk")[:1]
    found = running.annotate(begun=Subquery(begun)).filter(begun__isnull=True)
    return list(found.select_related("office").defer("working", "candidates").order_by("due_on", "pk")[:20])


def draft_for(duty: Duty, person: Person) -> Disclosure | None:
    """Return what was begun for a duty already, if the person may see it."""
    return readable(person).filter(duty=duty).order_by("-pk").first()


def period_before(disclosure: Disclosure) -> Disclosure | None:
    """Return what was last published under the same item, to start from."""
    others = Disclosure.objects.published().filter(item=disclosure.item_id, item_serial__isnull=False).exclude(pk=disclosure.pk)
    return others.order_by("-item_serial").select_related("latest").first()


def lists_for(disclosure: Disclosure) -> QuerySet[RecordList]:
    """Return the lists that may be shown with a draft: those of its office, and those it has."""
    own = RecordList.objects.of(disclosure.agency).filter(Q(office=disclosure.office_id) | Q(office__isnull=True))
    return RecordList.objects.filter(Q(pk__in=own.values("pk")) | Q(disclosures=disclosure)).distinct().order_by("-pk")


def reasons_before(disclosure: Disclosure) -> dict[str, str]:
    """Return the reasons given when it was last submitted, by the key of the warning."""
    last = disclosure.reviews.order_by("-pk").values("pk")[:1]
    return dict(PassedWarning.objects.filter(review__in=last).values_list("key", "reason"))


def published_like(disclosure: Disclosure, words: str) -> list[Disclosure]:
    """Return published disclosures of the same office whose title holds the words, or that have this index number; at most twelve."""
    words = words.strip()
    found = Disclosure.objects.published().of(disclosure.agency).exclude(pk=disclosure.pk).only("index_number", "public_title")
    exact = list(found.filter(index_number=words)[:1])
    same = found.filter(office=disclosure.office_id, public_title__icontains=words).order_by("-agency_serial")
    return exact or (list(same[:12]) if words else [])


def interpretable_like(disclosure: Disclosure, words: str) -> list[tuple[str, str]]:
    """Return number and title of what a draft may be the interpretation of: drafts of its office first, then what is public."""
    words = words.strip()
    drafts = _open_drafts(disclosure).filter(title__icontains=words).order_by("-id")[:6] if words else []
    return [(f"{DRAFT}{one.pk}", f"{one.title}（未公开）") for one in drafts] + [
        (one.index_number or "", one.public_title) for one in published_like(disclosure, words)
    ]


def interpretable(disclosure: Disclosure, number: str) -> Disclosure | None:
    """Return the public document with an index number, or the draft of the same office that anyone there may see."""
    key = number.removeprefix(DRAFT)
    if key != number and key.isascii() and key.isdigit() and len(key) < 12:
        return _open_drafts(disclosure).filter(pk=key).first()
    return Disclosure.objects.published().of(disclosure.agency).exclude(pk=disclosure.pk).filter(index_number=number).first()


def _open_drafts(disclosure: Disclosure) -> DisclosureQuerySet:
    """Return the other drafts of an office whose titles are no secret there."""
    drafts = Disclosure.objects.drafts().of(disclosure.agency).exclude(pk=disclosure.pk)
    return drafts.filter(office=disclosure.office_id, confinement=Confinement.OFFICE, interprets=None)


def remarks_of(last: Review | None) -> list[dict[str, str]]:
    """Return what reviewers of the last round said at single fields: field, words, who."""
    if last is None:
        return []
    opinions = last.opinions.select_related("user").order_by("pk")
    return [{**remark, "by": opinion.user.full_name} for opinion in opinions for remark in opinion.remarks]


def offices_of(disclosure: Disclosure) -> list[Office]:
    """Return the offices of the agency that are in use."""
    return list(Office.objects.filter(agency=disclosure.agency_id, is_active=True).order_by("code"))


def colleagues(office_id: int | None, *, on: dt.date) -> list[User]:
    """Return who may take over a draft of an office."""
    return people_with(WRITERS, on=on, office_id=office_id)


def items_in_work(person: Person) -> list[tuple[int, str]]:
    """Return the items to filter by: those under which a person may draft, or all for those who read all."""
    if person.agency is None:
        return []
    rows = ItemVersion.objects.of(person.agency).in_force(person.on).order_by("position").only("item_id", "path", "content", "office_id")
    return [(row.item_id, row.name) for row in rows if person.reads_all or row.office_id in person.office_ids]


def office_of(item: Item, *, on: dt.date) -> int | None:
    """Return the office that answers for an item on a day."""
    row = ItemVersion.objects.filter(item=item).in_force(on).only("office_id").first()
    return row.office_id if row else None


def _in_state(state: str) -> Q:
    running, returned = Q(last_ending=""), Q(last_ending=Ending.RETURNED)
    return {
        "review": running & ~Q(last_stage=""),
        "scheduled": running & Q(last_stage=""),
        "returned": returned,
        "writing": Q(status=Status.DRAFT) & (Q(last_ending__isnull=True) | Q(last_ending__in=(Ending.VOID, Ending.TAKEN_BACK))),
        "correcting": Q(status=Status.PUBLISHED) & ~running & ~returned,
    }[state]


def _line(one: Disclosure, reviews: dict[int, Review], names: dict[str, str], items: dict[int, str], on: dt.date) -> Line:
    last = reviews.get(one.last_review)  # type: ignore[attr-defined]
    open_duty = one.duty if one.duty and not one.duty.closing else None
    return Line(
        disclosure=one,
        item_name=items.get(one.item_id, str(one.item_id)),
        state=state_of(one, last),
        review=last,
        edited_by=names.get(one.edited_by, ""),
        ended_by=names.get(last.ended_by, "") if last else "",
        days_left=(open_duty.due_on - on).days if open_duty else None,
    )
