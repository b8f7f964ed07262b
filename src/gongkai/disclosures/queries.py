"""Reads on reviews: what waits for whom, what came back, what is under way or scheduled, and the rounds of a disclosure.

Every answer is a queryset that leaves the frozen content unread (it is wide), starts from an index, and shows a confined
draft only to the people named (条例第十七条: by need). Who may act is decided again when they act.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from gongkai.accounts.models import User
from gongkai.accounts.queries import Held
from gongkai.accounts.roles import REVIEWERS, Role, Stage
from gongkai.disclosures.models import Bundle, Disclosure, Opinion, Publication, Review, Revision
from gongkai.disclosures.models.reviews import ReviewQuerySet
from gongkai.disclosures.statuses import Act, Confinement, Ending, Outcome, Status

MANY = 1_000  # counts on the home page stop here: nobody works through more, and counting on costs time
NOBODY = Q(pk__in=[])
WIDE = ("content", "disclosure__body", "disclosure__values", "disclosure__duty__working", "disclosure__duty__candidates")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reviews wait for a person, came back, are under way, are scheduled, or are owed; each at most MANY."""

    waiting: int
    emergencies: int
    returned: int
    under_review: int
    scheduled: int
    owing: int


def waiting_for(user: User, roles: Sequence[Held], on: dt.date) -> ReviewQuerySet:
    """Return the reviews a person can give an opinion on now, emergencies first, then oldest first.

    ``roles`` are those held on the day ``on`` (``accounts.queries.roles_of``). Left out: what they wrote, edited, submitted
    or gave an opinion on already, and confined drafts they are not named for. In: the later reviews owed of emergencies.
    """
    able = reduce(or_, (Q(ending="", stage=stage) & _reach(roles, stage) for stage in Stage), NOBODY)
    # Ordered and cut, so that the database walks the small index of what is owed and not all that was ever released.
    owed = Review.objects.owing().filter(_reach(roles, Stage.OFFICE)).order_by("later_due_on")[:MANY]
    able_now = Review.objects.filter(able).filter(_seen_by(user))
    return _first_things_first(
        _either(able_now, Review.objects.filter(pk__in=owed.values("pk")))
        .exclude(submitted_by=user.username)
        .exclude(Exists(Revision.objects.filter(disclosure=OuterRef("disclosure"), by=user.username)))
        .exclude(Exists(Opinion.objects.filter(review=OuterRef("pk"), by=user.username)))
    )


