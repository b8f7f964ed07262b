"""The fields that documents have besides their elements (norms 8): number, dates, validity, topic, keywords, what they supersede."""

import re
from typing import Any

from django import forms

from gongkai.desk.drafts import queries
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Validity
from gongkai.rules.codes import normal_document_number

TOPICS = (
    "国务院组织机构", "综合政务", "国民经济管理、国有资产监管", "财政、金融、审计", "国土资源、能源", "农业、林业、水利", "工业、交通",
    "商贸、海关、旅游", "市场监管、安全生产监管", "城乡建设、环境保护", "科技、教育", "文化、广电、新闻出版", "卫生、体育",
    "人口与计划生育、妇女儿童工作", "劳动、人事、监察", "公安、安全、司法", "民政、扶贫、救灾", "民族、宗教", "对外事务",
    "港澳台侨工作", "国防", "其他",
)  # fmt: skip
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z（）()]{2,20}〔(?:19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")
OTHER_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,30}令第[0-9]+号|(?:19|20)[0-9]{2}年第[0-9]+号(?:公告|通告)?")
LINKS = ("supersedes", "interprets")  # to another disclosure
FOLDED = (
    "document_number", "formed_on", "effective_on", "expires_on", "validity", "topic", "keywords", "summary", "display_until", "supersedes", "interprets",
)  # fmt: skip


class Day(forms.DateInput):
    """A date as the browser's own calendar asks for it."""

    input_type = "date"

    def __init__(self) -> None:
        """Write it as browsers want it."""
        super().__init__(format="%Y-%m-%d")


class DocumentForm(forms.Form):
    """Title and document fields of a draft. Nothing here but the title is asked for."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "没有标题：请填写标题。"})
    document_number = forms.CharField(label="发文字号", max_length=60, required=False)
    formed_on = forms.DateField(label="成文日期", required=False, widget=Day)
    effective_on = forms.DateField(label="施行日期", required=False, widget=Day)
    expires_on = forms.DateField(label="失效日期", required=False, widget=Day)
    validity = forms.ChoiceField(label="有效性", required=False, choices=[("", "（不填）"), *Validity.choices])
    topic = forms.CharField(label="主题分类", max_length=80, required=False)
    keywords = forms.CharField(label="关键词", max_length=200, required=False)
    summary = forms.CharField(label="内容概述", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    display_until = forms.DateField(label="公示截止日期", required=False, widget=Day)
    supersedes = forms.CharField(label="取代（填被取代信息的索引号）", max_length=40, required=False)
    interprets = forms.CharField(label="解读的文件（填索引号，没公开的填稿件号）", max_length=40, required=False)

    def __init__(self, disclosure: Disclosure, data: Any = None) -> None:
        """Show what the draft says."""
        initial = {name: getattr(disclosure, name) for name in self.base_fields if name not in LINKS}
        super().__init__(data, initial=initial | {name: name_of(getattr(disclosure, name)) for name in LINKS})
        self.disclosure = disclosure
        self.fields["title"].widget.attrs["autocomplete"] = "off"
        self.fields["topic"].widget.attrs |= {"list": "draft-topics", "autocomplete": "off"}
        self.fields["document_number"].widget.attrs |= {"placeholder": "如 内工信政策法规字〔2026〕12号", "autocomplete": "off"}
        self.fields["keywords"].widget.attrs["placeholder"] = "用分号或空格隔开"
        for name in LINKS:
            self.fields[name].widget.attrs |= {"list": f"found-{name}", "autocomplete": "off", "data-published": name}
        for name, one in self.fields.items():
            one.widget.attrs["id"] = f"f-{name}"

    def clean_supersedes(self) -> Disclosure | None:
        """Find what is superseded by its index number."""
        number = self.cleaned_data["supersedes"].strip()
        if not number:
            return None
        found = Disclosure.objects.published().of(self.disclosure.agency).filter(index_number=number).first()
        if found is None:
            raise forms.ValidationError(f"没有索引号为“{number}”的已公开信息：请核对索引号，或输入标题从列表中选。")
        if found.pk == self.disclosure.pk:
            raise forms.ValidationError("不能取代自己：请选另一条已公开的信息。")
        return found

    def clean_interprets(self) -> Disclosure | None:
        """Find the document that is interpreted: a public one by its index number, or a draft of the office by its number."""
        number = self.cleaned_data["interprets"].strip()
        if not number:
            return None
        old = self.disclosure.interprets
        if old and number in (name_of(old), f"{queries.DRAFT}{old.pk}"):  # it may have become public while this page was open
            return old
        found = queries.interpretable(self.disclosure, number)
        if found is None:
            raise forms.ValidationError(f"没有“{number}”：请填已公开文件的索引号，或本科室拟稿的稿件号（如 稿件12），也可以输入标题从列表中选。")
        if found.interprets_id:
            raise forms.ValidationError(f"“{found}”本身是解读：请选它所解读的文件。")
        if self.disclosure.pk and self.disclosure.interpretations.exists():
            raise forms.ValidationError("这一条是有解读的文件，不能再作为别的文件的解读。")
        return found


def name_of(other: Disclosure | None) -> str:
    """Return how another disclosure is named in a field: by its index number, or by its draft's."""
    return (other.index_number or f"{queries.DRAFT}{other.pk}") if other else ""


def number_hint(text: str) -> str:
    """Say how a document number is read, or what is unusual about it; it is kept as written. Empty when it is as usual."""
    if not text.strip():
        return ""
    normal = normal_document_number(text)
    if not (DOCUMENT_NUMBER.fullmatch(normal) or OTHER_NUMBER.fullmatch(normal)):
        return "不是常见的写法（机关代字〔年份〕序号号，如 内政发〔2026〕12号）：请对照原件核对；确实如此可以不改。"
    return f"规范写法是 {normal}：检索时按它匹配，显示仍按你写的。" if normal != text.strip() else ""
