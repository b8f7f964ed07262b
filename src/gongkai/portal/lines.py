"""The lines that lists are made of: a disclosure as an entry, an item with the state its content is in, a duty."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from gongkai.catalogue.models import Item
from gongkai.disclosures.models import Disclosure, PublicPlace
from gongkai.disclosures.statuses import Act, Status
from gongkai.duties.models import Duty
from gongkai.duties.statuses import Closing
from gongkai.portal import addresses
from gongkai.portal.press import Press, local
from gongkai.portal.values import DutyLine, Entry, ItemLine

STATE_LABELS = {
    "filled": "已公开",
    "waiting": "待公开",
    "nothing": "本期无公开内容",
    "withheld": "依法不予公开",
    "late": "逾期未公开",
}
_MARKS: dict[str, str] = {Act.CORRECT: "已更正", Act.SUPERSEDE: "已被取代", Act.EXPIRE: "部分到期撤下"}
_ENDED: dict[str, str] = {Closing.NOTHING: "nothing", Closing.WITHHELD: "withheld"}


def listed() -> QuerySet[Disclosure]:
    """Return what lists show: everything that has a public address, with no more columns than a line needs."""
    columns = (
        "status", "index_number", "public_title", "first_published_at", "last_changed_at", "is_sample", "public_summary",
        "item_serial", "agency_serial", "item_id", "public_office__name", "public_office__code", "latest__act", "latest__note",
        "public_notice_starts_on", "public_notice_ends_on",
    )  # fmt: skip
    rows = Disclosure.objects.filter(agency_serial__isnull=False)
    return rows.select_related("public_office", "latest").only(*columns)


def entry(press: Press, disclosure: Disclosure, *, is_own: bool = True) -> Entry:
    """Return one disclosure as a line of a list; where it is not the item's own, the line says whose it is."""
    assert disclosure.index_number and disclosure.first_published_at
    return Entry(
        title=disclosure.public_title,
        url=addresses.disclosure(disclosure.index_number),
        date=local(disclosure.first_published_at).date(),
        index_number=disclosure.index_number,
        item_name=press.row_of(disclosure.item_id).name,
        office=disclosure.public_office.name if disclosure.public_office else "",
        mark=_mark(disclosure, press.on),
        is_sample=disclosure.is_sample,
        ends_on=disclosure.public_notice_ends_on if _in_notice(disclosure, press.on) else None,
        is_own=is_own,
    )


def _in_notice(disclosure: Disclosure, on: dt.date) -> bool:
    first, last = disclosure.public_notice_starts_on, disclosure.public_notice_ends_on
    return first is not None and last is not None and first <= on <= last


def _mark(disclosure: Disclosure, on: dt.date) -> str:
    if disclosure.status == Status.WITHDRAWN:
        return "已撤回"
    if _in_notice(disclosure, on):
        return "公示中"
    return _MARKS.get(disclosure.latest.act, "") if disclosure.latest else ""


def item_states(press: Press, item_ids: Iterable[int]) -> dict[int, str]:
    """Return which state each item's content is in, by one query that stops at the first row it finds for each.

    A duty that is late comes first, because the public has a right to see it; then what was published; an item that
    is empty says whether nothing was there to publish, it was withheld, or its time has not come.
    """
    duties = Duty.objects.filter(item=OuterRef("pk"))
    own = Disclosure.objects.published().filter(item=OuterRef("pk"))
    others = PublicPlace.objects.filter(item=OuterRef("pk"), is_shown=True, disclosure__status=Status.PUBLISHED)
    items = Item.objects.filter(pk__in=list(item_ids)).annotate(
        is_late=Exists(duties.overdue(on=press.on)),
        is_filled=Exists(own) | Exists(others),
        ending=Subquery(duties.ended().order_by("-due_on").values("closing")[:1]),
    )
    return {
        pk: "late" if is_late else "filled" if is_filled else _ENDED.get(ending or "", "waiting")
        for pk, is_late, is_filled, ending in items.values_list("pk", "is_late", "is_filled", "ending")
    }


def item_lines(press: Press, item_ids: Iterable[int] | None = None) -> list[ItemLine]:
    """Return the items in force as lines, in the catalogue's order; only those of ``item_ids`` when given."""
    wanted = None if item_ids is None else set(item_ids)
    rows = [row for row in press.rows.values() if wanted is None or row.item_id in wanted]
    states = item_states(press, [row.item_id for row in rows])
    return [
        ItemLine(
            number=row.item.number,
            name=row.name,
            path=tuple(row.path),
            url=addresses.item(row.item.number),
            office=row.office.name if row.office else "",
            limit_text=row.limit_text,
            state=states[row.item_id],
            state_label=STATE_LABELS[states[row.item_id]],
            art20=row.art20,
        )
        for row in rows
    ]


def duty_line(duty: Duty, *, on: dt.date, url: str = "") -> DutyLine:
    """Return one duty as the public sees it."""
    state = duty.state(on=on)
    explanation = duty.closing_reason
    if duty.closing == Closing.WITHHELD:
        explanation = f"依据：{duty.withheld_article}；{duty.reassess_on}再评估。{duty.closing_reason}"
    return DutyLine(
        subject=duty.subject,
        due_on=duty.due_on,
        state=state.value,
        state_label=str(state.label),
        closed_on=duty.closed_on,
        url=url,
        is_provisional=duty.is_provisional,
        explanation=explanation,
    )
