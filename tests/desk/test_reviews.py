"""The screens of review: what waits for whom, what changed and what is risky, and opinions bound to what was seen."""

import datetime as dt

import makers as make
import pytest
from desk.review_desk import AT, DAY, EARLIER, at, draft, of_stage, opinion, page, person, words
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Leave
from gongkai.accounts.roles import Role, Stage
from gongkai.desk.reviews import worklist
from gongkai.disclosures import actions, blobs, telling
from gongkai.disclosures.models import Disclosure, Opinion, Publication, Review
from gongkai.disclosures.statuses import Confinement, Ending, Outcome

pytestmark = pytest.mark.django_db

ID = "11010519491231002X"


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = make.moment()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()
    make.people()


@pytest.fixture
def review() -> Review:
    return make.submitted(draft(), at=EARLIER)


def show(review: Review, client: Client, **query: str) -> object:
    return client.get(reverse("desk_reviews:show", args=[review.pk]), query)


def send(review: Review, at_stage: Stage, client: Client | None = None, **said: str) -> object:
    address = reverse("desk_reviews:show", args=[review.pk])
    return (client or of_stage(at_stage)).post(address, opinion(review, at_stage) | said)


def refuse(review: Review, **said: object) -> None:
    whole = {"outcome": Outcome.RETURN, "comment": "请核对数量", "seen_sha256": review.sha256} | said
    actions.give_opinion(review=review, stage=Stage.OFFICE, user=make.people()[Stage.OFFICE], at=EARLIER, **whole)


def test_messages_lead_to_the_screens_they_are_about(review: Review) -> None:
    assert telling.REVIEW.format(review.pk) == reverse("desk_reviews:show", args=[review.pk])


def test_what_waits_is_listed_with_its_time_left_and_its_risks(review: Review) -> None:
    risky = draft(title="有电话的", body="<p>咨询电话13812345678</p>", values={})
    urgent = make.submitted(risky, at=AT, emergency_reason="突发事件")
    make.approved(review, at=AT, stages=[Stage.OFFICE])
    rows = [row.get_text(" ", strip=True) for row in page(of_stage(Stage.SECRECY).get(reverse("desk_reviews:index"))).select("tbody tr")]
    assert len(rows) == 2 and "有电话的" in rows[0] and "紧急" in rows[0] and "疑似个人信息1处" in rows[0], rows
    assert "第23批企业技术中心名单" in rows[1] and "2026-11-30" in rows[1] and "还有6天" in rows[1], rows
    assert "没有等你办理" in words(of_stage(Stage.RELEASE).get(reverse("desk_reviews:index")))
    assert urgent.is_emergency


@pytest.mark.parametrize(
    ("query", "shown"),
    [({"only": "urgent"}, 0), ({"only": "risky"}, 0), ({"act": "correct"}, 0), ({"stage": "secrecy"}, 0), ({"stage": "office"}, 1), ({"office": "x"}, 1)],
)
def test_lists_are_filtered(review: Review, query: dict[str, str], shown: int) -> None:
    found = of_stage(Stage.OFFICE).get(reverse("desk_reviews:index"), {"tab": "waiting"} | query)
    assert len(page(found).select("tbody tr")) == shown


def test_each_list_takes_the_same_queries_however_long_it_is(review: Review) -> None:
    client, address = of_stage(Stage.OFFICE), reverse("desk_reviews:index")
    tabs = ("waiting", "returned", "running", "scheduled", "owing", "done")
    with_one = {tab: _queries(client, address, tab) for tab in tabs}
    for number in range(12):
        one = make.draft(make.item(11), title=f"第{number}条", body="<p>甲</p>", at=DAY)
        make.submitted(one, at=AT)
    assert {tab: _queries(client, address, tab) for tab in tabs} == with_one and max(with_one.values()) <= 24, with_one


def _queries(client: Client, address: str, tab: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, {"tab": tab}).status_code == 200
    return len(asked)


