"""The form of drafts: made from the elements, saved field by field, beside others, sent into review, corrected."""

import datetime as dt
import io
import json

import drafts_makers as desk
import makers as make
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role, Stage
from gongkai.audit.models import AuditEntry
from gongkai.desk.drafts.inputs import key_of
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, PassedWarning, Review
from gongkai.disclosures.requirements import check
from gongkai.disclosures.statuses import Ending, Outcome
from gongkai.rules.codes import credit_code_check

pytestmark = pytest.mark.django_db
PENALTY, LIST, DOCUMENT = 26, 10, 5  # items of the real catalogue: a penalty, a list of enterprises, a final account
CODE = "91110000600037341" + credit_code_check("91110000600037341")


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


@pytest.fixture
def user() -> User:
    return desk.clerk(PENALTY)


@pytest.fixture
def client(user: User) -> Client:
    return desk.signed_in(user)


def draft_of(user: User, number: int = PENALTY, **fields: object) -> Disclosure:
    return actions.draft(item=make.item(number), title="某公司行政处罚", handler=user, by=user.username, at=timezone.now(), **fields)


@pytest.fixture
def draft(user: User) -> Disclosure:
    return draft_of(user, values={"被处罚企业名称": "示例公司"}, body="<p>　　正文<b>粗</b></p>\n<dl><dt>甲</dt><dd>乙</dd></dl>")


def again(draft: Disclosure) -> Disclosure:
    return Disclosure.objects.get(pk=draft.pk)


def save(client: Client, draft: Disclosure, **changes: object) -> object:
    return client.post(f"/desk/drafts/{draft.pk}/", {**desk.form_of(client, draft), "then": "save", **changes})


def test_a_draft_begins_from_a_duty_with_its_title_and_never_twice(client: Client, user: User) -> None:
    duty = make.duty(make.item(PENALTY), trigger="decided", subject="对某公司的处罚决定", happened_on=dt.date(2026, 11, 2))
    page = client.get(f"/desk/drafts/new/?duty={duty.pk}").content.decode()
    assert "对某公司的处罚决定" in page and not Disclosure.objects.exists(), "looking makes nothing"
    answer = client.post("/desk/drafts/new/", {"duty": duty.pk, "title": "对某公司的处罚决定"})
    made = Disclosure.objects.get()
    assert answer.headers["Location"] == f"/desk/drafts/{made.pk}/"
    assert (made.duty, made.handler, made.created_by, made.office) == (duty, user, "clerk", duty.office)
    assert client.get(f"/desk/drafts/new/?duty={duty.pk}").headers["Location"] == f"/desk/drafts/{made.pk}/"


def test_a_clerk_begins_nothing_for_another_office(client: Client) -> None:
    duty = make.duty(make.item(LIST))
    for asked in (f"duty={duty.pk}", f"item={make.item(LIST).pk}"):
        assert desk.refused(client.get(f"/desk/drafts/new/?{asked}"))
        name, value = asked.split("=")
        assert desk.refused(client.post("/desk/drafts/new/", {name: value, "title": "x"}))
    assert client.get("/desk/drafts/new/?item=999999").status_code == 404
    assert not Disclosure.objects.exists()


def test_the_form_has_the_elements_in_the_order_of_the_catalogue(client: Client, draft: Disclosure) -> None:
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    places = [page.index(f'id="{key_of(name)}"') for name in make.row_of(PENALTY).elements]
    assert places == sorted(places)
    assert 'data-kind="credit_code"' in page and "示例公司" in page


def test_saving_what_is_there_changes_nothing(client: Client, draft: Disclosure) -> None:
    before = again(draft)
    answer = save(client, draft)
    after = again(draft)
    assert answer.status_code == 302
    assert (after.version, after.body, after.values) == (before.version, before.body, before.values)


