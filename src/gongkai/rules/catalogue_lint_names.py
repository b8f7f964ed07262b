"""Checks names and places in a catalogue: levels, repeated names, past years, agencies cut short, contents that say nothing."""

import re
from collections.abc import Callable, Iterator

from gongkai.rules.catalogue_lint_scope import Scope, at, name_of
from gongkai.rules.catalogue_model import CatalogueItem
from gongkai.rules.findings import Finding
from gongkai.rules.instruments import canonical_title

YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年?[-—–－~～至到]+(20\d\d))?年")
QUOTED = re.compile(r"《[^》]*》")
ORGAN_ENDS = re.compile(
    r"(?:[厅局委办部院府会处室署行站所科队旗县市区镇乡盟道公社馆校司团联]|中心|机关|机构|部门|单位|集团|公司|企业|厅局|总队|支队|大队)$"
)
LIST_SIGN = re.compile(r"[、，,；;/]")
LONGEST_CUT = 4
BLANKS: tuple[tuple[str, str, str, Callable[[CatalogueItem], bool]], ...] = (
    ("agency_missing", "agency", "公开主体", lambda item: bool(item.agency)),
    ("office_missing", "office", "责任科室", lambda item: bool(item.office)),
    ("channels_missing", "channels", "公开渠道和载体", lambda item: bool(item.channels)),
    ("category_missing", "category", "事项类别", lambda item: bool(item.category)),
)


def levels_missing(scope: Scope) -> Iterator[Finding]:
    """Find an empty level with a filled one under it."""
    for number, item in scope.numbered():
        for place, level in enumerate(item.path, 1):
            if not level and any(item.path[place:]):
                told = f"第{place}级事项是空的，下一级“{name_of(item)}”却有名称。请补上这一级，或者把下级名称移上来。"
                yield at("level_missing", "warning", number, "path", told)


def paths_repeated(scope: Scope) -> Iterator[Finding]:
    """Find an item named exactly as an earlier one of the same office."""
    first: dict[tuple[tuple[str, ...], str, str], int] = {}
    for number, item in scope.numbered():
        key = (item.path, item.agency, item.office)
        if not any(item.path):
            continue
        if key in first:
            told = f"与第{first[key]}项同名，又同属{item.office or '一处'}。请合并，或者用下级名称区分。"
            yield at("path_repeated", "warning", number, "path", told)
        first.setdefault(key, number)


def years_passed(scope: Scope) -> Iterator[Finding]:
    """Find a past year in an item's name: a name that must be changed every year outlives its year."""
    for number, item in scope.numbered():
        passed = [(level, year) for level in item.path if (year := past_year(level, scope.on_year))]
        if passed:
            level, year = passed[-1]
            told = f"“{level}”写着{year}年，{scope.on_year}年已经过去。请改为不带年份的名称，年份写在公开的内容里。"
            yield at("year_passed", "warning", number, "path", told)


def past_year(name: str, on_year: int) -> int | None:
    """Give the past year that a name carries; the last of a span counts, and years inside 《》 belong to the title.

    >>> past_year("单项冠军评比2023年结果", 2026), past_year("规划(2022-2026年)", 2026), past_year("《2019年办法》", 2026)
    (2023, None, None)
    """
    years = [int(year[2] or year[1]) for year in YEAR.finditer(QUOTED.sub("", name))]
    return max(years) if years and max(years) < on_year else None


def agencies_truncated(scope: Scope) -> Iterator[Finding]:
    """Find a 公开主体 that is the head of a longer one in the same catalogue and ends in no word for an organ."""
    for number, item in scope.numbered():
        whole = _whole_name(item.agency, scope)
        if whole:
            told = f"公开主体“{item.agency}”写得不全，目录其他各项是“{whole}”。请改为“{whole}”。"
            yield at("agency_truncated", "warning", number, "agency", told)


def _whole_name(agency: str, scope: Scope) -> str:
    if not agency or LIST_SIGN.search(agency) or ORGAN_ENDS.search(agency):
        return ""
    longer = [name for name in scope.agencies if name != agency and name.startswith(agency)]
    near = [name for name in longer if len(name) - len(agency) <= LONGEST_CUT and ORGAN_ENDS.search(name)]
    if near:
        return max(near, key=lambda name: scope.agencies[name])
    titled = re.match(rf"{re.escape(agency)}[\u4e00-\u9fff]{{0,3}}?[厅局委办部院府会]", scope.read.title)
    return titled[0] if titled else ""


def blanks_among_others(scope: Scope) -> Iterator[Finding]:
    """Find an empty place in a column that nearly every other item fills."""
    for kind, field, column, has in BLANKS:
        if not scope.mostly(has):
            continue
        for number, item in scope.numbered():
            if not has(item):
                yield at(kind, "warning", number, field, f"“{name_of(item)}”没有写{column}，其他事项都写了。请补上。")


def contents_without_elements(scope: Scope) -> Iterator[Finding]:
    """Find contents that only repeat the item's own name or its basis's title instead of naming elements."""
    for number, item in scope.numbered():
        content = canonical_title(item.content)
        if not content:
            continue
        if content in {canonical_title(basis.title) for basis in item.bases}:
            told = f"公开内容写的是依据文件的名称“{item.content}”，没有写要公开什么。请写明要素，例如名单、条件、程序、结果。"
        elif content in {canonical_title(level) for level in item.path}:
            told = f"公开内容只重复了事项名称“{item.content}”，没有写要素。请写明要公开哪些内容。"
        else:
            continue
        yield at("content_without_elements", "note", number, "content", told)