def test_long_lists_turn_their_pages(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "PAGE", 2)
    for number in range(3):
        make.submitted(make.draft(make.item(11), title=f"第{number}条", body="<p>甲</p>", at=DAY), at=AT)
    client, address = of_stage(Stage.OFFICE), reverse("desk_reviews:index")
    first, second = (page(client.get(address, {"page": number})) for number in ("1", "2"))
    assert [len(one.select("tbody tr")) for one in (first, second)] == [2, 2]
    assert first.select_one(".desk-pages a").get_text() == "下一页" and second.select_one(".desk-pages a").get_text() == "上一页"


def test_only_people_of_the_office_and_those_who_read_all_open_it(review: Review) -> None:
    office = review.disclosure.office
    other = make.agency().offices.exclude(pk=office.pk).first()
    status = {
        "本科室经办人": show(review, at(person("本科室经办人", Role.CLERK, office))).status_code,
        "别的科室经办人": show(review, at(person("别的科室经办人", Role.CLERK, other))).status_code,
        "审计员": show(review, at(person("审计员", Role.AUDITOR))).status_code,
        "管理员": show(review, at(person("管理员", Role.ADMINISTRATOR))).status_code,
        "无角色": show(review, at(person("无角色"))).status_code,
    }
    assert status == {"本科室经办人": 200, "别的科室经办人": 404, "审计员": 200, "管理员": 302, "无角色": 302}
    actions.confine(disclosure=review.disclosure, confinement=Confinement.NAMED, readers=[], by=make.BY, at=AT)
    for user in (make.people()[Stage.OFFICE], person("审计员")):
        assert show(review, at(user)).status_code == 404


def test_a_page_takes_the_same_queries_however_long_the_history(review: Review) -> None:
    client = of_stage(Stage.OFFICE)
    before = _page_queries(client, review)
    for number in range(4):
        refuse(review, remarks=[{"field": "body", "text": "请改"}])
        actions.edit(disclosure=review.disclosure, title=f"第{number}稿", by=make.BY, at=EARLIER)
        review = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=EARLIER)
    assert abs(_page_queries(client, review) - before) <= 1 and before <= 40, before


def _page_queries(client: Client, review: Review) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert show(review, client).status_code == 200
    return len(asked)


def test_after_a_return_the_change_and_the_old_remarks_are_shown(review: Review) -> None:
    refuse(review, remarks=[{"field": "body", "text": "数量应为24家"}])
    actions.edit(disclosure=review.disclosure, body="<p>正文改。</p>", title="第24批企业技术中心名单", by=make.BY, at=EARLIER)
    again = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=AT)
    shown = page(show(again, of_stage(Stage.OFFICE)))
    assert [one.get_text() for one in shown.select(".review-fields ins, .review-fields del")] == ["23", "24"]
    assert shown.select_one(".review-changes ins").get_text() == "改"
    remark = shown.select_one(".review-remark")
    assert "上一轮批注" in remark.get_text() and "数量应为24家" in remark.get_text()
    assert "与上一轮送审相比" in shown.select_one(".review-glance").get_text()
    plain = page(show(again, of_stage(Stage.OFFICE), against="none"))
    assert not plain.select("ins, del") and "第24批" in plain.select_one(".review-fields").get_text()


def test_a_correction_is_compared_with_what_the_public_has(review: Review) -> None:
    make.approved(review, at=EARLIER)
    disclosure = Disclosure.objects.get(pk=review.disclosure_id)
    actions.edit(disclosure=disclosure, summary="更正了电话", by=make.BY, at=EARLIER)
    correction = make.submitted(disclosure, at=EARLIER, change_note="电话写错了")
    glance = page(show(correction, of_stage(Stage.OFFICE))).select_one(".review-glance").get_text()
    assert "与已公开的相比" in glance and "内容概述（新增）" in glance and "电话写错了" in glance


