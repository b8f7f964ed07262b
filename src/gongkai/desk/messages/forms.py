"""What is filled in about messages: how one wants to be told, and the address of a robot."""

from typing import Any

from django import forms

from gongkai.agencies.models import Agency, Office
from gongkai.messages.kinds import CHOSEN, FOR_GROUPS, Kind, Rhythm
from gongkai.messages.models import Preference

GROUP_DEFAULT = (Kind.DUE_0, Kind.OVERDUE, Kind.ESCALATED)
PASTE = "从群机器人的设置里复制 Webhook 地址。地址等于钥匙：保存以后不再显示。"


class PreferenceForm(forms.Form):
    """How a person wants to be told."""

    by_email = forms.BooleanField(label="发到我的电子邮箱", required=False)
    rhythm = forms.ChoiceField(label="频次", choices=Rhythm, widget=forms.RadioSelect)
    quiet_on_days_off = forms.BooleanField(
        label="休息日不打扰", required=False, help_text="休息日和早上8:30以前不发送，到下一个工作日8:30补发；调休上班日照常发送。"
    )
    kinds = forms.MultipleChoiceField(
        label="要发送的种类",
        required=False,
        choices=[(kind.value, kind.label) for kind in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
        help_text="不勾选的只在工作台里显示，不发邮件，也不发到群里。",
    )

    @classmethod
    def of(cls, chosen: Preference) -> "PreferenceForm":
        """Show what was chosen."""
        wanted = [kind.value for kind in CHOSEN if kind not in chosen.kinds_off]
        rest = {name: getattr(chosen, name) for name in ("by_email", "rhythm", "quiet_on_days_off")}
        return cls(initial=rest | {"kinds": wanted})

    @property
    def kinds_off(self) -> list[Kind]:
        """Return the kinds that are not wanted."""
        return [kind for kind in CHOSEN if kind.value not in self.cleaned_data["kinds"]]


class OwnChannelForm(forms.Form):
    """A robot of one's own."""

    name = forms.CharField(label="名称", max_length=60, help_text="自己认得的名字，例如“我的企业微信”。")
    address = forms.CharField(
        label="机器人地址",
        max_length=400,
        help_text=PASTE + "支持企业微信、钉钉、飞书。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label="加签密钥",
        max_length=100,
        required=False,
        help_text="只有钉钉机器人选了“加签”才填。钉钉、飞书选“自定义关键词”的，关键词填“政府信息公开”。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class GroupChannelForm(OwnChannelForm):
    """A robot of an office's or of the whole agency's group, or a webhook."""

    field_order = ["name", "office", "address", "secret", "kinds", "quiet_on_days_off"]
    office = forms.ModelChoiceField(Office.objects.none(), label="发给", required=False, empty_label="全机关（各科室的提醒都发）")
    kinds = forms.MultipleChoiceField(
        label="发送的种类",
        choices=[(kind.value, kind.label) for kind in FOR_GROUPS],
        initial=[kind.value for kind in GROUP_DEFAULT],
        widget=forms.CheckboxSelectMultiple,
        help_text="群里的人不一定都能看草稿，所以群里只收到期、逾期和运行提醒。",
        error_messages={"required": "请至少选择一种消息。"},
    )
    quiet_on_days_off = forms.BooleanField(label="休息日不打扰", required=False, initial=True)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        """Offer the offices of the agency."""
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = agency.offices.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["name"].help_text = "例如“办公室工作群”。"
        self.fields["address"].help_text = PASTE + "支持企业微信、钉钉、飞书；其他系统的接口写 json://主机:端口/路径（https 写 jsons://）。"
