"""What clerks fill in about duties. Each form is short; what it means is said on the form, in the clerk's words."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from gongkai.accounts.models import User
from gongkai.agencies.models import Office
from gongkai.duties.grounds import GROUNDS
from gongkai.duties.statuses import Trigger

PUBLIC = "会向公众显示，请不要写个人信息。"


class ShortForm(forms.Form):
    """A form without colons, and without the browser's own checks, which speak the browser's language."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the colons off."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """Return a field for a day, with the browser's calendar."""
    messages = {"required": "请选择日期。", "invalid": "请写成2026-03-05这样的日期。"}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]
    return forms.DateField(label=label, widget=widget, input_formats=formats, error_messages=messages, **kwargs)


def words_field(label: str, *, rows: int = 3, missing: str = "请填写。", **kwargs: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": missing}, max_length=2000, **kwargs
    )


class EventForm(ShortForm):
    """What happened: only the day matters, the rest is preselected."""

    happened_on = day_field("发生日期", help_text="决定从哪一天起算：文件印发、名单形成、决定作出或证书颁发的日期。")
    trigger = forms.ChoiceField(label="事件", choices=Trigger.choices, widget=forms.RadioSelect)
    subject = forms.CharField(
        label="内容", max_length=200, required=False, help_text="不填时用事项名称加日期。这几个字会出现在公开义务里。"
    )
    note = words_field("说明", rows=2, required=False, help_text="内部备注，可以不填。")


class ReasonForm(ShortForm):
    """A reason, and nothing else."""

    reason = words_field("理由", missing="请写明理由。")

    def __init__(self, *args: Any, help_text: str = PUBLIC, **kwargs: Any) -> None:
        """Say who will read the reason."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class WithholdForm(ShortForm):
    """A proposal to withhold: on which ground, why, and when it is looked at again."""

    ground = forms.ChoiceField(
        label="不予公开的依据",
        choices=[(ground.code, ground.stated) for ground in GROUNDS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项依据。", "invalid_choice": "请选择列出的一项依据。"},
    )
    reason = words_field("理由", missing="请写明理由。", help_text=f"说明为什么属于这一情形。{PUBLIC}不要写出涉密内容本身。")
    reassess_on = day_field("再评估日期", help_text="到这一天会自动回到“待再评估”（条例第十八条）。法律没有规定间隔，建议一年。")


class OpinionForm(ShortForm):
    """A reviewer's decision on a proposal; a return needs an opinion."""

    decision = forms.ChoiceField(choices=[("confirm", "同意不予公开"), ("return", "退回")])
    opinion = words_field("审查意见", rows=2, required=False, help_text="退回时必须写明理由。")


class DateForm(ShortForm):
    """The right day of an event, and why it was wrong."""

    happened_on = day_field("正确的发生日期")
    reason = words_field("更正原因", missing="请写明为什么更正。", help_text="记入操作记录。")


class HandOverForm(ShortForm):
    """The office that takes a duty over."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label="移交给", empty_label="请选择科室", error_messages={"required": "请选择科室。"}
    )
    reason = words_field("移交原因", rows=2, missing="请写明为什么移交。", help_text="记入操作记录。")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        """Offer the offices that may take it."""
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices


class HandlerForm(ShortForm):
    """The person who handles a duty."""

    handler = forms.ChoiceField(label="承办人", required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        """Offer the people of the office."""
        super().__init__(*args, **kwargs)
        field = self.fields["handler"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "（不指定）"), *((str(person.pk), str(person)) for person in people)]


class FileForm(ShortForm):
    """A list of events as a file."""

    file = forms.FileField(
        label="事件清单", help_text="CSV或XLSX。需要的列：事项、事件、日期、内容；可另有外部编号、说明。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请检查是否保存完整。"},
    )  # fmt: skip


class LimitForm(ShortForm):
    """Which limit governs an item: one of those that are written, or another text, and why."""

    choice = forms.ChoiceField(label="适用的时限", widget=forms.RadioSelect, error_messages={"required": "请选择一项时限。"})
    text = forms.CharField(label="另行规定", max_length=200, required=False, help_text="例如：作出决定之日起7个工作日内。")
    reason = words_field("理由", missing="请写明为什么适用这一时限。", help_text=PUBLIC)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the limits that are written."""
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, ("other", "另行规定（在下面填写）")]


class NoticeForm(ShortForm):
    """A holiday notice, pasted."""

    text = forms.CharField(
        label="放假通知全文", widget=forms.Textarea(attrs={"rows": 14}), max_length=20000,
        error_messages={"required": "请粘贴通知全文。"}, help_text="从中国政府网复制国务院办公厅关于部分节假日安排的通知，原样粘贴，不要改动。",
    )  # fmt: skip


def read_day(text: str) -> dt.date | None:
    """Read a day from an address; what is no day is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
