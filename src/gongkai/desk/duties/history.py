"""The recorded acts on one duty in the words of the desk: who did what, when, and what it was before and after."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gongkai.audit.models import AuditEntry
from gongkai.desk.duties.queries import names_of
from gongkai.duties.models import Duty
from gongkai.duties.statuses import Closing, Trigger

SHOWN = 100
WORDS = {
    "due_on": "到期日", "safe_on": "稳妥日期", "provisional": "暂定", "happened_on": "发生日期", "trigger": "事件",
    "office": "责任科室", "handler": "承办人", "closing": "结束方式", "closed_on": "结束日期", "closing_reason": "说明",
    "withheld_article": "依据", "article": "依据", "reviewed_by": "审查人", "reassess_on": "再评估日期", "duty": "新的公开义务",
}  # fmt: skip
LABELS = {**dict(Closing.choices), **dict(Trigger.choices), "True": "是", "False": "否", "": "（无）"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an act set: its name, what it was (None where it was not there), what it became."""

    name: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One act."""

    at: dt.datetime
    by: str
    act: str
    note: str
    changes: list[Change]


def history_of(duty: Duty, *also: str) -> tuple[list[Line], dict[str, str]]:
    """Return the acts on a duty, the newest first, and the names of the people in them and of those named ``also``.

    Two queries.
    """
    entries = AuditEntry.objects.filter(subject_kind=Duty._meta.label, subject_key=str(duty.pk)).order_by("-id")[:SHOWN]
    found = list(entries)
    names = names_of([*(entry.by for entry in found), *also])
    return [Line(entry.at, names.get(entry.by, entry.by), entry.act, entry.note, _changes(entry)) for entry in found], names


def _changes(entry: AuditEntry) -> list[Change]:
    before, after = entry.before or {}, entry.after or {}
    changes = []
    for name in [name for name in WORDS if name in after or name in before]:
        old, new = before.get(name), after.get(name, before.get(name))
        if new not in (None, "") and new != old and new != entry.note:
            changes.append(Change(WORDS[name], None if name not in before else _said(old), _said(new)))
    return changes


def _said(value: Any) -> str:
    text = "" if value is None else str(value)
    return str(LABELS.get(text, text))
