"""Checks an item's legal bases: ranks that cannot be, instruments that have ended, clauses that do not carry the item.

The law behind each check is at its line (norms 12). A fact held only from memory never makes an error, only a warning.
"""

import re
from collections.abc import Iterator

from gongkai.rules.catalogue_lint_scope import Scope, at, name_of
from gongkai.rules.catalogue_model import Basis, CatalogueItem
from gongkai.rules.findings import Finding, Severity
from gongkai.rules.instruments import Instrument, known
from gongkai.rules.ranks import NORMATIVE, ORDER, possible_ranks, stated_ranks

DUTY = re.compile(
    r"公开|公布|公示|公告|发布|公众|查阅|通告|刊登|刊载|曝光|披露|告知|通报|宣布|网站|媒体|上网|宣传|查询|共享|公报"
)
# Departments that bear one name at every level, so that another department is certainly not the one meant.
OWN_NAME = re.compile(r"由(?:本级|同级|县级以上|各级|地方|人民|政府){0,4}(财政|审计|统计|税务|公安)(?:部门|机关|机构)[^，,。；;]{0,12}?公[开布]")
SPAN = re.compile(r"(20\d\d)年?[-—–－~～至到]+(20\d\d)年?(?=[^\d]|$)")
PLAN = re.compile(r"[“\"'‘]?十([一二三四五])五[”\"'’]?(?!公里)")
PLAN_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}


def ranks_impossible(scope: Scope) -> Iterator[Finding]:
    """Find stated ranks that the instrument cannot have."""
    for number, item in scope.numbered():
        for basis in item.bases:
            can = possible_ranks(basis.title, basis.number)
            stated = stated_ranks(basis.rank_stated or "")
            if stated and not stated & can:
                yield at("rank_impossible", _certainty(basis), number, "bases", _told_rank(basis, can))


def ranks_ambiguous(scope: Scope) -> Iterator[Finding]:
    """Find one rank stated for several instruments that are known to differ in rank."""
    for number, item in scope.numbered():
        stated = {basis.rank_stated for basis in item.bases if basis.rank_stated}
        ranks = {basis.title: basis.rank_read for basis in item.bases if basis.rank_read}
        if len(item.bases) > 1 and len(stated) == 1 and len(set(ranks.values())) > 1:
            each = "，".join(f"《{title}》是{rank}" for title, rank in ranks.items())
            told = f"{len(item.bases)}个依据只写了一个效力位阶“{stated.pop()}”，其中{each}。请按依据的顺序逐一写明位阶。"
            yield at("rank_ambiguous", "warning", number, "bases", told)


def ranks_that_are_none(scope: Scope) -> Iterator[Finding]:
    """Find words in 依据效力位阶 that are no rank (法律法规)."""
    for number, item in scope.numbered():
        for word in dict.fromkeys(basis.rank_stated for basis in item.bases if basis.rank_stated):
            if not stated_ranks(word):
                told = f"“{word}”不是一种效力位阶。请写法律、行政法规、地方性法规、部门规章、地方政府规章或者规范性文件。"
                yield at("rank_not_a_rank", "warning", number, "bases", told)


def bases_expired(scope: Scope) -> Iterator[Finding]:
    """Find instruments that have ended by the years in their own title, or that were replaced, repealed or suspended."""
    for number, item in scope.numbered():
        for basis in item.bases:
            ended = title_ends(basis.title)
            instrument = known(basis.title)
            if ended and ended < scope.on_year:
                told = f"《{basis.title}》名称中的期限到{ended}年，{scope.on_year}年已经过期。请核对是否有新的文件，改用现行依据。"
                yield at("basis_expired", "error", number, "bases", told)
            elif instrument and _over(instrument, scope.on_year):
                severity: Severity = "warning" if instrument.status == "suspended" else _certainty(basis)
                yield at("basis_expired", severity, number, "bases", _told_over(instrument))


def title_ends(title: str) -> int | None:
    """Give the last year that a title claims for itself: 2022-2025年, or a five-year plan's.

    >>> title_ends("梯度培育管理实施细则(2022-2025年)"), title_ends("甲办法(2024年本)")
    (2025, None)
    """
    spans = [int(span[2]) for span in SPAN.finditer(title)]
    plans = [PLAN_ENDS[plan[1]] for plan in PLAN.finditer(title)]
    return max(spans or plans, default=None)


