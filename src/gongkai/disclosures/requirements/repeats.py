"""Is this new: a title or a content that the public has already under the same item is told, and copied content refused."""

from collections.abc import Iterator

from gongkai.disclosures import likeness
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.requirements import remembered
from gongkai.disclosures.requirements.kinds import finding
from gongkai.disclosures.requirements.lists import state_of
from gongkai.records.models import RecordList
from gongkai.rules.findings import Finding

SHOWN = 3


def title_repeated(disclosure: Disclosure) -> Iterator[Finding]:
    """Two publications of one item under one title cannot be told apart in any list."""
    same = Disclosure.objects.published().filter(item_id=disclosure.item_id, public_title=disclosure.title.strip()).exclude(pk=disclosure.pk)
    numbers = list(same.order_by("-id").values_list("index_number", flat=True)[:SHOWN])
    if disclosure.title.strip() and numbers:
        listed = "、".join(map(str, numbers))
        yield finding("title_repeated", f"标题与本事项已公开的信息（索引号{listed}）相同：请写明本期的批次或年份。", field="title")


def content_copied(disclosure: Disclosure) -> Iterator[Finding]:
    """Last period's content cannot pass as new; what it shares with others is told. Samples repeat themselves freely."""
    if disclosure.is_sample or disclosure.pk is None:
        return
    lists = [(one, _csv_sha256(one)) for one in disclosure.record_lists.all()]
    alike = likeness.alike(disclosure, likeness.parts_of(disclosure, lists))
    if not alike:
        return
    first, other = alike[0], _named(alike[0].other)
    if first.has(likeness.WHOLE):
        message = f"内容与{other}完全相同：上期内容不能当作新的公开。请填写本期内容；要改动已公开的信息，请用“更正”。"
        yield finding("content_copied", message, field="body")
        return
    if first.has(likeness.UNDATED):
        yield finding("content_copied_but_dates", f"除日期外，内容与{other}相同：请核对是否忘了更新。", field="body")
        return
    told: set[tuple[str, str]] = set()
    for one in alike:
        for part in one.parts:
            if part.label and (part.part, part.sha256) not in told:
                told.add((part.part, part.sha256))
                yield finding("part_copied", f"{part.label}与{_named(one.other)}的相同：请核对是否忘了更新。", field=part.field)


def _named(other: Disclosure) -> str:
    return f"本事项已公开的《{other.public_title or other.title}》（索引号{other.index_number}）"


def _csv_sha256(record_list: RecordList) -> str:
    name = remembered.key("csv", state_of(record_list))
    known = remembered.recall(name)
    if known is None:
        known = likeness.csv_sha256(record_list)
        remembered.remember(name, known)
    return str(known)
