"""The forms of review: an opinion, another hour, an opinion asked of someone outside, and what that person answers."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from gongkai.accounts.roles import Stage
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.statuses import Attribute, Outcome, OutsideOutcome, SecrecyOutcome

KEEP, AT_ONCE, ANOTHER = "keep", "at_once", "another"
DAYS = [(3, "3天"), (7, "7天"), (14, "14天"), (30, "30天")]
REMARK = "remark:"
LONGEST_REMARK = 1_000


class HourForm(forms.Form):
    """When it goes out: as planned, at once, or at another hour."""

    hour = forms.ChoiceField(
        label="公开时间", required=False, choices=[(KEEP, "按计划"), (AT_ONCE, "签发后立即公开"), (ANOTHER, "定在")]
    )
    planned_at = forms.DateTimeField(
        label="计划公开时间", required=False, widget=forms.DateTimeInput({"type": "datetime-local"}), input_formats=["%Y-%m-%dT%H:%M"]
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the hour where another one is chosen."""
        said = super().clean() or {}
        if said.get("hour") == ANOTHER and not said.get("planned_at") and "planned_at" not in self.errors:
            self.add_error("planned_at", "请写明计划公开的日期和时间。")
        return said

    def changes(self) -> bool:
        """Tell whether another hour than the planned one was chosen."""
        return self.cleaned_data["hour"] in (AT_ONCE, ANOTHER)

    def chosen(self) -> dt.datetime | None:
        """Return the hour chosen, None for at once."""
        return self.cleaned_data["planned_at"] if self.cleaned_data["hour"] == ANOTHER else None


class OpinionForm(HourForm):
    """An opinion of one stage, with its checklist; what must be said is decided by the act."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput)
    stage = forms.ChoiceField(choices=Stage, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label="意见", choices=Outcome, error_messages={"required": "请选择同意或退回。"})
    comment = forms.CharField(label="说明", required=False, max_length=2_000, widget=forms.Textarea({"rows": 4}))
    secrecy = forms.ChoiceField(label="保密审查结论", required=False, choices=SecrecyOutcome)
    attribute = forms.ChoiceField(label="公开属性", required=False, choices=Attribute)

    def ticked(self) -> dict[str, bool]:
        """Return the checklist of the stage as it was ticked."""
        lines = CHECKLISTS[Stage(self.cleaned_data["stage"])]
        return {key: f"check:{key}" in self.data for key in lines}

    def remarks(self, keys: list[str]) -> list[dict[str, str]]:
        """Return the comments at fields, for the keys there are."""
        return [{"field": key, "text": text[:LONGEST_REMARK]} for key, text in self.remarked(keys).items() if text]

    def remarked(self, keys: list[str]) -> dict[str, str]:
        """Return what was written at each field, as it was sent."""
        sent = cast(QueryDict, self.data)
        return {key: " ".join(sent.getlist(REMARK + key)).strip() for key in keys}


class AskForm(forms.Form):
    """Whom to ask outside, what, and for how long the link answers."""

    asked_of = forms.CharField(label="向谁征求", max_length=120, error_messages={"required": "请写明向谁征求意见（单位和姓名）。"})
    question = forms.CharField(label="想请其看什么", required=False, max_length=1_000, widget=forms.Textarea({"rows": 2}))
    days = forms.TypedChoiceField(label="链接有效", choices=DAYS, coerce=int, initial=7)

    def expires_at(self, *, at: dt.datetime) -> dt.datetime:
        """Return when the link stops answering: at the end of its last day, or of thirty times twenty-four hours."""
        last = timezone.localtime(at) + dt.timedelta(days=self.cleaned_data["days"])
        return min(last.replace(hour=23, minute=59, second=0, microsecond=0), at + dt.timedelta(days=30))


class AnswerForm(forms.Form):
    """What someone without an account says."""

    outcome = forms.ChoiceField(
        label="你的意见", choices=OutsideOutcome, widget=forms.RadioSelect, error_messages={"required": "请选择一项意见。"}
    )
    answer = forms.CharField(
        label="说明", required=False, max_length=5_000, widget=forms.Textarea({"rows": 6}),
        help_text="建议修改或不同意公开的，请写明改什么、为什么。请不要填写身份证号、手机号等个人信息。",
    )
