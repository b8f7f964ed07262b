"""The link of someone without an account: one draft, nothing else, no cookie, no trace of its key, calm when it is closed."""

import datetime as dt
import logging

import makers as make
import pytest
from desk.review_desk import AT, EARLIER, at, draft, of_stage, page, person, words
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures import actions
from gongkai.disclosures.actions import outside
from gongkai.disclosures.models import Disclosure, OutsideOpinion, Review
from gongkai.disclosures.statuses import Confinement
from gongkai.project.serving import DYNAMIC

pytestmark = pytest.mark.django_db

BODY = '<h2>依据</h2><p>见<a href="https://example.org/x">附件</a></p><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _a_still_clock_and_an_empty_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    cache.clear()


@pytest.fixture
def review() -> Review:
    make.catalogue_in_force()
    make.people()
    one = draft(body=BODY, title="<b>名单</b>")
    actions.attach(disclosure=one, name="说明.html", data=b"<script>1</script>", by=make.BY, at=EARLIER)
    return make.submitted(Disclosure.objects.get(pk=one.pk), at=EARLIER)


@pytest.fixture
def key(review: Review) -> str:
    asked = {"asked_of": "陈律师", "question": "是否妥当", "expires_at": AT + dt.timedelta(days=3), "by": "head", "at": EARLIER}
    return outside.ask(review=review, **asked)[1]


def address(key: str) -> str:
    return reverse("outside_opinion", args=[key])


def test_a_reviewer_asks_and_sees_the_link_once(review: Review) -> None:
    client, ask = of_stage(Stage.OFFICE), reverse("desk_reviews:ask", args=[review.pk])
    made = client.post(ask, {"asked_of": "陈律师", "question": "是否妥当", "days": "7"})
    link = page(made).select_one("input[readonly]")["value"]
    key = link.rstrip("/").rpartition("/")[2]
    assert link == f"http://testserver/opinion/{key}/" and outside.find(key).review == review
    assert "no-store" in made["Cache-Control"]
    assert key not in client.get(reverse("desk_reviews:show", args=[review.pk])).content.decode()
    assert "请写明向谁征求意见" in words(client.post(ask, {"asked_of": " ", "days": "7"}))
    assert "手机号码" in words(client.post(ask, {"asked_of": "陈律师13812345678", "days": "7"}))


def test_who_does_not_review_in_the_office_asks_nobody(review: Review) -> None:
    clerk = at(person("clerk", Role.CLERK, review.disclosure.office))
    other = at(person("别的科室负责人", Role.OFFICE_HEAD, make.agency().offices.exclude(pk=review.disclosure.office_id).first()))
    asked = {"asked_of": "陈律师", "days": "7"}
    for client in (clerk, other, Client()):
        assert client.post(reverse("desk_reviews:ask", args=[review.pk]), asked).status_code in (302, 404)
    assert not OutsideOpinion.objects.exists()


def test_the_page_shows_the_draft_and_leads_nowhere_else(key: str) -> None:
    response = Client().get(address(key))
    shown = page(response)
    assert response.status_code == 200 and "是否妥当" in shown.get_text() and shown.select_one("h1").get_text() == "<b>名单</b>"
    assert [link["href"] for link in shown.select("a")] == ["files/1/"], "only the draft's own files"
    assert "〔https://example.org/x〕" in shown.get_text() and not shown.select("script, iframe, img")
    assert not response.cookies, "no cookie is set"
    said = {name: response[name] for name in ("Cache-Control", "Referrer-Policy", "X-Frame-Options")}
    assert said == {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}
    assert "noindex" in response["X-Robots-Tag"] and "default-src 'none'" in response["Content-Security-Policy"]


def test_its_files_are_handed_over_with_the_key_only(key: str) -> None:
    response = Client().get(reverse("outside_file", args=[key, 1]))
    assert b"".join(response.streaming_content) == b"<script>1</script>"
    assert response["Content-Disposition"].startswith("attachment") and response["Content-Type"] == "application/octet-stream"
    assert response["Cache-Control"] == "no-store"
    for wrong in (reverse("outside_file", args=[key, 2]), reverse("outside_file", args=[key, 0]), reverse("outside_file", args=["x" * 43, 1])):
        assert Client().get(wrong).status_code == 404


