"""The list of drafts: whose, in which state, due when; a constant number of queries; several at once."""

import datetime as dt

import drafts_makers as desk
import makers as make
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role, Stage
from gongkai.disclosures import actions
from gongkai.disclosures.checklists import CHECKLISTS
from gongkai.disclosures.models import Bundle, Disclosure, Review
from gongkai.disclosures.statuses import Confinement, Outcome

pytestmark = pytest.mark.django_db
NUMBER = 10


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


@pytest.fixture
def user() -> User:
    return desk.clerk(NUMBER)


@pytest.fixture
def client(user: User) -> Client:
    return desk.signed_in(user)


def draft(user: User, title: str, number: int = NUMBER, **fields: object) -> Disclosure:
    values = dict.fromkeys(make.row_of(number).elements, f"见正文{title}")
    fields = {"values": values, "body": f"<p>{title}。正文。</p>"} | fields
    return actions.draft(item=make.item(number), title=title, handler=user, by=user.username, at=timezone.now(), **fields)


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/desk/drafts/?{query}")
    assert page.status_code == 200
    return [line.disclosure.title for line in page.context["lines"]]


def test_mine_my_offices_and_everyones_are_told_apart(client: Client, user: User) -> None:
    colleague, other = desk.clerk(NUMBER, "colleague"), desk.clerk(26, "other")
    draft(user, "我的")
    draft(colleague, "同事的")
    draft(other, "别科室的", 26)
    assert titles(client) == ["我的"] and set(titles(client, "scope=office")) == {"我的", "同事的"}
    assert titles(client, "scope=all") == ["我的"], "a clerk has no such list"
    officer = desk.signed_in(desk.person("officer", Role.OFFICER))
    assert len(titles(officer, "scope=all")) == 3
    auditor = desk.signed_in(desk.person("auditor", Role.AUDITOR))
    assert len(titles(auditor)) == 3 and "name=\"act\"" not in auditor.get("/desk/drafts/").content.decode()


def test_every_state_is_told_and_can_be_filtered_by(client: Client, user: User) -> None:
    people, at = make.people(), timezone.now()
    draft(user, "拟稿的")
    sent, back, planned = (draft(user, title) for title in ("送审的", "退回的", "定时的"))
    make.submitted(sent, at=at, by="clerk")
    review = make.submitted(back, at=at, by="clerk")
    head = people[Stage.OFFICE]
    actions.give_opinion(review=review, stage=Stage.OFFICE, user=head, outcome=Outcome.RETURN, seen_sha256=review.sha256, at=at, comment="请核对")
    review = make.submitted(planned, at=at, by="clerk", planned_at=at + dt.timedelta(days=2))
    make.approved(review, at=at)
    public = make.published_disclosure(make.item(NUMBER), title="公开的", body="<p>另一个</p>")
    actions.edit(disclosure=public, title="更正的", handler=user, by="clerk", at=at)
    states = {"writing": "拟稿的", "review": "送审的", "returned": "退回的", "scheduled": "定时的", "correcting": "更正的"}
    for state, title in states.items():
        assert titles(client, f"scope=office&state={state}") == [title], state
    page = client.get("/desk/drafts/?scope=office").content.decode()
    for words in ("等待科室审核", "请核对", "定时公开", "更正中"):
        assert words in page, words
    assert len(titles(client, "scope=office")) == 5


def test_the_next_due_comes_first_with_the_days_left(client: Client, user: User) -> None:
    today = timezone.localdate()
    late = make.duty(make.item(NUMBER), subject="早的", happened_on=dt.date(2026, 1, 5))
    soon = make.duty(make.item(NUMBER), subject="近的", happened_on=today - dt.timedelta(days=2), at=today)
    draft(user, "没有期限的")
    draft(user, "近的", duty=soon)
    draft(user, "早的", duty=late)
    assert titles(client) == ["早的", "近的", "没有期限的"]
    page = client.get("/desk/drafts/").content.decode()
    assert f"已逾期{(today - late.due_on).days}天" in page and f"还有{(soon.due_on - today).days}天" in page


