"""Checks 公开时限 against the clauses an item quotes, against the statute's cap, and against being read at all.

Only a clause that speaks of publishing sets a time for publishing; where the two cannot be compared for certain (期限
不明的“及时”, a month against working days), nothing is said.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.rules.catalogue_lint_scope import Scope, at, name_of
from gongkai.rules.catalogue_model import Basis, CatalogueItem
from gongkai.rules.findings import Finding
from gongkai.rules.timelimits import TimeLimit, read_limits_in_clause

# Days given for deciding, or for taking back what was published (行政处罚法第四十八条第二款), are no days for publishing.
OTHER_ACT = re.compile(r"内(?:依法|应当|予以|进行)?(?:作出|做出|审查|审批|审核|办结|答复|决定|批准|撤回|撤下|更正|删除)")
STATUTE_CAP = 20  # 政府信息公开条例第二十六条: 自该政府信息形成或者变更之日起20个工作日内
UNITS = {"working_day": "个工作日", "day": "日（自然日）", "hour": "小时", "month": "个月", "year": "年"}


def limits_against_clauses(scope: Scope) -> Iterator[Finding]:
    """Find clauses that set a stricter or another time than 公开时限 (system.md 3: limit_conflicts_with_clause)."""
    for number, item in scope.numbered():
        seen: set[str] = set()
        limits = clause_limits(item)
        for basis, limit in limits:
            told = conflict(item, limit)
            if told and limit.text not in seen and not _met_elsewhere(item, basis, limits):
                seen.add(limit.text)
                yield at("limit_conflicts_with_clause", "error", number, "time_limit", _told(item, basis, limit, told))


def notice_periods(scope: Scope) -> Iterator[Finding]:
    """Point to a 公示期 that a clause demands and the catalogue's 公开时限 leaves out."""
    for number, item in scope.numbered():
        periods = [(basis, limit) for basis, limit in clause_limits(item) if limit.kind == "notice_period"]
        if periods and "公示" not in item.time_limit.text:
            basis, limit = periods[0]
            told = f"所引《{basis.title}》规定了“{limit.text}”，公开时限栏没有写。请在公开时限栏注明公示期。"
            yield at("notice_period_unstated", "note", number, "time_limit", told)


def limits_unread(scope: Scope) -> Iterator[Finding]:
    """Find limits that cannot be read, and items that alone have none."""
    others_have = scope.mostly(lambda item: bool(item.time_limit.text))
    for number, item in scope.numbered():
        if item.time_limit.kind == "unread" and item.time_limit.text.strip():
            told = f"公开时限“{item.time_limit.text}”读不懂，算不出到期日。请写明从什么事起、几个工作日，或者每年几月几日前。"
            yield at("limit_unread", "error", number, "time_limit", told)
        elif others_have and not item.time_limit.text and not (item.update_cycle or item.retention):
            yield at("limit_missing", "warning", number, "time_limit", f"“{name_of(item)}”没有写公开时限。请补上。")


def limits_over_the_cap(scope: Scope) -> Iterator[Finding]:
    """Find limits longer than the statute allows where no clause of the item allows more (条例第二十六条)."""
    for number, item in scope.numbered():
        limit = item.time_limit
        if limit.kind != "within" or not {"formed", "changed"} & set(limit.triggers):
            continue
        allowed = any(not _longer(limit, other) for _, other in clause_limits(item) if other.kind == "within")
        if not allowed and _longer(limit, TimeLimit("", "within", amount=STATUTE_CAP, unit="working_day")):
            told = f"公开时限“{limit.text}”超过《政府信息公开条例》第二十六条规定的20个工作日。请缩短，或者引用另作规定的法律、法规条款。"
            yield at("limit_over_statute", "error", number, "time_limit", told)


def clause_limits(item: CatalogueItem) -> list[tuple[Basis, TimeLimit]]:
    """List the times that an item's clauses set for publishing, each with its instrument."""
    return [
        (basis, limit)
        for basis in item.bases
        for citation in basis.citations
        for limit in _publishing_limits(citation.text, basis.title)
    ]


@lru_cache(maxsize=4096)
def _publishing_limits(clause: str, title: str) -> tuple[TimeLimit, ...]:
    """Read a clause's times for publishing; a sentence that gives the days for another act sets none."""
    sentences = [one for one in re.split(r"[。；;]", clause) if not OTHER_ACT.search(one)]
    return tuple(limit for one in sentences for limit in read_limits_in_clause(one, title))


def conflict(item: CatalogueItem, clause: TimeLimit) -> str | None:
    """Say why a clause's time and the column's cannot both hold, or None when they can.

    A column stricter than its clause is no conflict, nor is a clause without a number (及时、定期).
    """
    column = item.time_limit
    if clause.kind == "within":
        if column.kind == "within" and _longer(column, clause):
            return f"公开时限栏为{_amount(column)}，比条款宽"
        return "公开时限栏没有写明期限" if column.kind == "prompt" else None
    if clause.kind == "by_date":
        return _against_a_date(item, clause)
    if clause.kind == "immediate" and column.kind == "within" and column.unit != "hour":
        return f"条款要求立即公开，公开时限栏为{_amount(column)}"
    return None


def _met_elsewhere(item: CatalogueItem, basis: Basis, limits: list[tuple[Basis, TimeLimit]]) -> bool:
    """Tell whether the column keeps another date of the same instrument: 条例第四十九条 gives departments and governments
    a day each.
    """
    dates = [limit for one, limit in limits if one == basis and limit.kind == "by_date"]
    return item.time_limit.kind == "by_date" and any(conflict(item, limit) is None for limit in dates)


def _against_a_date(item: CatalogueItem, clause: TimeLimit) -> str | None:
    column = item.time_limit
    if column.kind == "within" and clause.every == "year":
        return f"条款定了每年的固定日期，公开时限栏却从信息形成起算{_amount(column)}"
    if column.kind != "by_date" or column.every != clause.every:
        return None
    later = (column.month or 0, column.day or 31) > (clause.month or 0, clause.day or 31)
    return "公开时限栏的日期比条款晚" if later else None


def _longer(column: TimeLimit, clause: TimeLimit) -> bool:
    """Tell whether the column's limit ends later than the clause's for certain, whatever the calendar."""
    if column.amount is None or clause.amount is None:
        return False
    if column.unit == clause.unit:
        return column.amount > clause.amount
    return _days(column)[0] > _days(clause)[1]


def _days(limit: TimeLimit) -> tuple[int, int]:
    """Give the fewest and the most calendar days a limit can take; the longest holiday adds nine or less."""
    count = limit.amount or 0
    fewest = {"day": 1, "month": 28, "year": 365}
    most = {"day": 1, "month": 31, "year": 366}
    if limit.unit == "working_day":
        return count + 2 * ((count - 1) // 5), count + 2 * (-(-count // 5)) + 9
    if limit.unit == "hour":
        return count // 24, -(-count // 24)
    return count * fewest[limit.unit or "day"], count * most[limit.unit or "day"]


def _amount(limit: TimeLimit) -> str:
    return f"{limit.amount}{UNITS[limit.unit]}" if limit.amount and limit.unit else f"“{limit.text}”"


def _told(item: CatalogueItem, basis: Basis, clause: TimeLimit, why: str) -> str:
    means = f"，即{_amount(clause)}" if clause.kind == "within" and clause.unit == "day" else ""
    return (
        f"所引《{basis.title}》的条款为“{clause.text}”{means}；{why}（“{item.time_limit.text}”）。"
        "请按条款改公开时限；未改之前以先到的日期为准。"
    )
