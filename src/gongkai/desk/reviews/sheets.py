"""What is under review as one sheet: field by field, body, files and lists, against what it is compared with.

The sheet is made of the frozen content, never of the draft as it stands: what is shown is what an opinion is given on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from gongkai.desk.reviews.marking import Run, Suspect, plain, runs, suspects
from gongkai.disclosures import queries
from gongkai.disclosures.body_comparison import BlockChange, BodyChange
from gongkai.disclosures.comparison import Comparison, Content, FileChange, compare, fields_of, is_copy, words_of
from gongkai.disclosures.html import clean
from gongkai.disclosures.list_comparison import ListChange
from gongkai.disclosures.models import Opinion, Review
from gongkai.disclosures.places import file_place
from gongkai.disclosures.statuses import Act, Ending

SHOWN_ROWS = 10
SUSPECTS = 30
FOLDED = 2  # more unchanged paragraphs in a row than this are folded away


@dataclass(frozen=True, slots=True)
class Base:
    """Something to compare with: its key in the address, its name, a word on it, and its content."""

    key: str
    label: str
    told: str
    content: Content


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment at a field: what was said, by whom, at which stage, and whether in an earlier round."""

    text: str
    who: str
    stage: str
    earlier: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One field: the key its remarks are filed under, its name, how it changed, its text in runs."""

    key: str
    label: str
    state: str
    runs: list[Run]
    remarks: list[Remark]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Neighbouring paragraphs of the body that did not change (``folded``: too many to show), or that did."""

    same: bool
    folded: bool
    blocks: list[tuple[BlockChange, list[Run]]]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as it was frozen, and how it changed; ``gone`` when it is not in the content any more."""

    name: str
    sha256: str
    size: int
    media_type: str
    change: FileChange | None
    unchecked: list[str]
    remarks: list[Remark]
    typed: str = ""

    @property
    def gone(self) -> bool:
        """Tell whether it was taken out."""
        return self.sha256 == ""


@dataclass(frozen=True, slots=True)
class List:
    """A list as it was frozen: its first rows, its files, and how it changed."""

    title: str
    row_count: int
    columns: list[str]
    rows: list[list[list[Run]]]
    files: list[Mapping[str, Any]]
    change: ListChange | None
    remarks: list[Remark]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole of it."""

    base: Base | None
    bases: list[Base]
    comparison: Comparison | None
    is_copy: bool
    copied_lists: list[str]
    lines: list[Line]
    gone: list[Line]
    body: SafeString
    body_change: BodyChange | None
    folds: list[Fold]
    body_remarks: list[Remark]
    body_typed: str
    files: list[File]
    lists: list[List]
    suspects: list[Suspect]
    more_suspects: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """Remarks filed under the keys of fields: those that were said, and those typed but not sent."""

    said: Mapping[str, list[Remark]]
    typed: Mapping[str, str]

    def at(self, key: str) -> tuple[list[Remark], str]:
        """Return what is filed under a key."""
        return self.said.get(key, []), self.typed.get(key, "")


def bases_of(review: Review) -> list[Base]:
    """Return what a review can be compared with, the most telling first; three queries."""
    found = []
    if review.act == Act.CORRECT and (public := queries.public_before(review)):
        told = f"{timezone.localtime(public.published_at):%Y-%m-%d}公开的内容"
        found.append(Base("publication", "与已公开的相比", told, public.content))
    if (earlier := queries.round_before(review)) and earlier.ending != Ending.RELEASED:
        told = f"{timezone.localtime(earlier.submitted_at):%m月%d日 %H:%M}送审的内容"
        found.append(Base("round", "与上一轮送审相比", told, earlier.content))
    if period := queries.period_before(review):
        found.append(Base("period", "与上一期相比", f"“{period.content['title']}”", period.content))
    return found


