"""The public form for objections: without script and cookie, calm when closed, silent about everything not public."""

import datetime as dt
import time

import makers as make
import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, Objection
from gongkai.portal import addresses, changes, objection_views
from gongkai.portal.disclosure_pages import pages
from gongkai.portal.press import Press

pytestmark = pytest.mark.django_db

TEXT = "我认为名单第三家企业的研发投入与年报不一致。"
WHO = {"name": "赵异议", "contact": "0471-0000000"}


def noticed(first: int = 0, last: int = 3) -> Disclosure:
    """Publish a notice whose window begins and ends so many days from today."""
    make.catalogue_in_force()
    now, today = timezone.now(), timezone.localdate()
    made = make.draft(make.item(10), title="关于认定结果的公示")
    days = {"starts_on": today + dt.timedelta(days=first), "ends_on": today + dt.timedelta(days=last)}
    actions.open_notice(disclosure=made, **days, required_days=1, unit="day", contact="装备处，电话待填", by=make.BY, at=now)
    make.release(made, at=now)
    made.refresh_from_db()
    return made


def token(disclosure: Disclosure, *, ago: float = 60, key: str = "k") -> str:
    opened = {"disclosure": disclosure.pk, "key": key, "opened": time.time() - ago}
    return signing.dumps(opened, salt=objection_views.SALT)


def address(disclosure: Disclosure) -> str:
    return addresses.objections(disclosure.index_number)


def page_of(response: object) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def alerts(response: object) -> str:
    return "".join(one.text_content() for one in page_of(response).xpath("//*[@role='alert']"))


def test_the_page_of_a_running_notice_leads_to_the_form(client: Client) -> None:
    made = noticed()
    own = next(iter(pages(Press(make.agency(), timezone.localdate()), made, list(made.publications.all())))).body.decode()
    assert f'href="{address(made)}"' in own
    later = Press(make.agency(), timezone.localdate() + dt.timedelta(days=4))
    assert address(made) not in next(iter(pages(later, made, list(made.publications.all())))).body.decode()


def test_an_objection_is_sent_and_followed_without_script_or_cookie(client: Client) -> None:
    made = noticed()
    form = page_of(client.get(address(made)))
    assert form.xpath("//form[@method='post']//input[@name='token']/@value")
    file = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 x")
    sent = client.post(address(made), {"token": token(made), "text": TEXT, **WHO, "file": file})
    assert sent.status_code == 303 and not client.cookies
    one = Objection.objects.get()
    assert one.file_name == "证明.pdf" and one.objector.contact == WHO["contact"]
    receipt = client.get(sent.headers["Location"])
    assert one.receipt_number in receipt.content.decode() and receipt.headers["Cache-Control"] == "no-store"
    asked = client.get(address(made), {"receipt": f" {one.receipt_number.lower()} "}).content.decode()
    assert "正在核实" in asked
    actions.handle_objection(objection=one, finding="partly", answer="经核实部分属实。", summary="部分采纳。", by="a", at=timezone.now())
    assert "部分属实" not in client.get(address(made), {"receipt": one.receipt_number}).content.decode()
    actions.confirm_objection(objection=one, by="b", at=timezone.now())
    done = client.get(address(made), {"receipt": one.receipt_number}).content.decode()
    assert "部分采纳" in done and "经核实部分属实。" in done
    assert not any(word in done for word in (TEXT, *WHO.values(), "证明.pdf")), "the number opens the answer, not who asked"


def test_two_clicks_are_one_objection(client: Client) -> None:
    made = noticed()
    fields = {"token": token(made), "text": TEXT, **WHO}
    first, second = (client.post(address(made), fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] and Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"text": ""}, "写明对哪一项"),
        ({"name": ""}, "姓名"),
        ({"homepage": "http://spam.example"}, "应当留空"),
        ({"token": "forged"}, "页面已经失效"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, change: dict[str, str], word: str) -> None:
    made = noticed()
    refused = client.post(address(made), {"token": token(made), "text": TEXT, **WHO} | change)
    assert refused.status_code == 400 and word in alerts(refused) and not Objection.objects.exists()
    kept = page_of(refused)
    assert kept.xpath("//input[@name='contact']/@value") == [WHO["contact"]]
    if "text" not in change:
        assert kept.xpath("//textarea")[0].text_content().strip() == TEXT


