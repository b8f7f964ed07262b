"""The texts that a publication would show beside its body: every field, element, name of a file and title of a list."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.disclosures.html import clean
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.places import file_place, list_place
from gongkai.disclosures.requirements.counting import Counted
from gongkai.rules.findings import Finding
from gongkai.rules.html_access_reading import JOINT, Reading, read_html
from gongkai.rules.privacy import find_personal_data
from gongkai.rules.wording import WordList

PLAIN = {"title": "标题", "summary": "内容概述", "keywords": "关键词", "document_number": "发文字号", "topic": "主题分类"}


@dataclass(frozen=True, slots=True)
class FieldText:
    """One text: the field it is edited in, what the clerk calls it, and its words."""

    field: str
    label: str
    text: str


def texts_of_fields(disclosure: Disclosure) -> Iterator[FieldText]:
    """Yield every plain text of a disclosure; the body is read on its own."""
    for name, label in PLAIN.items():
        yield FieldText(name, label, str(getattr(disclosure, name)))
    for name, value in disclosure.values.items():
        yield FieldText(name, f"公开要素“{name}”", str(value))
    if disclosure.pk is None:
        return
    for number, file in enumerate(disclosure.attachments.all(), 1):
        yield FieldText(file_place(file.name), f"附件{number}的文件名", file.name)
    for number, one in enumerate(disclosure.record_lists.all(), 1):
        yield FieldText(list_place(one.pk), f"名单{number}的标题", one.title)
    notice = getattr(disclosure, "notice_window", None)
    if notice:
        yield FieldText("notice", "公示期的意见反馈方式", f"意见反馈方式：{notice.contact}" if notice.contact else "")


def read_body(disclosure: Disclosure) -> Reading:
    """Read the body as the public would get it."""
    return read_html(clean(disclosure.body))


def findings_in_fields(disclosure: Disclosure, words: WordList) -> Iterator[Finding]:
    """Look for personal data and wrong words in every plain text."""
    for each in texts_of_fields(disclosure):
        if not each.text:
            continue
        counted = Counted()
        for hit in find_personal_data(each.text):
            counted.add_hits([hit], f"第{hit.start + 1}个字起")
        for slip in words.slips(each.text):
            counted.add_slips([slip], f"第{slip.start + 1}个字起")
        yield from counted.findings(each.label, each.field)


def findings_in_body(reading: Reading, words: WordList) -> Iterator[Finding]:
    """Look for personal data and wrong words in the body, and for personal data in the addresses of its links."""
    counted = Counted()
    for hit in find_personal_data(reading.text):
        counted.add_hits([hit], _paragraph(reading, hit.start))
    kept = [place for place, letter in enumerate(reading.text) if letter != JOINT]
    for slip in words.slips("".join(reading.text[place] for place in kept)):
        counted.add_slips([slip], _paragraph(reading, kept[slip.start]))
    links = (each for each in reading.elements if each.tag == "a")
    for number, link in enumerate(links, 1):
        for value in link.attributes.values():
            counted.add_hits(find_personal_data(value), f"第{number}个链接的地址")
    yield from counted.findings("正文", "body")


def _paragraph(reading: Reading, place: int) -> str:
    number = reading.paragraph(place)
    return f"第{number}段" if number else "段落之外"