def sheet_of(
    review: Review,
    *,
    against: str | None,
    opinions: Sequence[Opinion],
    unchecked: Mapping[str, list[str]],
    typed: Mapping[str, str],
) -> Sheet:
    """Make the sheet of a review, compared with ``against`` (None: the first there is, "none": nothing).

    ``opinions`` are those whose remarks are shown, ``unchecked`` what could not be read of a file, ``typed`` the remarks
    that were written and not sent.
    """
    content: Content = review.content
    bases = bases_of(review)
    base = next((one for one in bases if one.key == against), None) if against else next(iter(bases), None)
    period = next((one for one in bases if one.key == "period"), None)
    compared = compare(base.content, content) if base else None
    filed = Filed(_remarks(review, opinions), typed)
    lines, gone = _lines(content, compared, filed)
    found = list(_suspects(content))
    return Sheet(
        base=base,
        bases=bases,
        comparison=compared,
        is_copy=period is not None and is_copy(period.content, content),
        copied_lists=_copied_lists(compared) if compared and base and base.key == "period" else [],
        lines=lines,
        gone=gone,
        body=mark_safe(clean(content["body"])),  # sanitised once more: what is stored is not trusted
        body_change=compared.body if compared else None,
        folds=list(_folds(compared.body)) if compared and compared.body.changes else [],
        body_remarks=filed.at("body")[0],
        body_typed=filed.at("body")[1],
        files=list(_files(content, compared, unchecked, filed)),
        lists=list(_lists(content, compared, filed)),
        suspects=found[:SUSPECTS],
        more_suspects=len(found) > SUSPECTS,
    )


def keys_of(content: Content) -> list[str]:
    """Return every key under which a remark on a content can be filed."""
    files, lists = ((one["name"] for one in content["files"]), (one["title"] for one in content["lists"]))
    return [*(field.key for field in fields_of(content)), "body", *map(file_place, files), *map(titled_list, lists)]


def titled_list(title: str) -> str:
    """Return the key of a list: a snapshot knows lists by their titles."""
    return f"list:{title}"


def _remarks(review: Review, opinions: Sequence[Opinion]) -> dict[str, list[Remark]]:
    """File the comments of this round and the rounds before under their fields."""
    filed: dict[str, list[Remark]] = {}
    for opinion in opinions:
        for remark in opinion.remarks:
            said = Remark(remark["text"], opinion.user.full_name, opinion.get_stage_display(), opinion.review_id != review.pk)
            filed.setdefault(remark["field"], []).append(said)
    return filed


def _lines(content: Content, compared: Comparison | None, filed: Filed) -> tuple[list[Line], list[Line]]:
    if compared is None:
        return [Line(one.key, one.label, "same", plain(one.value), *filed.at(one.key)) for one in fields_of(content)], []
    made = [Line(one.key, one.label, one.state, runs(one.pieces), *filed.at(one.key)) for one in compared.fields]
    return [line for line in made if line.state != "removed"], [line for line in made if line.state == "removed"]


def _folds(body: BodyChange) -> Iterator[Fold]:
    for same, blocks in groupby(body.blocks, lambda block: block.state == "same"):
        run = [(block, runs(block.pieces)) for block in blocks]
        yield Fold(same, same and len(run) > FOLDED, run)


def _files(
    content: Content, compared: Comparison | None, unchecked: Mapping[str, list[str]], filed: Filed
) -> Iterator[File]:
    changes = {one.name: one for one in compared.files} if compared else {}
    for one in content["files"]:
        name = one["name"]
        told = unchecked.get(name, [])
        yield File(name, one["sha256"], one["size"], one["media_type"], changes.get(name), told, *filed.at(file_place(name)))
    for change in changes.values():
        if change.state == "removed":
            yield File(change.name, "", change.size_before, "", change, [], [])


def _lists(content: Content, compared: Comparison | None, filed: Filed) -> Iterator[List]:
    changes = {one.title: one for one in compared.lists} if compared else {}
    for one in content["lists"]:
        columns = [column["title"] for column in one["columns"]]
        rows = [[plain(cell) for cell in row] for row in one["rows"][:SHOWN_ROWS]]
        title = one["title"]
        yield List(title, one["row_count"], columns, rows, one["files"], changes.get(title), *filed.at(titled_list(title)))
    for change in changes.values():
        if not change.title:
            yield List(change.title_before, 0, [], [], [], change, [])


def _copied_lists(compared: Comparison) -> list[str]:
    return [one.title for one in compared.lists if one.is_same and one.title and one.title_before and not one.unread]


def _suspects(content: Content) -> Iterator[Suspect]:
    """Yield what looks like personal data in every text and in the rows that stand in the content."""
    for place, text in words_of(content).items():
        yield from suspects(place, text)
    for one in content["lists"]:
        titles = [column["title"] for column in one["columns"]]
        for number, row in enumerate(one["rows"], 1):
            for title, cell in zip(titles, row, strict=False):
                yield from suspects(f"名单“{one['title']}”第{number}行", f"{title}：{cell}") if cell else ()