def test_copying_the_last_period_cannot_pass_as_new(review: Review) -> None:
    make.approved(review, at=EARLIER)
    copied = make.draft(make.item(10), title="第24批企业技术中心名单", body=review.disclosure.body, is_sample=True, at=DAY)
    again = make.submitted(copied, at=AT)
    assert "与上一期完全相同" in words(show(again, of_stage(Stage.OFFICE)))


def test_what_looks_like_personal_data_is_marked_where_it_stands() -> None:
    said = draft(body="<p>咨询电话13812345678，欢迎来电</p>", values={})
    review = make.submitted(said, at=AT, reasons={"*": "对外公布的电话"})
    shown = page(show(review, of_stage(Stage.OFFICE)))
    assert [one.get_text() for one in shown.select("#suspects mark")] == ["13812345678"]
    assert "对外公布的电话" in shown.select_one("#warnings").get_text()


def test_the_body_is_shown_as_it_will_be_and_runs_nothing() -> None:
    review = make.submitted(draft(body="<p>好</p><script>alert(1)</script><img src=x onerror=alert(1)>", title="<b>名单</b>"), at=AT)
    response = show(review, of_stage(Stage.OFFICE))
    body = page(response).select_one(".review-body")
    assert body.find("p").get_text() == "好" and not body.find("script") and not body.find("img")
    assert b"<b>\xe5\x90\x8d\xe5\x8d\x95</b>" not in response.content


def test_an_opinion_moves_it_on_and_tells_so(review: Review) -> None:
    client = of_stage(Stage.OFFICE)
    response = client.post(reverse("desk_reviews:show", args=[review.pk]), opinion(review, Stage.OFFICE), follow=True)
    assert "下一环节：公开与保密审查" in response.content.decode()
    review.refresh_from_db()
    assert review.stage == Stage.SECRECY and Opinion.objects.get().by == "head"
    assert send(review, Stage.SECRECY).status_code == 302 and send(review, Stage.RELEASE).status_code == 302
    assert Publication.objects.count() == 1


def test_a_return_carries_its_remarks_to_the_fields(review: Review) -> None:
    name = "附件.txt"
    actions.attach(disclosure=review.disclosure, name=name, data=b"x", by=make.BY, at=EARLIER)
    review = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=AT)
    said = {"comment": "请核对", "remark:body": " 第二段有误 ", f"remark:file:{name}": "换成盖章版", "remark:nothing": "没有这一栏", "remark:title": ""}
    assert send(review, Stage.OFFICE, outcome="return", **said).status_code == 302
    assert Opinion.objects.get().remarks == [{"field": "body", "text": "第二段有误"}, {"field": f"file:{name}", "text": "换成盖章版"}]
    review.refresh_from_db()
    assert review.ending == Ending.RETURNED and "第二段有误" in words(show(review, of_stage(Stage.OFFICE)))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"outcome": "return"}, "退回须写明原因"),
        ({"outcome": ""}, "请选择同意或退回"),
        ({"seen_sha256": "0" * 64}, "不一致"),
        ({"comment": f"身份证{ID}"}, "公民身份号码"),
        ({"outcome": "return", "comment": "x", "remark:body": f"身份证{ID}"}, "批注有1处公民身份号码"),
        ({"stage": "secrecy"}, "现在等待的是科室审核"),
    ],
)
def test_a_refused_opinion_says_why_and_keeps_what_was_written(review: Review, said: dict[str, str], told: str) -> None:
    response = send(review, Stage.OFFICE, **({"remark:title": "标题太长"} | said))
    assert response.status_code == 422 and told in words(response) and not Opinion.objects.exists()
    kept = page(response).select_one('textarea[name="remark:title"]')
    assert kept.get_text().strip() == "标题太长" and kept.find_parent("details").has_attr("open")