def returned_to(user: User, office_ids: Collection[int]) -> ReviewQuerySet:
    """Return the reviews that ended with a return and were not followed by another: work that came back, newest first.

    It came back to whoever handles or submitted it, and to the offices (those for which the person writes).
    """
    mine = Q(handler=user) | Q(created_by=user.username, handler__isnull=True)
    office = Q(office__in=office_ids, confinement=Confinement.OFFICE)
    drafts = Disclosure.objects.filter(mine | office, status=Status.DRAFT)
    last = Review.objects.filter(disclosure=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    last_rounds = drafts.annotate(last_review=Subquery(last)).values("last_review")
    # Asked row by row of the few returned corrections: joined, the database would walk all that is public.
    public = Disclosure.objects.filter(pk=OuterRef("disclosure"), status=Status.PUBLISHED)
    later = Review.objects.filter(disclosure=OuterRef("disclosure"), pk__gt=OuterRef("pk"))
    corrections = Review.objects.filter(~Exists(later), act=Act.CORRECT, ending=Ending.RETURNED)
    found = _either(
        Review.objects.filter(pk__in=last_rounds, ending=Ending.RETURNED),
        corrections.filter(Exists(public.filter(mine | office))),
        corrections.filter(Exists(public), submitted_by=user.username),
    )
    return light(found).order_by("-pk")


def under_review_of(office_ids: Collection[int] | None, *, seen_by: User | None = None) -> ReviewQuerySet:
    """Return the running reviews of some offices (None: of all), emergencies first; confined drafts only if named for them."""
    found = Review.objects.running().filter(_seen_by(seen_by))
    if office_ids is not None:
        named = Q(submitted_by=seen_by.username) | Q(disclosure__handler=seen_by) if seen_by else NOBODY
        found = found.filter(Q(disclosure__office__in=office_ids) | named)
    return _first_things_first(found)


def scheduled(*, seen_by: User | None = None) -> ReviewQuerySet:
    """Return what is approved and waits for its hour, the next first; confined drafts only if named for them."""
    return light(Review.objects.scheduled().filter(_seen_by(seen_by))).order_by("planned_at", "pk")


def owing(office_ids: Collection[int] | None = None) -> ReviewQuerySet:
    """Return the emergency releases whose later review is not done, the most urgent first (None: of all offices)."""
    found = Review.objects.owing()
    if office_ids is not None:
        found = found.filter(disclosure__office__in=office_ids)
    return light(found).order_by("later_due_on", "pk")


def given_by(user: User) -> QuerySet[Opinion]:
    """Return the opinions a person has given, newest first, each with its review."""
    reviews = light(Review.objects.all())
    return Opinion.objects.filter(user=user).prefetch_related(Prefetch("review", reviews)).order_by("-pk")


def visible_to(user: User, *, office_ids: Collection[int], reads_all: bool) -> Q:
    """Return the condition under which a person may open a review: their office's, all for those who read all.

    A confined draft is open to the people named only, until it is public.
    """
    open_to_all = ~Q(disclosure__confinement=Confinement.NAMED) | Q(ending=Ending.RELEASED)
    own = Q() if reads_all else Q(disclosure__office__in=office_ids)
    return (open_to_all & own) | _named(user)


def history_of(disclosure: Disclosure) -> QuerySet[Review]:
    """Return every round of review of a disclosure, newest first, with its opinions; the content is left unread."""
    opinions = Opinion.objects.select_related("user", "on_behalf_of").order_by("pk")
    found = Review.objects.filter(disclosure=disclosure).defer("content").order_by("-pk")
    return found.prefetch_related(Prefetch("opinions", opinions))


def round_before(review: Review) -> Review | None:
    """Return the round of review of the same disclosure before this one, with its content, or None."""
    return Review.objects.filter(disclosure=review.disclosure_id, pk__lt=review.pk).order_by("-pk").first()


def public_before(review: Review) -> Publication | None:
    """Return what the public had when this was submitted (of the same disclosure), or None for a first publication."""
    found = Publication.objects.filter(disclosure=review.disclosure_id, published_at__lte=review.submitted_at)
    return found.exclude(act=Act.WITHDRAW).order_by("-number").first()


def period_before(review: Review) -> Publication | None:
    """Return the publication of the disclosure that came before this one under the same item, or None."""
    disclosure = review.disclosure
    others = Disclosure.objects.published().filter(item=disclosure.item_id, item_serial__isnull=False).exclude(pk=disclosure.pk)
    if disclosure.item_serial is not None:
        others = others.filter(item_serial__lt=disclosure.item_serial)
    found = others.order_by("-item_serial").select_related("latest").first()
    return found.latest if found else None


def members_of(bundle: Bundle) -> list[Review]:
    """Return the last round of review of each member of a bundle, in the members' order."""
    last = Review.objects.filter(disclosure=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    keys = Disclosure.objects.filter(bundle=bundle).annotate(last_review=Subquery(last)).values("last_review")
    return list(light(Review.objects.filter(pk__in=keys)).order_by("disclosure_id"))


def tally_for(user: User, roles: Sequence[Held], office_ids: Collection[int], on: dt.date) -> Tally:
    """Count what concerns a person; six queries, whatever there is."""
    every = any(held.office_id is None for held in roles)
    waiting = waiting_for(user, roles, on)
    heads = {held.office_id for held in roles if held.role == Role.OFFICE_HEAD and held.office_id is not None}
    return Tally(
        waiting=counted(waiting),
        emergencies=counted(waiting.exclude(emergency_reason="")),
        returned=counted(returned_to(user, office_ids)),
        under_review=counted(under_review_of(None if every else office_ids, seen_by=user)),
        scheduled=counted(scheduled(seen_by=user)),
        owing=counted(owing(None if every else heads)),
    )


def counted(found: QuerySet[Review], *, at_most: int = MANY) -> int:
    """Return how many there are, but no more than ``at_most``; one query that stops there."""
    return len(found.values_list("pk", flat=True)[:at_most])


def light(found: ReviewQuerySet) -> ReviewQuerySet:
    """Leave out what lists do not show, and bring along what they do."""
    return found.select_related("disclosure__office", "disclosure__item", "disclosure__duty", "disclosure__bundle").defer(*WIDE)


def _either(*found: ReviewQuerySet) -> ReviewQuerySet:
    """Return what is in one or another: as a union of keys, for which databases use an index each, and not as a condition."""
    first, *others = (one.order_by().values("pk") for one in found)
    return Review.objects.filter(pk__in=first.union(*others))


def _first_things_first(found: ReviewQuerySet) -> ReviewQuerySet:
    calm = Case(When(emergency_reason="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return light(found).order_by(calm, "submitted_at", "pk")


def _reach(roles: Sequence[Held], stage: Stage) -> Q:
    """Return the condition that a disclosure is of an office for which the roles let one give a stage's opinion."""
    held = [one for one in roles if one.role in REVIEWERS[stage]]
    if any(one.office_id is None for one in held):
        return Q()
    offices = {one.office_id for one in held}
    return Q(disclosure__office__in=offices) if offices else NOBODY


def _seen_by(user: User | None) -> Q:
    unconfined = Q(disclosure__confinement=Confinement.OFFICE)
    return unconfined | _named(user) if user else unconfined


def _named(user: User) -> Q:
    readers = Disclosure.readers.through.objects.filter(user=user, disclosure=OuterRef("disclosure"))
    own = Q(submitted_by=user.username) | Q(disclosure__created_by=user.username) | Q(disclosure__handler=user)
    return own | Q(Exists(readers))


def refused_later(review: Review) -> Opinion | None:
    """Return the later review's opinion of an emergency release when it said no, or None."""
    if review.later_done_at is None:
        return None
    return review.opinions.filter(stage=Stage.OFFICE, outcome=Outcome.RETURN).select_related("user").first()
