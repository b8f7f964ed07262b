"""The forms of this area: the reason of a withdrawal, and what an office found about an objection."""

from django import forms

from gongkai.disclosures.statuses import ObjectionFinding


class WithdrawForm(forms.Form):
    """Why something comes down; the public reads it at the old address."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text="原地址会保留一页撤回说明，写明撤回时间和这里的原因。不写个人信息。",
        error_messages={"required": "请写明撤回原因，原因会在原地址向公众显示。"},
    )


class FindingForm(forms.Form):
    """What the office found: the conclusion, the answer to the objector, and what is published of it."""

    finding = forms.ChoiceField(
        label="处理结论", choices=ObjectionFinding.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择处理结论。"},
    )  # fmt: skip
    answer = forms.CharField(
        label="给异议人的答复",
        max_length=3000,
        widget=forms.Textarea({"rows": 6}),
        help_text="写明核实的情况、结论和理由。确认后，异议人凭回执编号可以看到，不公开。",
        error_messages={"required": "请写明给异议人的答复。"},
    )
    summary = forms.CharField(
        label="公开的意见要点和处理结果",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="公示期满后随处理结果公布。一两句话，不写异议人的姓名、单位和联系方式。",
        error_messages={"required": "请写明要公开的意见要点和处理结果。"},
    )


class ReturnForm(forms.Form):
    """Why a finding goes back to the office."""

    note = forms.CharField(
        label="退回说明", max_length=500, widget=forms.Textarea({"rows": 2}), error_messages={"required": "请写明退回的原因。"}
    )
