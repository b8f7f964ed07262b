"""What is filled in about people. Dates begin with today, and what a role means is said where it is chosen."""

import datetime as dt
from typing import Any

from django import forms

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.desk.people.queries import deputies_for

MEANINGS = {
    Role.CLERK: "登记事件、拟稿、上传附件和名单",
    Role.OFFICE_HEAD: "科室审核；也可以拟稿",
    Role.OFFICER: "全厅的公开工作；可作公开与保密审查",
    Role.SECRECY_REVIEWER: "公开与保密审查",
    Role.RELEASING_LEADER: "签发",
    Role.AUDITOR: "查看全部内容和操作记录，不作任何修改",
    Role.ADMINISTRATOR: "开设账户、任命、休假；看不到公开内容",
}
ROLES = [(role.value, f"{role.label}：{meaning}") for role, meaning in MEANINGS.items()]
WHOLE_AGENCY = "全部科室"


class _DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write dates as the browser reads them."""
        super().__init__(format="%Y-%m-%d")


def _offices(*, required: bool, empty: str, help_text: str = "") -> Any:
    return forms.ModelChoiceField(
        Office.objects.filter(is_active=True), label="科室", required=required, empty_label=empty, help_text=help_text
    )


class AccountForm(forms.Form):
    """What is known of a person."""

    name = forms.CharField(label="姓名", max_length=50)
    office = _offices(required=False, empty="不属于科室", help_text="系统管理员、审计员、厅领导可以不选。")
    email = forms.CharField(label="电子邮箱", max_length=254, required=False, help_text="用于接收提醒，可以不填。")


class OpenForm(AccountForm):
    """A new account, with the roles it begins with."""

    field_order = ["username", "name", "office", "email", "roles"]
    username = forms.CharField(
        label="用户名", max_length=30, help_text="小写字母开头，只含小写字母、数字、点、横线和下划线，例如 zhangsan。开设以后不能更改。"
    )
    roles = forms.MultipleChoiceField(
        label="角色",
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="从今天起担任。经办人和科室负责人在上面所选的科室担任，其他角色面向全部科室；也可以以后再任命。",
    )


class AppointForm(forms.Form):
    """A role, where it is held, and from when to when."""

    role = forms.ChoiceField(label="角色", choices=ROLES)
    office = _offices(required=False, empty=WHOLE_AGENCY, help_text="经办人、科室负责人须选科室；系统管理员、审计员不选。")
    since = forms.DateField(label="自", widget=_DateInput())
    until = forms.DateField(label="至", widget=_DateInput(), required=False, help_text="不填，就一直担任到另行结束。")

    def __init__(self, *args: Any, on: dt.date, user: User, **kwargs: Any) -> None:
        """Begin with today and the person's own office."""
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = on
        self.fields["office"].initial = user.office_id


class EndForm(forms.Form):
    """The last day of an appointment or a leave."""

    last_on = forms.DateField(label="最后一天", widget=_DateInput())


class LeaveForm(forms.Form):
    """From when to when somebody is away, and who acts for them."""

    first_on = forms.DateField(label="休假自", widget=_DateInput())
    last_on = forms.DateField(label="至", widget=_DateInput(), help_text="两头的日子都算在内。")
    deputy = forms.TypedChoiceField(
        label="代理人",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="休假期间由代理人办理全部工作，记为代理。没有别人能办的，必须指定。",
    )

    def __init__(self, *args: Any, on: dt.date, user: User, **kwargs: Any) -> None:
        """Offer everybody else, the own office first."""
        super().__init__(*args, **kwargs)
        self.fields["first_on"].initial = on
        self.fields["deputy"].choices = [("", "不指定"), *deputies_for(user)]  # type: ignore[attr-defined]

    def chosen_deputy(self) -> User | None:
        """Return the person chosen."""
        return User.objects.filter(pk=self.cleaned_data["deputy"]).first() if self.cleaned_data["deputy"] else None
