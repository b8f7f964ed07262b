"""How an entry is shown: names for people and kinds, a way to its subject, and before and after side by side.

What an act changed is stored under the names of fields; here they get the words of the model, values the words of their
choices, and texts the marks of what was taken out and put in.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.db.models import Field
from django.urls import NoReverseMatch, reverse

from gongkai.accounts.models import User
from gongkai.audit.models import AuditEntry
from gongkai.desk.history.forms import kind_name

CONFINED = "（限定查看范围的公开信息）"
LONGEST_COMPARED = 2_000  # longer texts are shown whole: comparing them takes too long
LABELS = {
    "sha256": "文件校验值（SHA-256）", "size": "大小（字节）", "rows": "行数", "item": "事项", "lists": "名单", "name": "姓名或名称",
    "appointments": "任命", "members": "包含", "window": "公示期", "is_active": "在用", "locked_until": "锁定至", "user": "人员",
    "role": "角色", "since": "自", "until": "至", "first_on": "自", "last_on": "至", "deputy": "代理人", "office": "科室",
    "email": "电子邮箱", "format": "格式", "search": "查找条件", "article": "依据", "due_on": "到期日", "duty": "公开义务",
}  # fmt: skip
PAGES = {  # where the subject of a kind is looked at
    "disclosures.Disclosure": "desk_drafts:edit",
    "duties.Duty": "desk_duties:show",
    "records.RecordList": "desk_lists:show",
    "accounts.User": "desk_people:show",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text: the same as before, taken out, or put in."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One field before and after."""

    label: str
    before: tuple[Run, ...]
    after: tuple[Run, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in words. A confined one keeps to itself what it was done to."""

    pk: int
    at: dt.datetime
    by: str
    username: str
    act: str
    kind: str
    subject: str
    note: str
    is_confined: bool


def shown(entries: Iterable[AuditEntry], confined: set[int]) -> list[Shown]:
    """Return entries in words. One query for the names of people."""
    entries = list(entries)
    names = {user.username: str(user) for user in User.objects.filter(username__in={entry.by for entry in entries})}
    return [
        Shown(
            entry.pk,
            entry.at,
            names.get(entry.by, entry.by),
            entry.by,
            entry.act,
            kind_name(entry.subject_kind),
            CONFINED if entry.pk in confined else entry.subject,
            "" if entry.pk in confined else entry.note,
            entry.pk in confined,
        )
        for entry in entries
    ]


def address_of(entry: AuditEntry) -> str:
    """Return where the subject is looked at, or nothing where it has no screen."""
    try:
        return reverse(PAGES[entry.subject_kind], args=[entry.subject_key])
    except (KeyError, NoReverseMatch):
        return ""


def comparison(entry: AuditEntry) -> list[Line]:
    """Return what the act changed, field by field, in the order of the model (PostgreSQL keeps none), other things last."""
    before, after = entry.before or {}, entry.after or {}
    fields = _fields(entry.subject_kind)
    names = [name for name in fields if name in before or name in after]
    others = sorted({*before, *after} - set(names))
    return [_line(name, before, after, fields.get(name)) for name in [*names, *others]]


def words_of(values: dict[str, Any] | None) -> str:
    """Return values as one text, for a table of many acts."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""


def _fields(kind: str) -> dict[str, Field[Any, Any]]:
    try:
        return {field.name: field for field in apps.get_model(kind)._meta.concrete_fields}
    except (LookupError, ValueError):
        return {}


def _line(name: str, before: dict[str, Any], after: dict[str, Any], field: Field[Any, Any] | None) -> Line:
    label = str(field.verbose_name) if field is not None else LABELS.get(name, name)
    old = _words(before[name], field) if name in before else None
    new = _words(after[name], field) if name in after else None
    changed = old is not None and new is not None and old != new
    if changed and max(len(old or ""), len(new or "")) <= LONGEST_COMPARED:
        runs = list(_runs(old or "", new or ""))
        return Line(label, tuple(run for run, _ in runs if run.text), tuple(run for _, run in runs if run.text), True)
    return Line(label, (Run(old or "", False),), (Run(new or "", False),), changed)


def _runs(old: str, new: str) -> Iterator[tuple[Run, Run]]:
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        yield Run(old[i:j], kind != "equal"), Run(new[k:m], kind != "equal")


def _words(value: Any, field: Field[Any, Any] | None) -> str:
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return "、".join(map(str, value)) or "（空）"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    choices = dict(getattr(field, "flatchoices", None) or ())
    return str(choices.get(value, value))
