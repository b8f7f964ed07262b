"""Copying last period's content cannot pass as new, however it is dressed up; sharing a part is told."""

import datetime as dt

import makers as make
import pytest

from gongkai.disclosures import actions, likeness
from gongkai.disclosures.models import ContentMark, Disclosure
from gongkai.disclosures.requirements import check
from gongkai.rules.findings import Finding

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
LONG = "各盟市工业和信息化局，各有关企业：根据年度工作安排，现将企业技术中心评价结果予以公布，请遵照执行。"


@pytest.fixture
def published() -> Disclosure:
    make.catalogue_in_force()
    draft = make.draft(make.item(1), title="第22批名单", body=f"<p>{LONG}</p><p>2025年11月3日</p>")
    actions.attach(disclosure=draft, name="名单.txt", data=b"same bytes", by=make.BY, at=make.moment(DAY))
    make.release(draft, at=make.moment(DAY))
    draft.refresh_from_db()
    return draft


def copy(published: Disclosure, *, title: str = "第23批名单", file: bytes = b"same bytes", **fields: object) -> Disclosure:
    draft = make.draft(make.item(1), title=title, **({"body": published.body, "values": published.values} | fields))
    if file:
        actions.attach(disclosure=draft, name="新名单.txt", data=file, by=make.BY, at=make.moment(DAY))
    return draft


def found(draft: Disclosure) -> dict[str, Finding]:
    kinds = ("content_copied", "content_copied_but_dates", "part_copied", "title_repeated")
    return {f.kind: f for f in check(draft, make.row_of(draft.item.number), on=DAY) if f.kind in kinds}


@pytest.fixture(params=["marked", "unmarked"])
def either(request: pytest.FixtureRequest, published: Disclosure) -> Disclosure:
    """Publish with marks, and as an older version of the program did, without."""
    ContentMark.objects.all().delete()
    if request.param == "marked":
        likeness.mark(published, published.latest.content)
    return published


def test_a_whole_copy_under_a_new_title_is_refused_and_the_other_named(either: Disclosure) -> None:
    draft = copy(either, formed_on=dt.date(2026, 11, 1), body=f"<p> {LONG[:20]}\n{LONG[20:]} </p><p><b>2025年11月</b>3日</p>")
    (finding,) = found(draft).values()
    assert (finding.kind, finding.severity) == ("content_copied", "error")
    assert "《第22批名单》" in finding.message and either.index_number in finding.message
    with pytest.raises(actions.NotReady):
        make.submitted(draft, at=make.moment(DAY))


def test_a_copy_with_new_dates_is_told(either: Disclosure) -> None:
    draft = copy(either, body=either.body.replace("2025年11月3日", "2026年11月2日"))
    (finding,) = found(draft).values()
    assert (finding.kind, finding.severity) == ("content_copied_but_dates", "warning")


def test_a_shared_part_is_told_at_its_field(either: Disclosure) -> None:
    draft = copy(either, body="<p>另一份正文</p>")
    assert {f.field for f in found(draft).values()} == {"file:新名单.txt"}
    draft = copy(either, file=b"other bytes")
    (finding,) = found(draft).values()
    assert (finding.kind, finding.field) == ("part_copied", "body") and finding.message.startswith("正文与本事项已公开的《第22批名单》")


def test_new_content_is_new(either: Disclosure) -> None:
    assert found(copy(either, body="<p>另一份正文</p>", file=b"other bytes")) == {}


def test_other_items_and_withdrawn_ones_do_not_count(either: Disclosure) -> None:
    other = make.draft(make.item(2), title="第23批名单", body=either.body, values=either.values)
    assert found(other) == {}
    actions.withdraw(disclosure=either, reason="内容有误", by=make.BY, at=make.moment(DAY))
    assert found(copy(either)) == {}


def test_a_correction_is_not_a_copy_of_itself(either: Disclosure) -> None:
    assert found(Disclosure.objects.get(pk=either.pk)) == {}


def test_lists_are_compared_by_their_rows(published: Disclosure) -> None:
    first = make.draft(make.item(3), title="甲", body="<p>见名单</p>", record_lists=(make.record_list(),))
    make.release(first, at=make.moment(DAY))
    again = make.draft(make.item(3), title="乙", body="<p>见名单</p>", record_lists=(make.record_list(),))
    assert set(found(again)) == {"content_copied"}
    again.body = "<p>另一份正文</p>"
    (finding,) = found(again).values()
    assert finding.kind == "part_copied" and finding.field == f"list:{again.record_lists.get().pk}"


def test_a_repeated_title_is_told(published: Disclosure) -> None:
    draft = copy(published, title=" 第22批名单", body="<p>另一份正文</p>", file=b"")
    assert set(found(draft)) == {"title_repeated"} and published.index_number in found(draft)["title_repeated"].message


def test_samples_may_repeat_themselves(published: Disclosure) -> None:
    draft = copy(published)
    draft.is_sample = True
    assert found(draft) == {}


def test_short_values_and_references_are_alike_by_chance(published: Disclosure) -> None:
    parts = likeness.parts_of(published, [])
    assert {each.part for each in parts} == {"whole", "undated", "body", "file"}, "见正文 is no content of its own"


def test_marks_follow_what_the_public_reads_now(published: Disclosure) -> None:
    likeness.mark(published, published.latest.content)
    before = set(published.content_marks.values_list("sha256", flat=True))
    likeness.mark(published, published.latest.content | {"body": "<p>改正后的正文</p>"})
    after = set(published.content_marks.values_list("sha256", flat=True))
    assert before != after and len(after & before) == 1, "only the file is still the same"
