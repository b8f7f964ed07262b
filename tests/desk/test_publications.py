"""What is public, at the desk: found, withdrawn in two steps, its objections dealt with by two people; constant queries."""

import datetime as dt
from collections.abc import Callable

import makers as make
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.accounts.models import Appointment, User
from gongkai.accounts.roles import Role
from gongkai.agencies.models import Office
from gongkai.desk.publications import queries
from gongkai.desk.publications.punctuality import punctuality
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, Objection, Publication, Uptime
from gongkai.disclosures.objections import Said
from gongkai.disclosures.penalties import set_aside
from gongkai.records.models import Record
from gongkai.records.statuses import RecordStatus

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SECRET, NAME, CONTACT = "第三家企业的研发投入与年报不一致。", "赵异议", "0471-0000000"
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


@pytest.fixture
def signed_in() -> SignIn:
    """Return what signs a new person in with a role, in an office where one is named."""

    def sign_in(name: str, role: Role, office: Office | None = None) -> Client:
        user, _ = User.objects.get_or_create(username=name, defaults={"last_name": f"测试{name}"})
        held = {"user": user, "role": role, "office": office}
        Appointment.objects.get_or_create(**held, defaults={"since": dt.date(2020, 1, 1), "made_at": NOW, "made_by": make.BY})
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def public(number: int = 10, **fields: object) -> Disclosure:
    return make.published_disclosure(make.item(number), **fields)


def noticed(first: int = 0, last: int = 5) -> Disclosure:
    """Publish a notice whose window begins and ends so many days from today."""
    made = make.draft(make.item(10), title="关于认定结果的公示")
    days = {"starts_on": TODAY + dt.timedelta(days=first), "ends_on": TODAY + dt.timedelta(days=last)}
    actions.open_notice(disclosure=made, **days, required_days=1, unit="day", contact="装备处", by=make.BY, at=NOW)
    make.release(made, at=NOW)
    made.refresh_from_db()
    return made


def objected(notice: Disclosure, key: str = "1", **said: object) -> Objection:
    typed = {"text": SECRET, "name": NAME, "contact": CONTACT} | said
    return actions.receive_objection(
        disclosure=notice, said=Said(**typed), form_key=key, origin=key, anonymous=False, at=NOW
    )


