"""Reads legal bases: instruments, their stated and true ranks, and the clauses cited from each.

Three cells of a row (公开依据, 条款内容, 依据效力位阶) say one thing together and are read together. What cannot be
tied is kept where it can be seen and named in a finding; nothing is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongkai.rules.catalogue_model import Basis, Citation, Repair
from gongkai.rules.catalogue_words import join_words
from gongkai.rules.citation_clauses import Section, citations_in, sections
from gongkai.rules.citation_titles import Named, named_in, numbered_parts
from gongkai.rules.findings import Finding, Severity
from gongkai.rules.instruments import canonical_title
from gongkai.rules.ranks import possible_ranks, read_rank, stated_ranks

__all__ = ["BasesRead", "canonical_title", "read_bases"]

LIST_SIGNS = "、，,；;/\n"


@dataclass(frozen=True, slots=True)
class BasesRead:
    """The bases of one item, and what was found and mended while reading them (``item`` is left to the caller)."""

    bases: tuple[Basis, ...]
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(slots=True)
class _Notes:
    findings: list[Finding] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def find(self, kind: str, severity: Severity, message: str) -> None:
        self.findings.append(Finding(kind, severity, message, field="bases"))


def read_bases(basis_text: str, clause_text: str = "", rank_text: str = "") -> BasesRead:
    """Read the cells 公开依据, 条款内容 and 依据效力位阶 of one row.

    >>> read = read_bases("《安全生产许可证 条例》", "第十条 定期向社会公布", "行政法规")
    >>> [(b.title, b.rank_read, b.citations[0].article) for b in read.bases]
    [('安全生产许可证条例', '行政法规', '第十条')]
    """
    notes = _Notes()
    named = _once(named_in(join_words(basis_text)), notes)
    clauses: list[list[Citation]] = [list(citations_in(one.tail)) for one in named]
    for section in sections(join_words(clause_text), [one.title for one in named]):
        _place(section, named, clauses, notes)
    ranks = _assign_ranks(join_words(rank_text), named, notes)
    bases = tuple(
        Basis(one.title, one.number, rank, read_rank(one.title, one.number), tuple(cited))
        for one, rank, cited in zip(named, ranks, clauses, strict=True)
    )
    return BasesRead(bases, tuple(notes.findings), tuple(notes.repairs))


def _once(named: Sequence[Named], notes: _Notes) -> list[Named]:
    """Keep one entry for an instrument named twice, and note what the naming of each lacked."""
    kept: dict[str, Named] = {}
    for one in named:
        key = canonical_title(one.title)
        if key in kept:
            notes.repairs.append(Repair("basis_merged", "bases", one.title))
            kept[key] = replace(kept[key], tail=kept[key].tail + one.tail, number=kept[key].number or one.number)
            continue
        kept[key] = one
        _note_naming(one, notes)
    return list(kept.values())


def _note_naming(one: Named, notes: _Notes) -> None:
    if not one.marked:
        notes.find("basis_unmarked", "warning", f"公开依据“{one.title}”没有加书名号。请写成《{one.title}》。")
    if one.number and one.number != one.number_written:
        notes.repairs.append(Repair("number_normalised", "bases", f"{one.number_written} → {one.number}"))
    if one.tail:
        notes.repairs.append(Repair("clause_split_from_basis", "bases", one.title))


def _place(section: Section, named: list[Named], clauses: list[list[Citation]], notes: _Notes) -> None:
    """Put a run of clauses with its instrument; one whose instrument is not listed brings the instrument with it."""
    cited = citations_in(section.text)
    if section.unlisted is not None:
        named.append(Named(section.unlisted, marked=True))
        clauses.append(list(cited))
        told = f"条款内容引用了《{section.unlisted}》，但公开依据栏没有列出它。请在公开依据栏补上。"
        notes.find("basis_unlisted", "warning", told)
        return
    if not named:
        told = f"有条款内容（{section.text}），但没有写公开依据。请补上所依据的文件名称。"
        notes.find("clause_without_basis", "warning", told)
        return
    where = section.basis
    if where is None:
        free = [place for place, cites in enumerate(clauses) if not cites]
        where = free[0] if free else 0
        if len(named) > 1:
            told = f"条款内容没有说明出自哪一个依据，暂归《{named[where].title}》。请在条款前写明文件名称。"
            notes.find("clause_unassigned", "note", told)
    elif section.named and section.named != named[where].title:
        notes.repairs.append(Repair("title_tied", "bases", f"{section.named} → {named[where].title}"))
    clauses[where].extend(cited)


def _assign_ranks(text: str, named: Sequence[Named], notes: _Notes) -> list[str | None]:
    """Give each instrument the rank stated for it: in order, one for all, or the only one that it can have."""
    words = rank_words(text)
    if not words:
        return [None] * len(named)
    if len(words) == 1:
        return [words[0]] * len(named)
    if len(words) == len(named):
        return list(words)
    told = f"依据有{len(named)}个，效力位阶写了{len(words)}个（{text}），对不上。请逐一写明每个依据的位阶。"
    notes.find("rank_count", "warning", told)
    return [_only_possible(one, words) for one in named]


def rank_words(text: str) -> list[str]:
    """Split a 依据效力位阶 cell into its words.

    >>> rank_words("法律、规范性文件"), rank_words("1.法律2.行政法规")
    (['法律', '规范性文件'], ['法律', '行政法规'])
    """
    words: list[str] = []
    for part in numbered_parts(text):
        plain = part.translate(dict.fromkeys(map(ord, LIST_SIGNS), "|"))
        words.extend(word.strip(" 。.") for word in plain.split("|"))
    return [word for word in words if word]


def _only_possible(one: Named, words: Sequence[str]) -> str | None:
    fitting = {word for word in words if stated_ranks(word) & possible_ranks(one.title, one.number)}
    return fitting.pop() if len(fitting) == 1 else None