def test_it_is_answered_once_with_no_token_and_from_a_page_that_sends_no_origin(review: Review, key: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert "请选择一项意见" in words(client.post(address(key), {"outcome": "", "answer": ""}))
    assert "请写明" in words(client.post(address(key), {"outcome": "object", "answer": " "}))
    refused = client.post(address(key), {"outcome": "change", "answer": "请联系13812345678"})
    assert refused.status_code == 422 and "手机号码" in words(refused)
    client.post(address(key), {"outcome": "change", "answer": "请隐去报价"})
    again = client.get(address(key))
    assert again.status_code == 410 and "建议修改" in again.content.decode() and "谢谢" in again.content.decode()
    assert client.post(address(key), {"outcome": "agree", "answer": ""}).status_code == 410
    opinion = OutsideOpinion.objects.get()
    assert (opinion.outcome, opinion.answer) == ("change", "请隐去报价")
    told = words(of_stage(Stage.OFFICE).get(reverse("desk_reviews:show", args=[review.pk])))
    assert "陈律师 建议修改" in told and "请隐去报价" in told


def test_a_closed_link_is_calm_and_says_why(review: Review, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = Client().get(address("x" * 43))
    assert unknown.status_code == 404 and "没有复制完整" in words(unknown)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: AT + dt.timedelta(days=3))
        expired = Client().get(address(key))
        assert expired.status_code == 410 and "失效" in words(expired)
    opinion = OutsideOpinion.objects.get()
    of_stage(Stage.OFFICE).post(reverse("desk_reviews:revoke", args=[review.pk, opinion.pk]))
    closed = Client().get(address(key))
    assert closed.status_code == 410 and "收回" in words(closed) and "名单" not in closed.content.decode()
    assert Client().get(reverse("outside_file", args=[key, 1])).status_code == 410


def test_an_edit_closes_every_link(review: Review, key: str) -> None:
    actions.edit(disclosure=review.disclosure, summary="改", by=make.BY, at=AT)
    assert Client().get(address(key)).status_code == 410


def test_a_confined_draft_can_still_be_asked_about_by_who_is_named(review: Review) -> None:
    head = make.people()[Stage.OFFICE]
    actions.confine(disclosure=review.disclosure, confinement=Confinement.NAMED, readers=[head], by=make.BY, at=AT)
    ask = reverse("desk_reviews:ask", args=[review.pk])
    assert of_stage(Stage.SECRECY).post(ask, {"asked_of": "陈律师", "days": "3"}).status_code == 404
    assert at(head).post(ask, {"asked_of": "陈律师", "days": "3"}).status_code == 200


def test_guessing_is_slowed_down_and_others_are_not(key: str) -> None:
    guesses = [Client().get(address(f"{number:043}")).status_code for number in range(25)]
    assert guesses[:20] == [404] * 20 and set(guesses[20:]) == {429}
    refused = Client().get(address("y" * 43))
    assert refused["Retry-After"] == "60" and "频繁" in words(refused)
    assert Client(REMOTE_ADDR="192.0.2.7").get(address(key)).status_code == 200
    visits = [Client(REMOTE_ADDR="192.0.2.7").get(address(key)).status_code for _ in range(61)]
    assert visits[0] == 200 and visits[-1] == 429


def test_keys_and_words_never_reach_the_log(key: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    client.get(address(key))
    client.post(address(key), {"outcome": "change", "answer": "身份证11010519491231002X"})
    client.put(address(key))
    client.post(address(key), {"outcome": "agree", "answer": "秘密的话"})
    client.get(address(key))
    client.get(address("x" * 43))
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "/opinion/***/" in said and key not in said and "x" * 43 not in said
    assert "11010519491231002X" not in said and "秘密的话" not in said


def test_the_address_reaches_the_application() -> None:
    assert address("k").startswith(DYNAMIC)