def words(client: Client, path: str) -> str:
    answer = client.get(f"/desk/publications/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def is_refused(answer: HttpResponse) -> bool:
    """Tell whether Wagtail sent someone without the right back to the first screen."""
    return answer.status_code == 302 and answer.headers["Location"] == "/desk/"


# The list.


def test_everything_public_is_listed_and_no_draft(signed_in: SignIn) -> None:
    shown, gone = public(title="公开着的名单"), public(11, title="撤下了的名单")
    actions.withdraw(disclosure=gone, reason="重复", by=make.BY, at=NOW)
    make.draft(make.item(12), title="还是草稿的名单")
    client = signed_in("auditor", Role.AUDITOR)
    text = words(client, "")
    assert "公开着的名单" in text and "撤下了的名单" in text and "还是草稿" not in text
    assert "撤下了" not in words(client, "?state=published") and "公开着" not in words(client, "?state=withdrawn")
    assert "公开着" in words(client, f"?office={shown.public_office_id}&item={shown.item_id}&year=2026")
    assert "公开着" not in words(client, f"?item={gone.item_id}")


@pytest.mark.parametrize("asked", ["2026-00001", "2026-1", "公开", "公开着的名单"])
def test_it_is_found_by_index_number_or_the_beginning_of_its_title(signed_in: SignIn, asked: str) -> None:
    public(title="公开着的名单")
    public(11, title="另一份名单")
    text = words(signed_in("auditor", Role.AUDITOR), f"?text={asked}")
    assert "公开着的名单" in text and "另一份名单" not in text


def test_the_title_of_a_correction_that_is_not_public_yet_is_not_listed(signed_in: SignIn) -> None:
    made = public(title="公开着的名单")
    actions.edit(disclosure=made, title="拟改的标题", by=make.BY, at=NOW)
    client = signed_in("auditor", Role.AUDITOR)
    assert "拟改的标题" not in words(client, "") + words(client, f"{made.pk}/") + words(client, "?text=拟改")


@pytest.mark.parametrize("nonsense", ["?office=x&item=&year=9999999999999999999", "?state=nonsense", "?after=-1", "?text='%25"])
def test_nonsense_is_passed_over(signed_in: SignIn, nonsense: str) -> None:
    public()
    words(signed_in("auditor", Role.AUDITOR), nonsense)


def test_pages_go_on_where_the_last_ended(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [public(title=f"第{n}份名单") for n in range(5)]
    for wanted in (queries.Wanted(), queries.Wanted(text="第"), queries.Wanted(state="published"), queries.Wanted(item=made[0].item_id)):
        found, after = [], None
        while True:
            page = queries.page_of(make.agency(), queries.replace(wanted, after=after), on=TODAY)
            found += [one.pk for one in page.rows]
            if (after := page.after) is None:
                break
        assert sorted(found) == sorted(one.pk for one in made), wanted


def test_the_list_and_a_page_ask_as_many_questions_however_many_there_are(signed_in: SignIn) -> None:
    client = signed_in("officer", Role.OFFICER)
    one = noticed()
    asked = []
    for _ in range(2):
        for n in range(3):
            public(11 + n)
            objected(one, key=str(Objection.objects.count()))
        counts = []
        for path in ("", f"?item={one.item_id}&state=published&year=2026", f"{one.pk}/", "windows/", f"{one.pk}/objections/"):
            with CaptureQueriesContext(connection) as queries_made:
                words(client, path)
            counts.append(len(queries_made))
        asked.append(counts)
    assert asked[0] == asked[1], asked


def test_the_administrator_sees_no_content(signed_in: SignIn) -> None:
    public()
    assert is_refused(signed_in("admin", Role.ADMINISTRATOR).get("/desk/publications/"))


# One publication.


def test_its_page_shows_every_version_with_note_hash_and_review(signed_in: SignIn) -> None:
    made = public()
    actions.edit(disclosure=made, body="<p>改正</p>", by=make.BY, at=NOW)
    make.release(made, at=NOW, change_note="改正了错字")
    text = words(signed_in("auditor", Role.AUDITOR), f"{made.pk}/")
    assert "改正了错字" in text and text.count("审查记录") >= 2
    for publication in made.publications.all():
        assert publication.content_sha256 in text
    number = made.index_number[-5:]
    assert f"/disclosures/2026/{number}/" in text and f"/disclosures/2026/{number}/versions/1/" in text


def test_buttons_are_there_for_those_who_may(signed_in: SignIn) -> None:
    made = public()
    other = make.agency().offices.exclude(pk=made.public_office_id).first()
    withdraw = f"/desk/publications/{made.pk}/withdraw/"
    for client, may in (
        (signed_in("officer", Role.OFFICER), True),
        (signed_in("leader", Role.RELEASING_LEADER), True),
        (signed_in("head1", Role.OFFICE_HEAD, made.public_office), True),
        (signed_in("head2", Role.OFFICE_HEAD, other), False),
        (signed_in("clerk", Role.CLERK, made.public_office), False),
        (signed_in("auditor", Role.AUDITOR), False),
    ):
        assert (withdraw in words(client, f"{made.pk}/")) == may
        assert is_refused(client.get(withdraw)) == (not may)


def test_a_withdrawal_is_shown_as_the_public_will_read_it_and_then_done_at_once(signed_in: SignIn) -> None:
    made = public(title="公开着的名单")
    client, address = signed_in("officer", Role.OFFICER), f"/desk/publications/{made.pk}/withdraw/"
    empty = client.post(address, {"reason": " ", "step": "preview"})
    assert "请写明撤回原因" in empty.content.decode()
    shown = client.post(address, {"reason": "名单有误。", "step": "preview"}).content.decode()
    assert "本条信息已于" in shown and "名单有误。" in shown and "确认撤回" in shown
    made.refresh_from_db()
    assert made.status == "published"
    client.post(address, {"reason": "名单有误。", "step": "confirm"})
    made.refresh_from_db()
    assert (made.status, made.latest.note, made.latest.published_by) == ("withdrawn", "名单有误。", "officer")
    assert client.post(address, {"reason": "再撤", "step": "confirm"}).status_code == 302
    assert made.publications.filter(act="withdraw").count() == 1


def test_personal_data_in_the_reason_is_refused_in_words(signed_in: SignIn) -> None:
    made = public()
    answer = signed_in("officer", Role.OFFICER).post(
        f"/desk/publications/{made.pk}/withdraw/", {"reason": "误公开了手机13912345678", "step": "confirm"}
    )
    made.refresh_from_db()
    assert made.status == "published" and "desk-error" in answer.content.decode()


def test_what_takes_its_place_is_begun_by_one_click(signed_in: SignIn) -> None:
    made = public(title="旧办法")
    client = signed_in("clerk", Role.CLERK, made.public_office)
    client.post(f"/desk/publications/{made.pk}/replace/")
    begun = Disclosure.objects.get(supersedes=made)
    assert (begun.status, begun.title, begun.item_id, begun.created_by) == ("draft", "旧办法", made.item_id, "clerk")
    other = make.agency().offices.exclude(pk=made.public_office_id).first()
    assert is_refused(signed_in("clerk2", Role.CLERK, other).post(f"/desk/publications/{made.pk}/replace/"))


def test_a_penalty_set_aside_is_shown_with_its_day(signed_in: SignIn) -> None:
    penalties = make.record_list("penalties")
    made = public(20, record_lists=(penalties,))
    row = Record.objects.in_list(penalties).first()
    set_aside(record=row, what=RecordStatus.ANNULLED, decided_on=TODAY, reason="复议撤销", by=make.BY, at=NOW)
    client = signed_in("officer", Role.OFFICER)
    text = words(client, f"{made.pk}/")
    assert row.values["CF_WSH"] in text and "第四十八条第二款" in text and "前撤回或更正" in text
    assert made.public_title in words(client, "?state=owing")


def test_registering_it_in_the_list_makes_the_duty_and_says_so(signed_in: SignIn) -> None:
    penalties = make.record_list("penalties")
    made = public(20, record_lists=(penalties,))
    row = Record.objects.in_list(penalties).first()
    client = signed_in("officer", Role.OFFICER)
    answer = client.post(
        f"/desk/lists/{penalties.pk}/rows/{row.position}/annul/",
        {"what": "annulled", "decided_on": TODAY.isoformat(), "reason": "行政复议决定撤销"},
        follow=True,
    )
    assert answer.status_code == 200 and made.penalty_changes.count() == 1
    assert "须在" in answer.content.decode() and made.public_title in answer.content.decode()


# Windows and objections.


def test_windows_are_shown_with_what_came_in(signed_in: SignIn) -> None:
    running, ended = noticed(), noticed(-9, -3)
    objected(running)
    Uptime.objects.create(from_at=NOW, until_at=NOW)
    text = words(signed_in("officer", Role.OFFICER), "windows/")
    assert "正在公示" in text and "1条未办结" in text and "处理结果还没有公布" in text
    assert f"/desk/publications/{ended.pk}/objections/" in text


def test_who_objected_is_seen_only_by_those_who_deal_with_it(signed_in: SignIn) -> None:
    notice = noticed()
    one = objected(notice, file_name="材料.pdf", data=b"%PDF-1.7 x")
    other = make.agency().offices.exclude(pk=notice.public_office_id).first()
    path, file = f"objections/{one.pk}/", f"/desk/publications/objections/{one.pk}/file/"
    clerk = signed_in("clerk1", Role.CLERK, notice.public_office)
    assert NAME in words(clerk, path) and CONTACT in words(clerk, path)
    handed = clerk.get(file)
    assert b"".join(handed.streaming_content) == b"%PDF-1.7 x"
    assert "attachment" in handed.headers["Content-Disposition"] and handed.headers["Content-Type"] == "application/octet-stream"
    auditor = signed_in("auditor", Role.AUDITOR)
    assert SECRET in words(auditor, path) and NAME not in words(auditor, path) and CONTACT not in words(auditor, path)
    assert is_refused(auditor.get(file))
    stranger = signed_in("clerk2", Role.CLERK, other)
    for address in (path, f"{notice.pk}/objections/"):
        assert is_refused(stranger.get(f"/desk/publications/{address}"))
    assert SECRET not in words(stranger, f"{notice.pk}/") + words(stranger, "windows/")


def test_the_office_writes_and_another_person_confirms(signed_in: SignIn) -> None:
    notice = noticed()
    one = objected(notice)
    clerk = signed_in("clerk1", Role.CLERK, notice.public_office)
    head = signed_in("head1", Role.OFFICE_HEAD, notice.public_office)
    base = f"/desk/publications/objections/{one.pk}/"
    wrong = clerk.post(f"{base}handle/", {"finding": "upheld", "answer": "属实。", "summary": ""})
    assert wrong.status_code == 400 and "请写明要公开的" in wrong.content.decode() and "属实。" in wrong.content.decode()
    assert clerk.post(f"{base}handle/", {"finding": "upheld", "answer": "属实。", "summary": "采纳。"}).status_code == 302
    assert is_refused(clerk.post(f"{base}confirm/"))
    assert head.post(f"{base}return/", {"note": "请补充理由"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "received" and "请补充理由" in words(clerk, f"objections/{one.pk}/")
    head.post(f"{base}handle/", {"finding": "upheld", "answer": "属实。", "summary": "采纳。"})
    assert is_refused(head.post(f"{base}confirm/")), "nor does the head confirm what the head wrote"
    officer = signed_in("officer", Role.OFFICER)
    officer.post(f"{base}confirm/")
    one.refresh_from_db()
    assert (one.state, one.handled_by, one.confirmed_by) == ("confirmed", "head1", "officer")


def test_the_outcome_becomes_the_draft_of_a_correction_by_one_click(signed_in: SignIn) -> None:
    notice = noticed(-9, -3)
    clerk = signed_in("clerk1", Role.CLERK, notice.public_office)
    assert "公示期满，未收到意见。" in words(clerk, f"{notice.pk}/objections/")
    answer = clerk.post(f"/desk/publications/{notice.pk}/outcome/", follow=True)
    notice.refresh_from_db()
    assert notice.notice_window.outcome["received"] == 0 and actions.is_being_corrected(notice)
    assert answer.redirect_chain[0][0].startswith(f"/desk/drafts/{notice.pk}/")
    assert ">公示期满，未收到意见。</textarea>" in answer.content.decode(), "the change note stands in its field"
    auditor = signed_in("auditor", Role.AUDITOR)
    assert is_refused(auditor.post(f"/desk/publications/{notice.pk}/outcome/"))


# Punctuality.


def test_delays_of_planned_acts_are_counted_by_their_length(signed_in: SignIn) -> None:
    made = public()
    for number, seconds in enumerate((10, 50, 200, 3000, 90_000), start=2):
        Publication.objects.create(
            disclosure=made, number=number, act="withdraw", content=made.latest.content, content_sha256="x", note="到期",
            published_at=NOW, published_by="时钟", planned_at=NOW - dt.timedelta(seconds=seconds),
        )  # fmt: skip
    found = punctuality(since=NOW - dt.timedelta(days=90))
    assert [bar.count for bar in found.bars] == [2, 1, 1, 0, 1] and found.planned == 5
    assert [bar.percent for bar in found.bars] == [40, 20, 20, 0, 20]
    assert "共5次" in words(signed_in("auditor", Role.AUDITOR), "punctuality/")