def test_an_unticked_line_of_the_checklist_refuses_an_approval(review: Review) -> None:
    said = opinion(review, Stage.OFFICE)
    del said["check:complete"]
    response = of_stage(Stage.OFFICE).post(reverse("desk_reviews:show", args=[review.pk]), said)
    assert "审查清单还有没有确认的" in words(response)
    boxes = page(response).select('input[name^="check:"]')
    assert [box["name"] for box in boxes if box.has_attr("checked")] == ["check:facts", "check:wording"]


def test_an_opinion_on_what_was_edited_meanwhile_is_refused(review: Review) -> None:
    actions.edit(disclosure=review.disclosure, title="改过", by=make.BY, at=AT)
    response = send(review, Stage.OFFICE)
    assert response.status_code == 422 and not Opinion.objects.exists()
    assert "修改后作废" in words(response)


def stations(review: Review) -> list[tuple[str, str]]:
    """Return the chain of a review as it is read: the kind of each station, and its words without who and when."""
    found = page(show(review, of_stage(Stage.SECRECY))).select(".chain > li")
    return [(one["class"][0].removeprefix("chain-"), " ".join(part.get_text(strip=True) for part in one.select("b, .chain-told"))) for one in found]


def test_a_voided_round_ends_where_it_had_got_to(review: Review) -> None:
    make.approved(review, at=EARLIER, stages=[Stage.OFFICE])
    actions.edit(disclosure=Disclosure.objects.get(pk=review.disclosure_id), title="改过", by=make.BY, at=AT)
    assert stations(review) == [
        ("done", "送审 已送审"), ("done", "科室审核 同意"), ("void", "修改后作废"),
        ("skipped", "公开与保密审查 未办理"), ("skipped", "签发 未办理"), ("skipped", "公开 未公开"),
    ]  # fmt: skip


def test_a_round_taken_back_before_its_hour_ends_after_the_release(review: Review) -> None:
    Review.objects.filter(pk=review.pk).update(planned_at=AT + dt.timedelta(days=1))
    make.approved(Review.objects.get(pk=review.pk), at=EARLIER)
    actions.take_back(review=Review.objects.get(pk=review.pk), by=make.BY, at=AT)
    assert [kind for kind, _ in stations(review)] == ["done", "done", "done", "done", "void", "skipped"]
    assert stations(review)[4:] == [("void", "送审人撤回"), ("skipped", "公开 未公开")]


def test_an_emergency_voided_leaves_the_later_review_neutral() -> None:
    review = make.submitted(draft(), at=EARLIER, emergency_reason="汛情")
    actions.edit(disclosure=Disclosure.objects.get(pk=review.disclosure_id), title="改过", by=make.BY, at=AT)
    assert [words for _, words in stations(review)] == [
        "紧急送审 已送审", "修改后作废", "公开与保密审查 未办理", "签发 未办理", "公开 未公开", "补办科室审核 未办理",
    ]  # fmt: skip


def test_nobody_gets_a_form_for_what_is_not_theirs(review: Review) -> None:
    author = person("作者", Role.OFFICE_HEAD, review.disclosure.office)
    actions.edit(disclosure=review.disclosure, title="作者改的", by="作者", at=EARLIER)
    again = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=AT)
    shown = show(again, at(author))
    assert not page(shown).select("#opinion") and "你不能办理这一环节：写过或改过这一稿" in words(shown)
    assert not page(show(again, of_stage(Stage.SECRECY))).select("#opinion")
    assert send(again, Stage.OFFICE, at(author)).status_code == 422 and not Opinion.objects.exists()


def test_who_is_away_and_by_whom_represented_is_said(review: Review) -> None:
    head, deputy = make.people()[Stage.OFFICE], person("李四", Role.CLERK, make.agency().offices.last())
    leave = Leave.objects.create(user=head, deputy=deputy, first_on=DAY, last_on=DAY, made_at=AT, made_by="系统")
    chain = page(show(review, of_stage(Stage.SECRECY))).select_one(".chain-here").get_text(" ", strip=True)
    assert "测试科室负责人（休假，由 李四 代理）".replace(" ", "") in chain.replace(" ", "")
    assert page(show(review, at(deputy))).select("#opinion")
    leave.delete()
    Leave.objects.create(user=head, first_on=DAY, last_on=DAY, made_at=AT, made_by="系统")
    assert "今天没有人可以办理这一环节" in words(show(review, of_stage(Stage.SECRECY)))