def test_typed_values_are_stored_in_one_way_and_the_original_number_is_kept(client: Client, draft: Disclosure) -> None:
    answer = save(
        client, draft, **{key_of("信用代码"): f"{CODE[:9]} {CODE[9:].lower()}", "document_number": "内工信罚字【2026】第8号", "formed_on": "2026-11-02"}
    )
    assert answer.status_code == 302
    after = again(draft)
    assert after.values == {"被处罚企业名称": "示例公司", "信用代码": CODE}
    assert after.document_number == "内工信罚字【2026】第8号" and after.formed_on == dt.date(2026, 11, 2)


def test_a_wrong_field_is_told_and_the_right_ones_are_saved(client: Client, draft: Disclosure) -> None:
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    answer = save(client, draft, **{key_of("信用代码"): wrong, key_of("处罚内容"): "警告", "formed_on": "2026-13-40"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "第18位" in page and wrong in page and 'href="#f-formed_on"' in page
    after = again(draft)
    assert after.values == {"被处罚企业名称": "示例公司", "处罚内容": "警告"} and after.formed_on is None


def test_words_may_stand_in_place_of_a_typed_value(client: Client, draft: Disclosure) -> None:
    save(client, draft, **{f"{key_of('信用代码')}-words": "境外企业，无信用代码"})
    assert again(draft).values["信用代码"] == "境外企业，无信用代码"
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert 'value="境外企业，无信用代码"' in page and "<details class=\"drafts-words\" open>" in page


def test_without_script_the_body_stays_byte_for_byte(client: Client, draft: Disclosure) -> None:
    sent = {name: value for name, value in desk.form_of(client, draft).items() if not name.startswith(("part-", "body-"))}
    client.post(f"/desk/drafts/{draft.pk}/", {**sent, "title": "新的标题"})
    after = again(draft)
    assert after.title == "新的标题" and after.body == draft.body


def test_a_body_is_saved_in_its_parts_and_cleaned(client: Client, draft: Disclosure) -> None:
    sent = desk.form_of(client, draft)
    assert sent["part-kind"] == ["text", "kept"]
    sent["part-value"] = [desk.sent_text("<p>新的<b>正文</b></p>"), sent["part-value"][1].replace("乙", "乙<script>x</script>")]
    client.post(f"/desk/drafts/{draft.pk}/", sent)
    assert again(draft).body == "<p>新的<strong>正文</strong></p>\n<dl><dt>甲</dt><dd>乙</dd></dl>"


def test_a_body_that_arrived_broken_is_not_taken_for_an_empty_one(client: Client, draft: Disclosure) -> None:
    sent = desk.form_of(client, draft)
    sent["part-value"][0] = '{"blocks":'
    answer = client.post(f"/desk/drafts/{draft.pk}/", {**sent, "title": "别的照存"})
    assert answer.status_code == 422 and "没有完整送达" in answer.content.decode()
    assert again(draft).body == draft.body and again(draft).title == "别的照存"


def test_a_list_fills_its_element_by_itself(user: User) -> None:
    author = desk.clerk(LIST, "lister")
    client, draft, name = desk.signed_in(author), draft_of(author, LIST), make.row_of(LIST).elements[0]
    record_list = make.record_list()
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "自动填写" in page and record_list.title in page
    save(client, draft, lists=[record_list.pk], **{f"{key_of(name)}-note": "共3家"})
    after = again(draft)
    assert after.values[name] == f"见名单：{record_list.title}；共3家" and list(after.record_lists.all()) == [record_list]
    save(client, draft, lists=[])
    after = again(draft)
    assert after.values[name] == "共3家" and not after.record_lists.exists()


def test_two_people_who_change_different_fields_are_both_saved(client: Client, draft: Disclosure) -> None:
    officer = desk.signed_in(desk.person("officer", Role.OFFICER))
    mine, theirs = desk.form_of(client, draft), desk.form_of(officer, draft)
    officer.post(f"/desk/drafts/{draft.pk}/", {**theirs, key_of("处罚内容"): "警告"})
    answer = client.post(f"/desk/drafts/{draft.pk}/autosave/", {**mine, key_of("处罚依据"): "条例第五条"}, headers={"accept": "application/json"})
    assert desk.as_json(answer)["elsewhere"] == "处罚内容"
    assert again(draft).values == {"被处罚企业名称": "示例公司", "处罚内容": "警告", "处罚依据": "条例第五条"}


def test_two_people_who_change_one_field_are_asked(client: Client, draft: Disclosure) -> None:
    officer, address = desk.signed_in(desk.person("officer", Role.OFFICER)), f"/desk/drafts/{draft.pk}/"
    mine, theirs = desk.form_of(client, draft), desk.form_of(officer, draft)
    officer.post(address, {**theirs, "title": "负责人改的标题", key_of("处罚内容"): "警告"})
    sent = {**mine, "title": "经办人改的标题", "keywords": "处罚"}
    answer = client.post(f"{address}autosave/", sent, headers={"accept": "application/json"})
    assert answer.status_code == 409 and "标题" in desk.as_json(answer)["contested"]
    assert again(draft).title == "负责人改的标题" and again(draft).keywords == ""
    asked = client.post(address, sent)
    page = asked.content.decode()
    assert asked.status_code == 409 and "用测试政府信息公开负责人（officer）保存的" in page and "经办人" in page and page.count('name="keep-') == 2
    resent = {**_hidden(page), "keep-title": "mine"}
    assert client.post(address, resent).status_code == 302
    after = again(draft)
    assert (after.title, after.keywords, after.values["处罚内容"]) == ("经办人改的标题", "处罚", "警告")


def test_the_other_version_can_be_taken_and_a_third_change_asks_again(client: Client, draft: Disclosure) -> None:
    officer, address = desk.signed_in(desk.person("officer", Role.OFFICER)), f"/desk/drafts/{draft.pk}/"
    mine = desk.form_of(client, draft)
    officer.post(address, {**desk.form_of(officer, draft), "title": "第一次"})
    page = client.post(address, {**mine, "title": "我的"}).content.decode()
    officer.post(address, {**desk.form_of(officer, draft), "title": "第二次"})
    assert client.post(address, {**_hidden(page), "keep-title": "theirs"}).status_code == 302
    assert again(draft).title == "第二次"
    page = client.post(address, {**mine, "title": "我的"}).content.decode()
    assert client.post(address, _hidden(page)).status_code == 409, "nothing was chosen"
    officer.post(address, {**desk.form_of(officer, draft), "title": "第三次"})
    asked = client.post(address, {**_hidden(page), "keep-title": "mine"})
    assert asked.status_code == 409 and "第三次" in asked.content.decode(), "what was chosen between is not what stands there now"


def _hidden(page: str) -> dict[str, object]:
    from lxml import html

    sent: dict[str, list[str]] = {}
    for one in html.document_fromstring(page).xpath('//form[@action]//input[@type="hidden"][not(@name="csrfmiddlewaretoken")]'):
        sent.setdefault(one.get("name"), []).append(one.get("value", ""))
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


def test_autosave_answers_with_what_the_page_needs(client: Client, draft: Disclosure) -> None:
    sent = desk.form_of(client, draft)
    told = desk.as_json(client.post(f"/desk/drafts/{draft.pk}/autosave/", {**sent, "keywords": "处罚", key_of("信用代码"): "123"}))
    assert told["problems"] == [{"anchor": key_of("信用代码"), "message": "应为18位，现有3位，请对照证书补全。"}]
    assert told["version"] == again(draft).version and told["saved_at"] and told["was"]["keywords"]
    assert again(draft).keywords == "处罚"
    assert AuditEntry.objects.filter(act="修改", by="clerk").exists() and again(draft).revisions.filter(by="clerk").count() == 1


def test_what_is_under_review_opens_as_text_and_no_page_saves_into_it(client: Client, draft: Disclosure) -> None:
    sent = desk.form_of(client, draft)
    make.people()
    review = make.submitted(draft, at=timezone.now(), by="clerk")
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "撤回送审" in page and "我知道修改会使这次审查作废" in page and 'id="draft"' not in page
    for address, data in ((f"/desk/drafts/{draft.pk}/", sent), (f"/desk/drafts/{draft.pk}/upload/", {}), (f"/desk/drafts/{draft.pk}/files/", {})):
        client.post(address, {**data, "title": "偷改"})
    answer = client.post(f"/desk/drafts/{draft.pk}/autosave/", {**sent, "title": "偷改"}, headers={"accept": "application/json"})
    assert answer.status_code == 409 and "正在审查" in desk.as_json(answer)["error"]
    assert again(draft).title == draft.title and Review.objects.get(pk=review.pk).ending == ""


def test_a_change_ends_the_review_only_after_that_was_agreed_to(client: Client, draft: Disclosure) -> None:
    make.people()
    review = make.submitted(draft, at=timezone.now(), by="clerk")
    client.post(f"/desk/drafts/{draft.pk}/change-anyway/", {})
    assert 'id="draft"' not in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    client.post(f"/desk/drafts/{draft.pk}/change-anyway/", {"agreed": "1"})
    assert Review.objects.get(pk=review.pk).ending == "", "opening the form ends nothing"
    save(client, draft, title="改了一处")
    assert Review.objects.get(pk=review.pk).ending == Ending.VOID and again(draft).title == "改了一处"
    make.submitted(again(draft), at=timezone.now(), by="clerk")
    assert 'id="draft"' not in client.get(f"/desk/drafts/{draft.pk}/").content.decode(), "the next review was not agreed to"


def test_a_submission_is_taken_back(client: Client, draft: Disclosure) -> None:
    make.people()
    review = make.submitted(draft, at=timezone.now(), by="clerk")
    client.post(f"/desk/drafts/{draft.pk}/take-back/", {"reason": "补一份附件"})
    review = Review.objects.get(pk=review.pk)
    assert (review.ending, review.ending_note) == (Ending.TAKEN_BACK, "补一份附件")
    assert 'id="draft"' in client.get(f"/desk/drafts/{draft.pk}/").content.decode()


def test_warnings_need_their_reasons_which_are_remembered_for_the_next_time(client: Client, draft: Disclosure) -> None:
    make.people()
    answer = save(client, draft, then="submit")
    assert answer.headers["Location"].endswith("#checks") and not Review.objects.exists()
    page = client.get(f"/desk/drafts/{draft.pk}/?check=1").content.decode()
    assert "没有填写" in page and "要确认" in page
    sent = desk.fields_of(page)
    reasons = {name: f"正文已含{number}" for number, name in enumerate(sorted(sent)) if name.startswith("reason-")}
    assert reasons
    answer = client.post(f"/desk/drafts/{draft.pk}/", {**sent, **reasons, "then": "submit", "message": "请优先"})
    review = Review.objects.get()
    assert review.message == "请优先" and review.stage == Stage.OFFICE
    assert sorted(PassedWarning.objects.values_list("reason", flat=True)) == sorted(reasons.values())
    actions.take_back(review=review, by="clerk", at=timezone.now())
    fresh = desk.signed_in(User.objects.get(username="clerk"))
    assert desk.fields_of(fresh.get(f"/desk/drafts/{draft.pk}/?check=1").content.decode()).items() >= reasons.items()


def test_what_must_be_mended_first_stops_it_and_links_to_its_field(client: Client, draft: Disclosure) -> None:
    save(client, draft, **{key_of("违法事实"): "联系人身份证号11010519491231002X"})
    answer = save(client, draft, then="submit")
    assert not Review.objects.exists() and answer.headers["Location"].endswith("#checks")
    panel = client.get(f"/desk/drafts/{draft.pk}/findings/").content.decode()
    assert f'href="#{key_of("违法事实")}"' in panel and "必须改" in panel and "11010519491231002X" not in panel and f"/desk/drafts/{draft.pk}/mask/" in panel


def test_personal_data_is_masked_where_a_person_says_so(client: Client, draft: Disclosure) -> None:
    save(client, draft, **{key_of("违法事实"): "手机13812345678", "summary": "身份证11010519491231002X"})
    page = client.get(f"/desk/drafts/{draft.pk}/mask/").content.decode()
    assert "138****5678" in page and "110***********002X" in page
    client.post(f"/desk/drafts/{draft.pk}/mask/", {"field": ["values:违法事实"]})
    after = again(draft)
    assert after.values["违法事实"] == "手机138****5678" and after.summary == "身份证11010519491231002X"


def test_only_heads_and_officers_ask_for_an_emergency(client: Client, draft: Disclosure, user: User) -> None:
    make.people()
    page = client.get(f"/desk/drafts/{draft.pk}/?check=1").content.decode()
    reasons = {name: "已核对" for name in desk.fields_of(page) if name.startswith("reason-")}
    assert "紧急公开理由" not in page
    sent = {**desk.fields_of(page), **reasons, "then": "submit", "emergency_reason": "汛情"}
    client.post(f"/desk/drafts/{draft.pk}/", sent)
    assert not Review.objects.exists()
    head = desk.signed_in(desk.person("head2", Role.OFFICE_HEAD, draft.office))
    assert "紧急公开理由" in head.get(f"/desk/drafts/{draft.pk}/").content.decode()
    head.post(f"/desk/drafts/{draft.pk}/", {**desk.form_of(head, draft), **reasons, "then": "submit", "emergency_reason": "汛情"})
    assert Review.objects.get().emergency_reason == "汛情" and Review.objects.get().stage == Stage.SECRECY


def test_a_planned_hour_is_taken_in_local_time_and_nonsense_is_refused(client: Client, draft: Disclosure) -> None:
    make.people()
    page = client.get(f"/desk/drafts/{draft.pk}/?check=1").content.decode()
    sent = {**desk.fields_of(page), **{name: "已核对" for name in desk.fields_of(page) if name.startswith("reason-")}, "then": "submit"}
    client.post(f"/desk/drafts/{draft.pk}/", {**sent, "planned_at": "明早"})
    client.post(f"/desk/drafts/{draft.pk}/", {**sent, "planned_at": "2020-01-01T09:00"})
    assert not Review.objects.exists()
    client.post(f"/desk/drafts/{draft.pk}/", {**sent, "planned_at": "2099-12-01T09:00"})
    assert timezone.localtime(Review.objects.get().planned_at) == timezone.make_aware(dt.datetime(2099, 12, 1, 9))


def test_what_was_returned_says_by_whom_why_and_where(client: Client, draft: Disclosure) -> None:
    people = make.people()
    review = make.submitted(draft, at=timezone.now(), by="clerk")
    remarks = [{"field": "title", "text": "写全称"}, {"field": "处罚内容", "text": "写明金额"}]
    actions.give_opinion(
        review=review, stage=Stage.OFFICE, user=people[Stage.OFFICE], outcome=Outcome.RETURN, seen_sha256=review.sha256, at=timezone.now(),
        comment="金额与决定书不一致", remarks=remarks,
    )  # fmt: skip
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    for words in ("被退回", "金额与决定书不一致", "写全称", "写明金额", 'href="#f-title"', f'href="#{key_of("处罚内容")}"'):
        assert words in page, words
    assert "金额与决定书不一致" in client.get("/desk/drafts/?state=returned").content.decode()


def test_last_period_is_copied_but_not_its_title_or_dates(user: User, client: Client) -> None:
    values = {"被处罚企业名称": "上期公司", "处罚内容": "警告"}
    before = make.published_disclosure(make.item(PENALTY), title="上期处罚", values=values, body="<p>上期正文</p>", formed_on=dt.date(2026, 11, 1))
    draft = draft_of(user)
    page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "从上期复制" in page and before.public_title in page and "完全相同的内容不能" in page
    client.post(f"/desk/drafts/{draft.pk}/copy/")
    after = again(draft)
    assert (after.values, after.body, after.title, after.formed_on) == (values, "<p>上期正文</p>", draft.title, None)
    panel = client.get(f"/desk/drafts/{draft.pk}/findings/").content.decode()
    assert "完全相同" in panel, "identical content cannot pass, and the panel says so"


def test_a_correction_is_drafted_compared_and_given_up(client: Client) -> None:
    public = make.published_disclosure(make.item(PENALTY), title="公开的标题", body="<p>公开的正文</p>", at=dt.date(2026, 11, 10))
    address = f"/desk/drafts/{public.pk}/"
    page = client.get(address).content.decode()
    assert "起草更正" in page and "更正说明" in page
    save(client, public, title="更正的标题")
    assert again(public).public_title == "公开的标题" and again(public).status == "published"
    side = client.get(f"{address}changes/").content.decode()
    assert "<del>公开</del>" in side and "<ins>更正</ins>" in side
    assert "更正的标题" in client.get("/desk/drafts/?scope=office&state=correcting").content.decode()
    client.post(f"{address}discard/")
    assert again(public).title == "公开的标题"
    assert "公开的标题" not in client.get("/desk/drafts/?scope=office").content.decode()


def test_a_correction_says_what_changed(client: Client) -> None:
    make.people()
    public = make.published_disclosure(make.item(PENALTY), title="公开的标题")
    sent = {**desk.form_of(client, public), "title": "更正的标题", "then": "submit"}
    client.post(f"/desk/drafts/{public.pk}/", sent)
    assert not Review.objects.running().exists()
    page = client.get(f"/desk/drafts/{public.pk}/?check=1").content.decode()
    reasons = {name: "已核对" for name in desk.fields_of(page) if name.startswith("reason-")}
    client.post(f"/desk/drafts/{public.pk}/", {**desk.fields_of(page), **reasons, "then": "submit", "change_note": "标题有误"})
    assert Review.objects.running().get().change_note == "标题有误"


def test_files_are_taken_stripped_renamed_ordered_and_removed(user: User) -> None:
    author = desk.clerk(DOCUMENT, "accountant")
    client, draft = desk.signed_in(author), draft_of(author, DOCUMENT)
    book = openpyxl.Workbook()
    book.properties.creator = "张三的电脑"
    written = io.BytesIO()
    book.save(written)
    handed = [SimpleUploadedFile("决算报表.xlsx", written.getvalue()), SimpleUploadedFile("说明.txt", "说明".encode())]
    answer = client.post(f"/desk/drafts/{draft.pk}/upload/", {"files": handed}, headers={"accept": "application/json"})
    told = desk.as_json(answer)["files"]
    assert [one["done"].startswith("已上传") for one in told] == [True, True] and "去除" in told[0]["done"]
    assert again(draft).values["决算报表"] == "见附件：决算报表.xlsx、说明.txt"
    client.post(f"/desk/drafts/{draft.pk}/files/", {"act": "rename", "name": "说明.txt", "to": "情况说明"})
    client.post(f"/desk/drafts/{draft.pk}/files/", {"act": "up", "name": "情况说明.txt"})
    assert [one.name for one in again(draft).attachments.all()] == ["情况说明.txt", "决算报表.xlsx"]
    assert again(draft).values["决算报表"] == "见附件：情况说明.txt、决算报表.xlsx"
    client.post(f"/desk/drafts/{draft.pk}/files/", {"act": "remove", "name": "情况说明.txt"})
    assert again(draft).values["决算报表"] == "见附件：决算报表.xlsx"
    empty = client.post(f"/desk/drafts/{draft.pk}/upload/", {"files": [SimpleUploadedFile("空.txt", b"")]}, headers={"accept": "application/json"})
    assert empty.status_code == 409 and "是空的" in desk.as_json(empty)["error"]


def test_a_notice_window_ends_by_the_calendar_in_force(client: Client, draft: Disclosure) -> None:
    window = {"notice-starts_on": "2026-09-24", "notice-required_days": "5", "notice-unit": "working_day"}
    told = desk.as_json(client.get(f"/desk/drafts/{draft.pk}/notice/days/", window))
    assert told["ends_on"] == "2026-10-09" and not told["provisional"] and any(not step["counts"] for step in told["working"])
    first = desk.as_json(client.get(f"/desk/drafts/{draft.pk}/notice/days/", {**window, "notice-count_first_day": "on"}))
    assert first["ends_on"] == "2026-10-08"
    client.post(f"/desk/drafts/{draft.pk}/notice/", {**window, "notice-ends_on": "2026-09-30"})
    assert getattr(again(draft), "notice_window", None) is None, "too short is refused"
    client.post(f"/desk/drafts/{draft.pk}/notice/", {**window, "notice-contact": "0471-1234567"})
    assert str(again(draft).notice_window) == "2026-09-24 至 2026-10-09"
    client.post(f"/desk/drafts/{draft.pk}/notice/", {"act": "drop"})
    assert getattr(again(draft), "notice_window", None) is None
    assert "error" in desk.as_json(client.get(f"/desk/drafts/{draft.pk}/notice/days/", {**window, "notice-required_days": "0"}))


def test_it_stands_under_other_items_and_takes_the_place_of_another(client: Client, draft: Disclosure) -> None:
    old = make.published_disclosure(make.item(PENALTY), title="旧的处罚")
    client.post(f"/desk/drafts/{draft.pk}/places/", {"item": [make.item(38).pk]})
    assert [one.item.number for one in again(draft).placements.all()] == [38]
    found = desk.as_json(client.get(f"/desk/drafts/{draft.pk}/published/?q=旧的"))["found"]
    assert found == [{"index_number": old.index_number, "title": "旧的处罚"}]
    assert save(client, draft, supersedes="没有这个号").status_code == 422
    save(client, draft, supersedes=old.index_number)
    assert again(draft).supersedes == old


def test_a_draft_says_what_it_interprets(client: Client, draft: Disclosure) -> None:
    policy = make.published_disclosure(make.item(PENALTY), title="处罚裁量办法")
    other = make.draft(make.item(PENALTY), title="还没公开的办法")
    secret = make.draft(make.item(PENALTY), title="还没公开的秘密办法", confinement="named")
    found = desk.as_json(client.get(f"/desk/drafts/{draft.pk}/published/?for=interprets&q=办法"))["found"]
    assert {one["index_number"] for one in found} == {policy.index_number, f"稿件{other.pk}"}
    for nonsense in ("没有这个号", "稿件", f"稿件{draft.pk}", f"稿件{secret.pk}", "稿件" + "9" * 30):
        assert save(client, draft, interprets=nonsense).status_code == 422, nonsense
    save(client, draft, interprets=f"稿件{other.pk}")
    assert again(draft).interprets == other
    assert f'value="稿件{other.pk}"' in client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    make.release(again(other), at=timezone.now())
    assert save(client, draft, interprets=f"稿件{other.pk}").status_code == 302, "a page opened before it was public"
    assert again(draft).interprets == other
    save(client, draft, interprets=policy.index_number)
    assert again(draft).interprets == policy
    save(client, draft, interprets="")
    assert again(draft).interprets is None
    assert save(client, make.draft(make.item(PENALTY), title="解读"), interprets=f"稿件{draft.pk}").status_code == 302
    assert save(client, again(draft), interprets=policy.index_number).status_code == 422, "what has an interpretation is none itself"


def test_an_interpretation_is_begun_by_one_click_and_bound_to_its_draft(client: Client, draft: Disclosure) -> None:
    answer = client.post(f"/desk/drafts/{draft.pk}/interpret/")
    made = Disclosure.objects.get(interprets=draft)
    assert answer.headers["Location"] == f"/desk/drafts/{made.pk}/" and made.bundle == again(draft).bundle
    form, other = (client.get(f"/desk/drafts/{one.pk}/").content.decode() for one in (made, draft))
    keys = [f'id="{key_of(name)}"' for name in make.row_of(PENALTY).elements]
    assert all(key in other for key in keys) and not any(key in form for key in keys), "its document has the elements"
    assert not [one for one in check(made, make.row_of(PENALTY), on=make.TODAY) if one.kind == "element_missing"]
    assert "本身是解读" in client.post(f"/desk/drafts/{made.pk}/interpret/", follow=True).content.decode()
    policy = make.published_disclosure(make.item(PENALTY), title="处罚裁量办法")
    assert f"/desk/drafts/{policy.pk}/interpret/" in client.get(f"/desk/publications/{policy.pk}/").content.decode()
    client.post(f"/desk/drafts/{policy.pk}/interpret/")
    assert not Disclosure.objects.get(interprets=policy).bundle_id


def test_a_draft_is_handed_to_a_colleague_or_another_office(client: Client, draft: Disclosure) -> None:
    colleague = desk.clerk(PENALTY, "colleague")
    client.post(f"/desk/drafts/{draft.pk}/hand-over/", {"hand-handler": "colleague", "hand-office": draft.office_id})
    assert again(draft).handler == colleague
    other = make.row_of(LIST).office
    client.post(f"/desk/drafts/{draft.pk}/hand-over/", {"hand-office": other.pk})
    assert again(draft).office == draft.office, "another office needs a reason"
    answer = client.post(f"/desk/drafts/{draft.pk}/hand-over/", {"hand-office": other.pk, "hand-reason": "职责调整"})
    assert again(draft).office == other and answer.headers["Location"] == "/desk/drafts/"


def test_hints_say_how_a_number_and_an_amount_are_read(client: Client) -> None:
    ask = lambda what, **query: desk.as_json(client.get(f"/desk/drafts/hint/{what}/", query))["message"]  # noqa: E731
    assert "内政发〔2017〕32号" in ask("document-number", value="内政发【2017】第032号")
    assert ask("document-number", value="内政发〔2017〕32号") == "" and "不是常见的写法" in ask("document-number", value="三十二号文")
    assert ask("money", value="123.45", unit="万元") == "1,234,500元（123.45万元）" and "请" in ask("money", value="若干", unit="元")


def test_what_word_puts_on_the_clipboard_comes_back_in_parts(client: Client) -> None:
    told = desk.as_json(client.post("/desk/drafts/clipboard/", {"html": "<p class=MsoNormal style='x'>甲</p><table><tr><td>1</td></tr></table><img src=x>"}))
    assert [(one["kind"], one["html"]) for one in told["parts"]] == [("text", "<p>甲</p>"), ("table", "<table><tbody><tr><td>1</td></tr></tbody></table>")]
    assert told["pictures"] == 1 and json.loads(told["parts"][0]["state"])["blocks"][0]["text"] == "甲"


def test_who_saves_in_the_same_moment_as_another_is_saved_after_them(client: Client, draft: Disclosure, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, real, meanwhile = desk.form_of(client, draft), actions.edit, []

    def edit(**asked: object) -> Disclosure:
        if not meanwhile:  # between reading and writing somebody else saves another field
            meanwhile.append(real(disclosure=draft, keywords="别人刚写的", by="officer", at=timezone.now()))
        return real(**asked)

    monkeypatch.setattr(actions, "edit", edit)
    answer = client.post(f"/desk/drafts/{draft.pk}/autosave/", {**sent, "summary": "我写的"}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert (again(draft).summary, again(draft).keywords) == ("我写的", "别人刚写的")
