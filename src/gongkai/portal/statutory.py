"""法定主动公开内容: the catalogue in its three orders — by level, by office, by Art. 20 — and as open data."""

from collections.abc import Iterator
from itertools import groupby

from gongkai.portal import addresses, columns
from gongkai.portal.lines import item_lines
from gongkai.portal.opendata import csv_file
from gongkai.portal.press import LIST, Press
from gongkai.portal.values import CataloguePage, Group, ItemLine, Link
from gongkai.publisher.files import File
from gongkai.rules import art20

VIEWS = (
    Link("按事项", addresses.STATUTORY),
    Link("按责任科室", addresses.BY_OFFICE),
    Link("按《条例》第二十条", addresses.BY_ART20),
)
ITEM_COLUMNS = ("编号", "一级事项", "二级事项", "三级事项", "公开时限", "责任科室", "条例第二十条项号", "状态", "网址")


def pages(press: Press) -> Iterator[File]:
    """Give the three views and the table of items."""
    lines = item_lines(press)
    views = (("level", _by_level(lines)), ("office", _by_office(press, lines)), ("art20", _by_art20(lines)))
    for (view, groups), link in zip(views, VIEWS, strict=True):
        yield from press.page("catalogue.html", _page(press, view, link, groups), order=LIST)
    yield csv_file("/data/items.csv", ITEM_COLUMNS, [_record(press, line) for line in lines])


def _page(press: Press, view: str, link: Link, groups: tuple[Group, ...]) -> CataloguePage:
    column, catalogue = columns.STATUTORY, press.catalogue
    return CataloguePage(
        head=press.column_head(
            column,
            title=column.name if view == "level" else f"{column.name}（{link.title}）",
            url=link.url,
            feed_url=addresses.SITE_FEED,
        ),
        view=view,
        views=VIEWS,
        groups=groups,
        catalogue_title=catalogue.title if catalogue else "",
        in_force_from=catalogue.in_force_from if catalogue else None,
        downloads=(Link("下载事项表（CSV）", "/data/items.csv"), Link("开放数据", addresses.DATA)),
    )


def _by_level(lines: list[ItemLine]) -> tuple[Group, ...]:
    """Group by first level in the catalogue's own order; the same heading of two offices stays one group."""
    names = list(dict.fromkeys(line.path[0] for line in lines))
    return tuple(
        Group(name, anchor=f"g{number}", items=tuple(line for line in lines if line.path[0] == name))
        for number, name in enumerate(names, start=1)
    )


def _by_office(press: Press, lines: list[ItemLine]) -> tuple[Group, ...]:
    with_items = {line.office for line in lines}
    groups = [
        Group(
            office.name,
            url=addresses.office(office.code),
            anchor=office.code,
            items=tuple(line for line in lines if line.office == office.name),
        )
        for office in press.offices
        if office.name in with_items
    ]
    rest = tuple(line for line in lines if not line.office)
    return (*groups, Group("未写明责任科室", anchor="none", items=rest)) if rest else tuple(groups)


def _by_art20(lines: list[ItemLine]) -> tuple[Group, ...]:
    """Show all fifteen items of Art. 20: one that has nothing says so instead of standing as an empty column."""
    by_code = {
        code: tuple(group)
        for code, group in groupby(sorted(lines, key=lambda line: line.art20 or 15), key=lambda line: line.art20 or 15)
    }
    return tuple(
        Group(
            f"（{_chinese(code)}）{name}",
            anchor=f"a{code}",
            note="" if code in by_code else "本机关的目录中没有属于这一项的事项。",
            items=by_code.get(code, ()),
        )
        for code, name in art20.NAMES.items()
    )


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    return digits[number] if number < 10 else "十" + (digits[number - 10] if number > 10 else "")


def _record(press: Press, line: ItemLine) -> tuple[object, ...]:
    levels = [*line.path, "", "", ""][:3]
    return (
        line.number, *levels, line.limit_text, line.office, line.art20 or "", line.state_label, press.absolute(line.url)
    )  # fmt: skip
