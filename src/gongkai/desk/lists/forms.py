"""The forms of lists: what is asked when a table is handed in, when a record is changed, and when a penalty is annulled."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.agencies.models import Office
from gongkai.desk.lists.queries import schemas
from gongkai.records.actions.staging import PASTED
from gongkai.records.models import RecordList
from gongkai.records.statuses import RecordStatus


class UploadForm(forms.Form):
    """A table: which kind of list it is, of which office, and the file or the pasted cells."""

    schema = forms.ChoiceField(label="名单种类")
    title = forms.CharField(label="标题", max_length=200, help_text="向社会公开的标题，例如：2026年第二批专精特新中小企业名单")
    office = forms.TypedChoiceField(label="责任科室", required=False, coerce=int, empty_value=None)
    file = forms.FileField(label="文件", required=False, help_text="XLSX、XLS、CSV 都可以；旧的栏名会自动对应，不用改文件。")
    pasted = forms.CharField(
        label="或者从 Excel 复制后粘贴", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="连同表头一起复制。",
    )  # fmt: skip

    def __init__(self, *args: Any, offices: Sequence[Office], replaced: RecordList | None, whole: bool, **kwargs: Any) -> None:
        """Offer the person's offices; a replaced list keeps its kind and its office."""
        super().__init__(*args, **kwargs)
        self.offices, self.replaced = {office.pk: office for office in offices}, replaced
        field: Any = self.fields["schema"]
        field.choices = [("", "请选择"), *schemas()]
        field = self.fields["office"]
        field.choices = [*([("", "全厅")] if whole else []), *((pk, str(office)) for pk, office in self.offices.items())]
        if replaced:
            del self.fields["schema"], self.fields["office"]
            self.fields["title"].initial = replaced.title

    def clean(self) -> dict[str, Any]:
        """Take the bytes from the file, or from what was pasted; one of the two."""
        given = super().clean() or {}
        file, pasted = given.get("file"), given.get("pasted", "")
        if file and pasted.strip():
            self.add_error("pasted", "文件和粘贴只能选一种：请清空这里，或者不选文件。")
        elif not file and not pasted.strip():
            self.add_error("file", "还没有内容：请选择文件，或者把表格粘贴到下面。")
        given["data"], given["name"] = (file.read(), file.name) if file else (pasted.encode(), PASTED)
        if self.replaced:
            given["schema"], given["office"] = self.replaced.schema, self.replaced.office
        else:
            given["office"] = self.offices.get(given.get("office") or 0)
        return given


class AnnulForm(forms.Form):
    """What happened to a penalty, when it was decided, and why."""

    what = forms.ChoiceField(
        label="情形", choices=[(each.value, each.label) for each in RecordStatus if each != RecordStatus.IN_FORCE], widget=forms.RadioSelect
    )
    decided_on = forms.DateField(label="作出变更、撤销或确认决定的日期", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="撤回时要向社会说明的理由，例如：行政复议决定撤销（某复决〔2026〕3号）。不要写个人信息。",
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a record is removed."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
