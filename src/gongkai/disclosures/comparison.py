"""What a reviewer must see in one glance: what is new in a content against another, field by field, in words.

Contents are snapshots (see ``content``): what is under review, what the public had, what an earlier round held. The fields
of a content stand here in the order and with the names under which people know them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gongkai.disclosures.body_comparison import BodyChange, blocks_of, compare_bodies
from gongkai.disclosures.list_comparison import ListChange, compare_lists
from gongkai.disclosures.statuses import Validity
from gongkai.disclosures.text_comparison import Piece, compare_texts

Content = Mapping[str, Any]
State = Literal["same", "added", "removed", "changed"]
FileState = Literal["same", "added", "removed", "changed", "renamed"]

UNITS = {"working_day": "工作日", "day": "日"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a content: its key (remarks are filed under it, as findings are), its name, and its value in words.

    The key is the field's own name, or the element's; files and lists have keys of their own (see ``places``).
    """

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What became of one field."""

    key: str
    label: str
    state: State
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """What became of one attachment; ``name_before`` where the same bytes had another name."""

    name: str
    state: FileState
    sha256: str
    sha256_before: str
    size: int
    size_before: int
    name_before: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed from one content to another."""

    fields: tuple[FieldChange, ...]
    body: BodyChange
    files: tuple[FileChange, ...]
    lists: tuple[ListChange, ...]

    @property
    def changed_fields(self) -> tuple[FieldChange, ...]:
        """Return the fields that are not as they were."""
        return tuple(field for field in self.fields if field.state != "same")

    @property
    def changed_files(self) -> tuple[FileChange, ...]:
        """Return the attachments that are not as they were."""
        return tuple(file for file in self.files if file.state != "same")

    @property
    def changed_lists(self) -> tuple[ListChange, ...]:
        """Return the lists that are not as they were."""
        return tuple(one for one in self.lists if not one.is_same or one.unread)

    @property
    def is_same(self) -> bool:
        """Tell whether nothing at all changed."""
        body = self.body.changes or self.body.form_only
        return not (self.changed_fields or body or self.changed_files or self.changed_lists)

    def summary(self) -> list[str]:
        """Return what changed in a few short phrases, for the head of a page."""
        said = [f"{field.label}（{ {'added': '新增', 'removed': '删去', 'changed': '修改'}[field.state] }）" for field in self.changed_fields]
        if self.body.changes:
            said.append(f"正文{self.body.changes}处")
        elif self.body.form_only:
            said.append("正文格式（文字未变）")
        words = {"added": "新增", "removed": "删去", "changed": "换了文件", "renamed": "改名"}
        said += [f"附件“{file.name}”{words[file.state]}" for file in self.changed_files]
        return said + [_summary_of(one) for one in self.changed_lists]


def fields_of(content: Content) -> list[Field]:
    """Return the fields of a content that say something, elements after the document's own, the body left out."""
    item = content.get("item") or {}
    told = [
        Field("title", "标题", content.get("title", "")),
        Field("item", "归入事项", _item(item)),
        Field("also_under", "同时归入", "；".join(_item(one) for one in content.get("also_under", ()))),
        Field("office", "责任科室", content.get("office") or ""),
        Field("document_number", "发文字号", content.get("document_number", "")),
        Field("formed_on", "成文日期", content.get("formed_on") or ""),
        Field("effective_on", "施行日期", content.get("effective_on") or ""),
        Field("expires_on", "失效日期", content.get("expires_on") or ""),
        Field("validity", "有效性", str(dict(Validity.choices).get(content.get("validity", ""), ""))),
        Field("supersedes", "取代（索引号）", content.get("supersedes") or ""),
        Field("interprets", "解读的文件", (content.get("interprets") or {}).get("title", "")),
        Field("topic", "主题分类", content.get("topic", "")),
        Field("keywords", "关键词", content.get("keywords", "")),
        Field("summary", "内容概述", content.get("summary", "")),
        Field("display_until", "公示截止日期", content.get("display_until") or ""),
        Field("notice", "公示期", _notice(content.get("notice"))),
        *(Field(one["name"], one["name"], one["value"]) for one in content.get("elements", ())),
    ]
    return [field for field in told if field.value]