def test_the_secrecy_review_says_its_outcome(review: Review) -> None:
    make.approved(review, at=EARLIER, stages=[Stage.OFFICE])
    assert "请退回" in words(send(review, Stage.SECRECY, secrecy="unsure"))
    assert "请退回" in words(send(review, Stage.SECRECY, attribute="on_request"))
    assert send(review, Stage.SECRECY, outcome="return", secrecy="secret", comment="涉密").status_code == 302
    assert Opinion.objects.latest("id").secrecy == "secret"


@pytest.mark.parametrize(
    ("said", "planned", "public"),
    [
        ({}, dt.timedelta(days=1), 0),
        ({"hour": "at_once"}, None, 1),
        ({"hour": "another", "planned_at": "2026-11-27T10:00"}, dt.timedelta(days=3, minutes=30), 0),
    ],
)
def test_the_leader_releases_as_planned_at_once_or_at_another_hour(said: dict[str, str], planned: dt.timedelta | None, public: int) -> None:
    review = make.submitted(draft(), at=EARLIER, planned_at=AT + dt.timedelta(days=1))
    make.approved(review, at=EARLIER, stages=[Stage.OFFICE, Stage.SECRECY])
    assert send(review, Stage.RELEASE, **said).status_code == 302
    review.refresh_from_db()
    assert review.planned_at == (AT + planned if planned else None) and Publication.objects.count() == public


def test_a_past_hour_releases_nothing_and_changes_no_hour(review: Review) -> None:
    make.approved(review, at=EARLIER, stages=[Stage.OFFICE, Stage.SECRECY])
    response = send(review, Stage.RELEASE, hour="another", planned_at="2026-11-20T10:00")
    assert response.status_code == 422 and "已经过去" in words(response)
    assert "请写明计划公开的日期" in words(send(review, Stage.RELEASE, hour="another"))
    review.refresh_from_db()
    assert review.planned_at is None and review.stage == Stage.RELEASE


def test_what_is_scheduled_can_be_moved_or_let_out_by_those_who_may() -> None:
    review = make.approved(make.submitted(draft(), at=EARLIER, planned_at=AT + dt.timedelta(days=1)), at=EARLIER)
    address = reverse("desk_reviews:reschedule", args=[review.pk])
    another = {"hour": "another", "planned_at": "2026-11-27T10:00"}
    assert of_stage(Stage.OFFICE).post(address, another).status_code == 302
    review.refresh_from_db()
    assert review.planned_at == AT + dt.timedelta(days=1), "an office head may not"
    officer = at(person("officer", Role.OFFICER))
    assert officer.post(address, {"hour": "another"}).status_code == 422
    officer.post(address, another)
    review.refresh_from_db()
    assert review.planned_at == AT + dt.timedelta(days=3, minutes=30)
    of_stage(Stage.RELEASE).post(address, {"hour": "at_once"})
    assert Publication.objects.get().review == review


def test_only_the_submitter_takes_it_back(review: Review) -> None:
    address = reverse("desk_reviews:take_back", args=[review.pk])
    of_stage(Stage.OFFICE).post(address)
    review.refresh_from_db()
    assert review.ending == ""
    sender = person(make.BY, Role.CLERK, review.disclosure.office)
    assert page(show(review, at(sender))).select_one(f'form[action="{address}"]')
    at(sender).post(address, {"reason": "还要改"})
    review.refresh_from_db()
    assert (review.ending, review.ending_note) == (Ending.TAKEN_BACK, "还要改")


