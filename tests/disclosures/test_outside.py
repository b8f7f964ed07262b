"""An opinion from outside: the key is told once and kept as a hash, the link expires, answers once, and every step is recorded."""

import datetime as dt

import makers as make
import pytest
from django.core import serializers

from gongkai.accounts.models import User
from gongkai.audit.models import AuditEntry
from gongkai.disclosures import actions
from gongkai.disclosures.actions import outside
from gongkai.disclosures.models import OutsideOpinion, Review
from gongkai.messages.kinds import Kind
from gongkai.messages.models import Message
from gongkai.sources.errors import BadInput

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 10)
AT = make.moment(DAY)
LATER = AT + dt.timedelta(hours=1)
WEEK = AT + dt.timedelta(days=7)


@pytest.fixture
def review() -> Review:
    make.catalogue_in_force()
    return make.submitted(make.draft(make.item(10), at=DAY), at=AT)


def ask(review: Review, **said: object) -> tuple[OutsideOpinion, str]:
    whole = {"asked_of": "某律师事务所 王律师", "question": "是否涉及商业秘密", "expires_at": WEEK, "by": "head", "at": AT} | said
    return outside.ask(review=review, **whole)


def acts() -> list[tuple[str, str]]:
    found = AuditEntry.objects.filter(act__contains="外部意见").order_by("id")
    return list(found.values_list("act", "by"))


def test_it_is_asked_opened_and_answered_once(review: Review) -> None:
    User.objects.create(username="head")
    opinion, key = ask(review)
    assert len(key) == 43 and outside.find(key) == opinion
    assert outside.open_link(key=key, at=LATER) == opinion
    outside.open_link(key=key, at=WEEK - dt.timedelta(hours=1))
    opinion.refresh_from_db()
    assert opinion.opened_at == LATER
    outside.answer(key=key, outcome="change", text=" 请隐去报价。 ", at=LATER)
    opinion.refresh_from_db()
    assert (opinion.outcome, opinion.answer, opinion.answered_at) == ("change", "请隐去报价。", LATER)
    with pytest.raises(outside.LinkClosed, match=r"建议修改.*提交，谢谢"):
        outside.answer(key=key, outcome="agree", text="", at=LATER)
    outsider = "外部：某律师事务所 王律师"
    assert acts() == [("征求外部意见", "head"), ("打开外部意见链接", outsider), ("答复外部意见", outsider)]
    assert Message.objects.get(kind=Kind.OPINION).person.username == "head"


def test_the_key_is_stored_nowhere(review: Review) -> None:
    _, key = ask(review)
    outside.open_link(key=key, at=LATER)
    outside.answer(key=key, outcome="agree", text="", at=LATER)
    everything = [*OutsideOpinion.objects.all(), *AuditEntry.objects.all(), *Message.objects.all(), *Review.objects.all()]
    assert key not in serializers.serialize("json", everything)


def test_an_unknown_key_finds_nothing(review: Review) -> None:
    ask(review)
    for key in ("", "x" * 43):
        with pytest.raises(outside.NoSuchLink, match="没有这个链接"):
            outside.open_link(key=key, at=AT)


def test_a_link_closes_when_it_expires_is_taken_back_or_the_review_ends(review: Review) -> None:
    expired, revoked, ended = (ask(review)[1] for _ in range(3))
    with pytest.raises(outside.LinkClosed, match="11月17日 09:30失效"):
        outside.open_link(key=expired, at=WEEK)
    outside.revoke(opinion=outside.find(revoked), by="head", at=AT)
    outside.revoke(opinion=outside.find(revoked), by="head", at=LATER)
    with pytest.raises(outside.LinkClosed, match="收回"):
        outside.open_link(key=revoked, at=LATER)
    assert acts().count(("收回外部意见链接", "head")) == 1
    actions.edit(disclosure=review.disclosure, title="改了", by=make.BY, at=LATER)
    with pytest.raises(outside.LinkClosed, match="已经修改"):
        outside.open_link(key=ended, at=LATER)
    with pytest.raises(outside.LinkClosed, match="已经修改"):
        outside.answer(key=ended, outcome="agree", text="", at=LATER)


def test_what_is_public_is_not_asked_about(review: Review) -> None:
    _, key = ask(review)
    make.approved(review, at=LATER)
    with pytest.raises(outside.LinkClosed, match="已经公开"):
        outside.open_link(key=key, at=LATER)
    with pytest.raises(BadInput, match="已经结束（已公开）"):
        ask(review)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"asked_of": " "}, "向谁征求"),
        ({"question": "联系手机13812345678"}, "手机号码"),
        ({"asked_of": "王律师13812345678"}, "手机号码"),
        ({"expires_at": AT}, "30天以内"),
        ({"expires_at": AT + dt.timedelta(days=31)}, "30天以内"),
    ],
)
def test_what_cannot_be_asked(review: Review, said: dict[str, object], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        ask(review, **said)
    assert not OutsideOpinion.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "text", "told"),
    [("", "", "请选择"), ("approve", "", "请选择"), ("object", " ", "请写明"), ("agree", "请打13812345678", "手机号码")],
)
def test_what_an_answer_must_say(review: Review, outcome: str, text: str, told: str) -> None:
    _, key = ask(review)
    with pytest.raises(BadInput, match=told) as refusal:
        outside.answer(key=key, outcome=outcome, text=text, at=LATER)
    assert "13812345678" not in str(refusal.value) and not OutsideOpinion.objects.exclude(outcome="").exists()


def test_an_answer_cannot_be_taken_back_from_whoever_gave_it(review: Review) -> None:
    opinion, key = ask(review)
    outside.answer(key=key, outcome="agree", text="", at=LATER)
    with pytest.raises(BadInput, match="已经答复"):
        outside.revoke(opinion=opinion, by="head", at=LATER)