@pytest.mark.parametrize(("ago", "word"), [(0.2, "太快"), (13 * 3600, "时间太长")])
def test_a_form_sent_too_fast_or_too_late_is_sent_again_with_ease(client: Client, ago: float, word: str) -> None:
    made = noticed()
    refused = client.post(address(made), {"token": token(made, ago=ago), "text": TEXT, **WHO})
    assert refused.status_code == 400 and word in alerts(refused)


def test_a_token_of_another_notice_is_refused(client: Client) -> None:
    made = noticed()
    other = make.published_disclosure(make.item(11))
    assert client.post(address(made), {"token": token(other), "text": TEXT, **WHO}).status_code == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    made = noticed()
    answer = client.generic("POST", address(made), b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(900_000_000))
    assert answer.status_code == 413 and "10MB" in alerts(answer)


def test_from_one_place_only_so_many(client: Client) -> None:
    made = noticed()
    answers = [client.post(address(made), {"token": token(made, key=str(n)), "text": TEXT, **WHO}).status_code for n in range(6)]
    assert answers == [303] * 5 + [429]
    behind = client.post(
        address(made), {"token": token(made, key="x"), "text": TEXT, **WHO}, HTTP_X_FORWARDED_FOR="198.51.100.7"
    )
    assert behind.status_code == 429, "what anybody may write in a header opens nothing, unless a proxy is trusted"


@pytest.mark.parametrize(("first", "last", "word"), [(2, 5, "还没有开始"), (-5, -1, "已经结束")])
def test_closed_windows_answer_calmly(client: Client, first: int, last: int, word: str) -> None:
    made = noticed(first, last)
    shown = client.get(address(made))
    assert shown.status_code == 200 and word in shown.content.decode() and "装备处" in shown.content.decode()
    assert not page_of(shown).xpath("//textarea")
    sent = client.post(address(made), {"token": token(made), "text": TEXT, **WHO})
    assert sent.status_code == 409 and word in sent.content.decode()


def test_a_withdrawn_notice_says_so(client: Client) -> None:
    made = noticed()
    actions.withdraw(disclosure=made, reason="重复", by=make.BY, at=timezone.now())
    shown = client.get(address(made)).content.decode()
    assert "已经撤回" in shown and "textarea" not in shown


def test_what_has_no_window_or_is_not_public_has_no_form(client: Client) -> None:
    made = noticed()
    plain = make.published_disclosure(make.item(11))
    draft = make.draft(make.item(12), title="不该出现的草稿")
    for where in (address(plain), "/objections/2026/99999/", f"/objections/2026/{draft.pk}/", "/objections/2026/x'--/"):
        answer = client.get(where)
        assert answer.status_code == 404 and "不该出现" not in answer.content.decode()
    assert client.get(address(made), {"receipt": "nonsense\x00' OR 1=1"}).status_code == 404


def test_scripts_in_what_is_typed_stay_words(client: Client) -> None:
    made = noticed()
    answer = client.post(address(made), {"token": "x", "text": "</textarea><script>alert(1)</script>", "name": '"><b>'})
    assert "<script>alert" not in answer.content.decode() and "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_no_public_file_knows_of_an_objection(client: Client) -> None:
    made = noticed()
    file = SimpleUploadedFile("证明.txt", "附件里的话".encode())
    client.post(address(made), {"token": token(made), "text": TEXT, **WHO, "file": file})
    everything = b"".join(
        one.body
        for entry in [("disclosure", str(made.pk)), ("site", "1")]
        for one in changes.files_of(Press(make.agency(), timezone.localdate()), [_outbox(*entry)]).writes
        if hasattr(one, "body")
    ).decode("utf-8", "ignore")
    assert made.title in everything
    assert not any(word in everything for word in (TEXT, *WHO.values(), "证明.txt", "附件里的话"))


def _outbox(kind: str, key: str) -> object:
    from gongkai.publisher.models import OutboxEntry

    return OutboxEntry(kind=kind, key=key, created_at=timezone.now())