def test_an_emergency_is_owed_a_review_until_it_is_done_and_a_no_asks_for_a_correction(review: Review) -> None:
    urgent = make.submitted(make.draft(make.item(11), title="紧急的", body="<p>急</p>", at=DAY), at=EARLIER, emergency_reason="突发事件")
    make.approved(urgent, at=make.moment(DAY - dt.timedelta(days=10)), stages=[Stage.SECRECY, Stage.RELEASE])
    officer = at(person("officer", Role.OFFICER))
    owed = page(officer.get(reverse("desk_reviews:index"), {"tab": "owing"}))
    assert "紧急的" in owed.select_one("tbody").get_text() and owed.select_one(".desk-badge--late").get_text() == "紧急"
    assert "补审逾期" in owed.select_one("tbody").get_text()
    head = of_stage(Stage.OFFICE)
    assert "紧急的" in words(head.get(reverse("desk_reviews:index"))) and "补审已逾期" in words(show(urgent, head))
    assert send(urgent, Stage.OFFICE, outcome="return", comment="数字有误").status_code == 302
    told = words(show(urgent, officer))
    assert "补审没有同意" in told and "数字有误" in told and "更正或者撤回" in told
    assert "没有待补审" in words(officer.get(reverse("desk_reviews:index"), {"tab": "owing"}))


def test_files_open_for_those_who_may_and_only_unchanged(review: Review) -> None:
    actions.attach(disclosure=review.disclosure, name="说明.txt", data="咨询电话13812345678".encode(), by=make.BY, at=EARLIER)
    actions.attach(disclosure=review.disclosure, name="网页.html", data=b"<script>1</script>", by=make.BY, at=EARLIER)
    again = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=AT, reasons={"*": "测试"})
    text, html = (file["sha256"] for file in again.content["files"])
    client = of_stage(Stage.OFFICE)
    opened = client.get(reverse("desk_reviews:file", args=[again.pk, text]))
    assert b"".join(opened.streaming_content).decode() == "咨询电话13812345678"
    assert opened["Content-Type"].startswith("text/plain") and "no-store" in opened["Cache-Control"]
    handed = client.get(reverse("desk_reviews:file", args=[again.pk, html]))
    assert handed["Content-Disposition"].startswith("attachment") and handed["Content-Type"] == "application/octet-stream"
    assert b"".join(handed.streaming_content) == b"<script>1</script>"
    inside = client.get(reverse("desk_reviews:text", args=[again.pk, text]))
    assert page(inside).select_one(".review-parts mark").get_text() == "13812345678"
    assert client.get(reverse("desk_reviews:file", args=[again.pk, "0" * 64])).status_code == 404
    stranger = at(person("别的科室经办人", Role.CLERK, make.agency().offices.exclude(pk=review.disclosure.office_id).first()))
    for name in ("file", "text"):
        assert stranger.get(reverse(f"desk_reviews:{name}", args=[again.pk, text])).status_code == 404
        assert Client().get(reverse(f"desk_reviews:{name}", args=[again.pk, text])).status_code == 302
    blobs.path_of(text).write_bytes(b"changed")
    try:
        for name in ("file", "text"):
            assert client.get(reverse(f"desk_reviews:{name}", args=[again.pk, text])).status_code == 409
    finally:
        blobs.path_of(text).unlink()


def test_the_old_file_of_a_changed_attachment_can_be_opened(review: Review) -> None:
    actions.attach(disclosure=review.disclosure, name="说明.txt", data=b"old", by=make.BY, at=EARLIER)
    first = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=EARLIER)
    refuse(first)
    actions.attach(disclosure=review.disclosure, name="说明.txt", data=b"new", by=make.BY, at=EARLIER)
    again = make.submitted(Disclosure.objects.get(pk=review.disclosure_id), at=AT)
    client = of_stage(Stage.OFFICE)
    [link] = [one["href"] for one in page(show(again, client)).select(".review-files a") if one.get_text() == "打开原来的"]
    assert b"".join(client.get(link).streaming_content) == b"old"