def test_the_list_asks_the_same_few_questions_however_long_it_is(client: Client, user: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make.submitted(draft(user, "第一条"), at=timezone.now(), by="clerk")
    client.get("/desk/drafts/")
    counts = []
    for round in range(2):
        with django_assert_max_num_queries(21) as asked:
            client.get("/desk/drafts/?scope=office")
        counts.append(len(asked))
        for number in range(8):
            made = draft(user, f"第{round}-{number}条")
            if number % 2:
                make.submitted(made, at=timezone.now(), by="clerk")
    assert counts[0] == counts[1], counts


def test_pages_follow_one_another_without_counting(client: Client, user: User) -> None:
    for number in range(32):
        Disclosure.objects.create(
            agency=make.agency(), item=make.item(NUMBER), office=make.row_of(NUMBER).office, title=f"第{number}条", handler=user,
            created_at=timezone.now(), created_by="clerk",
        )  # fmt: skip
    first, second = titles(client), titles(client, "page=2")
    assert (len(first), len(second)) == (30, 2) and not set(first) & set(second)
    assert "下一页" in client.get("/desk/drafts/").content.decode() and "下一页" not in client.get("/desk/drafts/?page=2").content.decode()
    assert titles(client, "words=第31条") == ["第31条"] and titles(client, "page=abc&item=x&state=?") == first


def test_several_are_submitted_and_each_that_could_not_be_says_why(client: Client, user: User) -> None:
    make.people()
    good, bad = draft(user, "齐全的"), draft(user, "有身份证的", body="<p>11010519491231002X</p>")
    alien = draft(desk.clerk(26, "other"), "别科室的", 26)
    answer = client.post("/desk/drafts/several/", {"act": "submit", "draft": [good.pk, bad.pk, alien.pk], "back": "scope=mine"}, follow=True)
    page = answer.content.decode()
    assert list(Review.objects.values_list("disclosure", flat=True)) == [good.pk]
    assert "1条已送审" in page and "“有身份证的”没有送审" in page and "别科室的" not in page


def test_several_go_to_a_colleague_but_not_to_a_stranger(client: Client, user: User) -> None:
    one, two = draft(user, "一"), draft(user, "二")
    colleague, stranger = desk.clerk(NUMBER, "colleague"), desk.clerk(26, "stranger")
    client.post("/desk/drafts/several/", {"act": "assign", "draft": [one.pk, two.pk], "to": "stranger"})
    assert not Disclosure.objects.filter(handler=stranger).exists()
    client.post("/desk/drafts/several/", {"act": "assign", "draft": [one.pk, two.pk], "to": "colleague"})
    assert Disclosure.objects.filter(handler=colleague).count() == 2


def test_several_are_bundled(client: Client, user: User) -> None:
    one, two = draft(user, "政策"), draft(user, "解读")
    client.post("/desk/drafts/several/", {"act": "bundle", "draft": [one.pk], "bundle_title": "政策与解读"})
    assert not Bundle.objects.exists()
    client.post("/desk/drafts/several/", {"act": "bundle", "draft": [one.pk, two.pk], "bundle_title": "政策与解读"})
    assert Bundle.objects.get().members.count() == 2
    assert "合并公开“政策与解读”" in client.get("/desk/drafts/").content.decode()
    client.post(f"/desk/drafts/{one.pk}/unbundle/")
    assert Bundle.objects.get().members.count() == 0, "nobody is left alone in it"


def test_a_draft_joins_a_bundle_from_the_list(client: Client, user: User) -> None:
    parts, late = [draft(user, "政策"), draft(user, "解读")], draft(user, "图解")
    assert "已有的合并公开" not in client.get("/desk/drafts/").content.decode()
    bound = actions.bundle(title="政策与解读", members=parts, by="clerk", at=timezone.now())
    assert [one.pk for one in client.get("/desk/drafts/").context["bundles"]] == [bound.pk]
    said = {"act": "join", "draft": [late.pk], "bundle": bound.pk}
    assert "1条已加入“政策与解读”" in client.post("/desk/drafts/several/", said, follow=True).content.decode()
    assert bound.members.count() == 3
    assert "请选择加入哪一个" in client.post("/desk/drafts/several/", said | {"bundle": ""}, follow=True).content.decode()


def test_a_bundle_is_offered_only_while_every_part_is_ones_own_draft_and_unseen(client: Client, user: User) -> None:
    make.people()
    at, late = timezone.now(), draft(user, "后来的")
    shared = actions.bundle(title="两个科室", members=[draft(user, "我的"), draft(desk.clerk(26, "other"), "别科室的", 26)], by="clerk", at=at)
    hidden = actions.bundle(title="有保密的", members=[draft(user, "明的"), draft(desk.clerk(NUMBER, "colleague"), "暗的")], by="clerk", at=at)
    Disclosure.objects.filter(title="暗的").update(confinement=Confinement.NAMED)
    sent = actions.bundle(title="送审的", members=[draft(user, "送了"), draft(user, "没送")], by="clerk", at=at)
    make.submitted(Disclosure.objects.get(title="送了"), at=at, by="clerk")
    assert client.get("/desk/drafts/").context["bundles"] == []
    for bound in (shared, hidden, sent):
        client.post("/desk/drafts/several/", {"act": "join", "draft": [late.pk], "bundle": bound.pk})
    late.refresh_from_db()
    assert late.bundle is None


def test_a_draft_that_went_out_leaves_the_list(client: Client, user: User) -> None:
    people, made, at = make.people(), draft(user, "要公开的"), timezone.now()
    review = make.submitted(made, at=at, by="clerk")
    for stage in Stage:
        actions.give_opinion(
            review=review, stage=stage, user=people[stage], outcome=Outcome.APPROVE, seen_sha256=review.sha256, at=at,
            checklist=dict.fromkeys(CHECKLISTS[stage], True), secrecy="clear" if stage == Stage.SECRECY else "",
        )  # fmt: skip
        review.refresh_from_db()
    assert titles(client, "scope=office") == []