def compare(before: Content, after: Content) -> Comparison:
    """Return what changed from ``before`` to ``after``; every part of it is bounded, however long the contents are."""
    return Comparison(
        fields=tuple(_fields(fields_of(before), fields_of(after))),
        body=compare_bodies(before.get("body", ""), after.get("body", "")),
        files=tuple(_files(before.get("files", ()), after.get("files", ()))),
        lists=tuple(compare_lists(old, new) for old, new in _list_pairs(before.get("lists", ()), after.get("lists", ()))),
    )


def is_copy(before: Content, after: Content) -> bool:
    """Tell whether what was written is the same in both: elements, body, files and lists. Copying cannot pass as new."""
    return _written(before) == _written(after)


def words_of(content: Content) -> dict[str, str]:
    """Return every text of a content by the name of its place: what is searched for personal data."""
    body = "\n".join(block.text for block in blocks_of(content.get("body", "")))
    return {field.label: field.value for field in fields_of(content)} | ({"正文": body} if body else {})


def _written(content: Content) -> tuple[object, ...]:
    files = sorted(file["sha256"] for file in content.get("files", ()))
    lists = sorted(file["sha256"] for one in content.get("lists", ()) for file in one["files"] if file["media_type"] == "text/csv")
    elements = [(one["name"], one["value"]) for one in content.get("elements", ())]
    return elements, blocks_of(content.get("body", "")), files, lists


def _item(item: Content) -> str:
    path = [part for part in item.get("path", ()) if part]
    return " › ".join(path) or item.get("name", "")


def _notice(notice: Content | None) -> str:
    if not notice:
        return ""
    days = f"{notice['required_days']}个{UNITS.get(notice['unit'], notice['unit'])}"
    contact = f"；意见反馈：{notice['contact']}" if notice.get("contact") else ""
    return f"{notice['starts_on']}至{notice['ends_on']}（{days}）{contact}"


def _fields(before: Sequence[Field], after: Sequence[Field]) -> Iterator[FieldChange]:
    """Give the fields in the order of the new content; those that are gone stand last."""
    was = {field.key: field for field in before}
    for field in after:
        old = was.pop(field.key, None)
        text = old.value if old else ""
        state: State = "added" if old is None else "same" if text == field.value else "changed"
        yield FieldChange(field.key, field.label, state, text, field.value, compare_texts(text, field.value))
    for old in was.values():
        yield FieldChange(old.key, old.label, "removed", old.value, "", (Piece("removed", old.value),))


def _files(before: Sequence[Content], after: Sequence[Content]) -> Iterator[FileChange]:
    was = {file["name"]: file for file in before}
    gone = {file["sha256"]: file for file in before if file["name"] not in {one["name"] for one in after}}
    for file in after:
        old = was.pop(file["name"], None)
        state: FileState = "same" if old and old["sha256"] == file["sha256"] else "changed"
        if old is None:
            old = gone.get(file["sha256"])
            state = "renamed" if old else "added"
            was.pop(old["name"] if old else "", None)
        told = old or {"sha256": "", "size": 0, "name": ""}
        name_before = told["name"] if state == "renamed" else ""
        yield FileChange(file["name"], state, file["sha256"], told["sha256"], file["size"], told["size"], name_before)
    for old in was.values():
        yield FileChange(old["name"], "removed", "", old["sha256"], 0, old["size"])


def _list_pairs(before: Sequence[Content], after: Sequence[Content]) -> Iterator[tuple[Content, Content]]:
    """Bring lists together by title, else by schema in their order; what has no partner stands against nothing."""
    left = list(before)
    pairs: list[tuple[Content | None, Content]] = []
    for new in after:
        same = next((one for one in left if (one["schema"], one["title"]) == (new["schema"], new["title"])), None)
        if same:
            left.remove(same)
        pairs.append((same, new))
    for old, new in pairs:
        if old is None and (old := next((one for one in left if one["schema"] == new["schema"]), None)):
            left.remove(old)
        yield old or {}, new
    yield from ((old, {}) for old in left)


def _summary_of(one: ListChange) -> str:
    if not one.title_before or not one.title:
        return f"名单“{one.title or one.title_before}”{'删去' if not one.title else '新增'}"
    counts = (("新增", one.added), ("删去", one.removed), ("修改", one.changed))
    rows = "、".join(f"{word}{count}行" for word, count in counts if count)
    columns = "列有变化" if one.columns_added or one.columns_removed else ""
    return f"名单“{one.title}”" + ("，".join(filter(None, (rows, columns))) or "太长，只比较了前面的行")
