"""What acts are searched by: who, what, on what, of which kind, from when to when."""

import datetime as dt
import re

from django import forms
from django.apps import apps
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.audit.queries import Search

KINDS = (
    "disclosures.Disclosure",
    "disclosures.Attachment",
    "disclosures.Bundle",
    "duties.Duty",
    "duties.HolidayNotice",
    "duties.GoverningLimit",
    "records.RecordList",
    "catalogue.Catalogue",
    "catalogue.ItemVersion",
    "accounts.User",
    "accounts.Appointment",
    "accounts.Leave",
    "agencies.Agency",
    "gongkai_messages.Channel",
)
AS_SHOWN = re.compile(r".*（(?P<username>[^（）]+)）")


def kind_name(kind: str) -> str:
    """Return the Chinese name of a kind of subject; a kind that is no more keeps its own name."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


class SearchForm(forms.Form):
    """The search; every field may be left empty."""

    by = forms.CharField(label="操作人", max_length=150, required=False)
    act = forms.CharField(label="操作含", max_length=60, required=False)
    subject = forms.CharField(label="对象含", max_length=100, required=False)
    kind = forms.ChoiceField(label="类型", required=False)
    since = forms.DateField(label="自", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label="至", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    of = forms.RegexField(r"^[a-z]+\.[A-Za-z]+:[^\s]{1,80}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, but_not_kinds: tuple[str, ...] = (), only_kinds: tuple[str, ...] = (), **kwargs: object) -> None:
        """Offer the kinds that the person may see."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = [kind for kind in KINDS if kind not in but_not_kinds and (not only_kinds or kind in only_kinds)]
        self.fields["kind"].choices = [("", "全部"), *((kind, kind_name(kind)) for kind in kinds)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Refuse a time that ends before it begins."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "结束日期早于开始日期。")
        return given

    def search(self) -> Search:
        """Return the search of a valid form."""
        given = self.cleaned_data
        kind, _, key = given["of"].partition(":")
        return Search(
            by=username_of(given["by"]),
            act=given["act"].strip(),
            subject=given["subject"].strip(),
            kind=kind or given["kind"],
            key=key,
            since=_midnight(given["since"]) if given["since"] else None,
            until=_midnight(given["until"] + dt.timedelta(days=1)) if given["until"] else None,
        )


def username_of(written: str) -> str:
    """Return the username meant: as it is, as people are shown (张三（zhangsan）), or by a name that one person only has."""
    written = written.strip()
    if shown := AS_SHOWN.fullmatch(written):
        return shown["username"]
    if not written or User.objects.filter(username=written).exists():
        return written
    same = list(User.objects.filter(last_name=written).values_list("username", flat=True)[:2])
    return same[0] if len(same) == 1 else written


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
