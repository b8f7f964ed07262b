"""The small forms below a draft: who may see it, its notice window with the end computed, who handles it now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.accounts.models import User
from gongkai.agencies.models import Office
from gongkai.desk.access import Person
from gongkai.desk.drafts import queries
from gongkai.desk.drafts.document_form import Day
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Confinement
from gongkai.rules import deadlines
from gongkai.rules.timelimits import TimeLimit
from gongkai.rules.workdays import Calendar

LONGEST_NOTICE = 365


@dataclass(frozen=True, slots=True)
class NoticeEnd:
    """The last day a notice window must run to, whether that rests on an undecreed year, and each day on the way."""

    ends_on: dt.date
    provisional: bool
    working: tuple[deadlines.Step, ...]


def notice_end(starts_on: dt.date, days: int, unit: str, *, count_first_day: bool, calendar: Calendar) -> NoticeEnd:
    """Return when a notice window may end: counted from the next day, or from the first where the notice says so (norms 4.4)."""
    words = "工作日" if unit == "working_day" else "日"
    limit = TimeLimit(f"公示{days}个{words}", "notice_period", (), days, "working_day" if unit == "working_day" else "day")
    due = deadlines.due(limit, starts_on - dt.timedelta(days=1) if count_first_day else starts_on, calendar)
    return NoticeEnd(due.due_on, due.provisional, due.working)


class ConfineForm(forms.Form):
    """Who may see a draft before it is public."""

    confinement = forms.ChoiceField(label="谁可以看", choices=Confinement.choices, widget=forms.RadioSelect)
    readers = forms.ModelMultipleChoiceField(User.objects.none(), label="指定的人", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, disclosure: Disclosure, data: Any = None) -> None:
        """Offer the people of the desk."""
        initial = {"confinement": disclosure.confinement, "readers": list(disclosure.readers.values_list("pk", flat=True))}
        super().__init__(data, initial=initial)
        people = User.objects.filter(is_active=True, appointments__isnull=False).distinct().order_by("username")
        self.fields["readers"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for names where only named people are to see it."""
        cleaned = super().clean() or {}
        if cleaned.get("confinement") == Confinement.NAMED and not cleaned.get("readers"):
            raise forms.ValidationError("仅限指定的人时，请至少勾选一人；审查它的人也要勾选，否则无法审查。")
        return cleaned


class NoticeForm(forms.Form):
    """The notice window (公示期): from when, for how long; its end is computed and can be set later, never earlier."""

    starts_on = forms.DateField(label="公示开始", widget=Day, error_messages={"required": "请填写公示开始日期。"})
    required_days = forms.IntegerField(label="公示期", min_value=1, max_value=LONGEST_NOTICE, initial=5)
    unit = forms.ChoiceField(label="单位", choices=[("working_day", "个工作日"), ("day", "日")])
    count_first_day = forms.BooleanField(label="公示当日计入（默认从次日起算）", required=False)
    ends_on = forms.DateField(label="公示结束（留空则按算出的日期）", required=False, widget=Day)
    contact = forms.CharField(label="意见反馈方式", max_length=200, required=False)

    def __init__(self, disclosure: Disclosure, *, on: dt.date, data: Any = None) -> None:
        """Show the window there is; the office's telephone is where objections usually go."""
        notice = getattr(disclosure, "notice_window", None)
        office = disclosure.office
        contact = f"{office.name}，电话{office.telephone}" if office and office.telephone else ""
        initial = {name: getattr(notice, name) for name in self.base_fields} if notice else {"starts_on": on, "contact": contact}
        super().__init__(data, initial=initial, prefix="notice")


class HandForm(forms.Form):
    """Who works on a draft now, and which office answers for it."""

    handler = forms.ModelChoiceField(User.objects.none(), label="承办人", to_field_name="username", required=False, empty_label="（不指定）")
    office = forms.ModelChoiceField(Office.objects.none(), label="责任科室")
    reason = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, disclosure: Disclosure, person: Person, data: Any = None) -> None:
        """Offer who may write for the office, and the offices."""
        initial = {"handler": disclosure.handler.username if disclosure.handler else "", "office": disclosure.office_id}
        super().__init__(data, initial=initial, prefix="hand")
        able = [user.pk for user in queries.colleagues(disclosure.office_id, on=person.on)]
        self.fields["handler"].queryset = User.objects.filter(pk__in=[*able, disclosure.handler_id])  # type: ignore[attr-defined]
        self.fields["office"].queryset = Office.objects.filter(agency=disclosure.agency_id)  # type: ignore[attr-defined]