def licences_without_law(scope: Scope) -> Iterator[Finding]:
    """Find licences that rest on normative documents alone, which can create none (行政许可法第十四条至第十七条)."""
    for number, item in scope.numbered():
        if not item.bases or not any("许可" in level for level in item.path):
            continue
        if all(possible_ranks(basis.title, basis.number) <= {NORMATIVE} for basis in item.bases):
            told = (
                f"“{name_of(item)}”是行政许可，依据却只有规范性文件。规范性文件不得设定行政许可"
                "（《行政许可法》第十七条），请补上设定许可的法律、法规。"
            )
            yield at("licence_basis_too_low", "warning", number, "bases", told)


def clauses_without_duty(scope: Scope) -> Iterator[Finding]:
    """Find items whose quoted clauses all say nothing of publishing."""
    for number, item in scope.numbered():
        texts = [citation.text for basis in item.bases for citation in basis.citations]
        quoted = bool(item.bases) and all(any(c.article and c.text for c in basis.citations) for basis in item.bases)
        if quoted and not any(DUTY.search(text) or text.startswith("全文") for text in texts):
            told = "所引条款只规定由谁管理、怎样办理，没有说要公开。请改引或者补引规定公开义务的条款。"
            yield at("clause_without_duty", "note", number, "bases", told)


def clauses_for_another(scope: Scope) -> Iterator[Finding]:
    """Find clauses that lay the duty to publish on another department than the item's."""
    for number, item in scope.numbered():
        for basis in item.bases:
            for citation in basis.citations:
                other = OWN_NAME.search(citation.text)
                if other and item.agency and other[1] not in item.agency:
                    told = (
                        f"所引《{basis.title}》{citation.article}的这段话规定由{other[1]}部门公开，公开主体却是{item.agency}。"
                        "请核对应当引用的款项。"
                    )
                    yield at("clause_binds_another", "note", number, "bases", told)


def clauses_missing(scope: Scope) -> Iterator[Finding]:
    """Find instruments without a clause beside others in the same item that have one."""
    for number, item in scope.numbered():
        without = [basis.title for basis in item.bases if not basis.citations]
        if without and len(without) < len(item.bases):
            titles = "、".join(f"《{title}》" for title in without)
            told = f"条款内容里没有{titles}的条款。请补上条款，或者删去这个依据。"
            yield at("clause_missing", "note", number, "bases", told)


def bases_missing(scope: Scope) -> Iterator[Finding]:
    """Find items that alone name no instrument."""
    if not scope.mostly(_has_bases):
        return
    for number, item in scope.numbered():
        if not item.bases:
            yield at("basis_missing", "warning", number, "bases", f"“{name_of(item)}”没有写公开依据。请补上。")


def _has_bases(item: CatalogueItem) -> bool:
    return bool(item.bases)


def _certainty(basis: Basis) -> Severity:
    instrument = known(basis.title)
    return "warning" if instrument and instrument.rank and instrument.evidence == "memory" else "error"


def _told_rank(basis: Basis, can: frozenset[str]) -> str:
    left = "、".join(rank for rank in ORDER if rank in can)
    if _certainty(basis) == "warning":
        return f"《{basis.title}》写作{basis.rank_stated}，据本系统资料是{left}。请核对令号或者文号后改正效力位阶。"
    if len(can) == 1:
        return f"《{basis.title}》不可能是{basis.rank_stated}，它是{left}。请把效力位阶改为{left}。"
    return f"《{basis.title}》不可能是{basis.rank_stated}，按名称只能是{left}中的一种。请查明文号后改正效力位阶。"


def _over(instrument: Instrument, on_year: int) -> bool:
    began = int(instrument.since[:4]) if instrument.since else on_year
    return instrument.status in ("expired", "replaced", "suspended") and began <= on_year


def _told_over(instrument: Instrument) -> str:
    if instrument.status == "replaced":
        return (
            f"《{instrument.title}》自{instrument.since}起已由《{instrument.replaced_by}》代替。"
            "请写明所依据的版本，并按新版本核对条款。"
        )
    if instrument.status == "suspended":
        return f"《{instrument.title}》自{instrument.since}起暂停执行（{instrument.note}）。请核对这一事项现在还要不要公开。"
    return f"《{instrument.title}》已失效（{instrument.note}）。请改用现行依据。"
