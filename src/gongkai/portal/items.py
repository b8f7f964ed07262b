"""The pages of one item: what must be public and how it stands, the frozen archive, the feed.

What stands under it is its own disclosures and those of other items that are also placed here (``places``).
"""

import dataclasses
from collections.abc import Iterator

from gongkai.catalogue.models import Citation, ItemVersion
from gongkai.disclosures.models import Disclosure
from gongkai.duties.models import Duty
from gongkai.portal import addresses, columns, places
from gongkai.portal.feeds import atom
from gongkai.portal.lines import STATE_LABELS, duty_line, entry, item_states
from gongkai.portal.places import ARCHIVE_SIZE, Placed
from gongkai.portal.press import LIST, Press
from gongkai.portal.values import ArchivePage, DutyLine, Entry, ItemPage, Link
from gongkai.publisher.files import File
from gongkai.rules import art20
from gongkai.rules.timelimits import TimeLimit, write_limit

SHOWN_DUTIES = 20

EXPLANATIONS = {
    "filled": "本事项已经公开的信息列在下面。",
    "waiting": "本事项目前没有到期的公开义务，信息形成后将在规定时限内公开。",
    "nothing": "经责任科室确认，本期没有应当公开的内容。",
    "withheld": "经审查，最近一期信息依法不予公开，并将按期重新评估。",
    "late": "本事项有信息超过公开时限仍未公开，正在督办。",
}


def pages(press: Press, row: ItemVersion) -> Iterator[File]:
    """Give an item's page and feed."""
    newest = places.newest(row.item_id, ARCHIVE_SIZE)
    yield from press.page("item.html", _item_page(press, row, newest), order=LIST)
    url = addresses.item(row.item.number)
    yield atom(press, title=f"{row.name} — {press.site.name}", page=url, disclosures=[one.disclosure for one in newest])


def archive(press: Press, row: ItemVersion, number: int) -> list[File]:
    """Return one full page of an item's archive."""
    return list(archives(press, row, number, number))


def archives(press: Press, row: ItemVersion, first: int, last: int) -> Iterator[File]:
    """Give full pages ``first`` to ``last``; a page's link onward leads to the next page once that one is full as well."""
    full = places.full_pages([row.item_id])[row.item_id]
    if (last := min(last, full)) < first:
        return
    entries: dict[int, list[Entry]] = {number: [] for number in range(first, last + 1)}
    for one in places.between(row.item_id, (first - 1) * ARCHIVE_SIZE + 1, last * ARCHIVE_SIZE):
        entries[places.page_of(one.serial)].insert(0, entry(press, one.disclosure, is_own=one.is_own))
    for number, lines in entries.items():
        yield from press.page("archive.html", _archive_page(press, row, number, full, tuple(lines)))


def _archive_page(press: Press, row: ItemVersion, number: int, full: int, entries: tuple[Entry, ...]) -> ArchivePage:
    item_number = row.item.number
    return ArchivePage(
        head=press.column_head(
            columns.STATUTORY,
            Link(columns.STATUTORY.name, columns.STATUTORY.url),
            Link(row.name, addresses.item(item_number)),
            title=f"{row.name}（存档第{number}页）",
            url=addresses.archive(item_number, number),
        ),
        item=Link(row.name, addresses.item(item_number)),
        number=number,
        entries=entries,
        older=Link(f"第{number - 1}页", addresses.archive(item_number, number - 1)) if number > 1 else None,
        newer=Link(f"第{number + 1}页", addresses.archive(item_number, number + 1))
        if number < full
        else Link("最新", addresses.item(item_number)),
    )


def _item_page(press: Press, row: ItemVersion, newest: list[Placed]) -> ItemPage:
    number = row.item.number
    state = item_states(press, [row.item_id])[row.item_id]
    url = addresses.item(number)
    groups = "、".join(row.audience_groups)
    return ItemPage(
        head=press.column_head(
            columns.STATUTORY,
            Link(columns.STATUTORY.name, columns.STATUTORY.url),
            title=row.name,
            url=url,
            feed_url=addresses.feed(url),
        ),
        number=number,
        name=row.name,
        path=tuple(row.path),
        content=row.content,
        elements=tuple(row.elements),
        bases=tuple(_basis(citation) for citation in row.citations.select_related("basis")),
        limit_text=row.limit_text,
        limit_note=_limit_note(row),
        update_cycle=(row.update_cycle or {}).get("text", ""),
        channels=tuple(row.channels),
        audience="、".join(filter(None, ["全社会" if row.audience_everyone else "", groups])),
        category=row.category,
        office=Link(row.office.name, addresses.office(row.office.code)) if row.office else None,
        art20=row.art20,
        art20_name=art20.NAMES.get(row.art20 or 0, ""),
        state=state,
        state_label=STATE_LABELS[state],
        state_explanation=EXPLANATIONS[state],
        entries=tuple(entry(press, one.disclosure, is_own=one.is_own) for one in newest),
        archives=_archives(row),
        duties=tuple(_duties(press, row)),
    )


def _basis(citation: Citation) -> dict[str, str]:
    basis = citation.basis
    return {
        "title": basis.title,
        "number": basis.number,
        "article": citation.article,
        "text": citation.text,
        "rank_stated": citation.rank_stated,
        "rank": basis.rank,
        "status": basis.status,
    }


def _limit_note(row: ItemVersion) -> str:
    """Say what the column's limit means, and which clause sets another one."""
    own = TimeLimit.from_json(row.limit)
    others = [limit for limit in row.limits_of_clauses if limit.kind in ("within", "by_date") and not _same(limit, own)]
    notes = [f"条款另定“{limit.text}”，两者不一致时以先到者为准" for limit in others]
    is_plain = own.kind == "within" and str(own.amount) in row.limit_text
    meaning = write_limit(own) if own.kind != "unread" else "这一时限未能读懂，由责任科室逐次确定"
    words = [*([] if is_plain or meaning == row.limit_text else [meaning]), *dict.fromkeys(notes)]
    return "；".join(words) + "。" if words else ""


def _same(one: TimeLimit, other: TimeLimit) -> bool:
    """Tell whether two limits set the same date, however they are worded."""
    return dataclasses.replace(one, text="", triggers=()) == dataclasses.replace(other, text="", triggers=())


def _archives(row: ItemVersion) -> tuple[Link, ...]:
    full = places.full_pages([row.item_id])[row.item_id]
    numbers = sorted({1, full} - {0}, reverse=True) if full else []
    return tuple(Link(f"存档第{number}页", addresses.archive(row.item.number, number)) for number in numbers)


def _duties(press: Press, row: ItemVersion) -> Iterator[DutyLine]:
    """Give the running duties, soonest first, and the last ones that ended, with the disclosure that ended them."""
    duties = Duty.objects.filter(item=row.item_id)
    shown = [*duties.running()[:SHOWN_DUTIES], *duties.ended().order_by("-closed_on", "-id")[:SHOWN_DUTIES]]
    published = Disclosure.objects.filter(duty__in=shown, index_number__isnull=False)
    urls = {duty: addresses.disclosure(index or "") for duty, index in published.values_list("duty_id", "index_number")}
    return (duty_line(duty, on=press.on, url=urls.get(duty.pk, "")) for duty in shown)
