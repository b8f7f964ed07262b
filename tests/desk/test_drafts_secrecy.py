"""Nobody without the right gets at a draft or its files: on every address of drafting, as a public file, by guessing, by path tricks."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import drafts_makers as desk
import makers as make
import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from gongkai.accounts.models import User
from gongkai.accounts.roles import Role
from gongkai.desk.drafts import urls
from gongkai.disclosures import actions, blobs
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.statuses import Confinement
from gongkai.project.serving import application

pytestmark = pytest.mark.django_db
NUMBER = 10
SECRET, WORDS = b"secret bytes 7306", "尚未公开的标题"
READING = {"edit", "findings", "changes", "download", "download_list"}
OWN = {"index", "several", "new", "clipboard", "hint", "token"}  # these are about no draft


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.catalogue_in_force()


@pytest.fixture
def user() -> User:
    return desk.clerk(NUMBER)


def begun(user: User, **fields: object) -> Disclosure:
    draft = actions.draft(item=make.item(NUMBER), title=WORDS, handler=user, by=user.username, at=timezone.now(), body="<p>内部</p>", **fields)
    actions.attach(disclosure=draft, name="内部.txt", data=SECRET, by=user.username, at=timezone.now())
    record_list = make.record_list()
    actions.edit(disclosure=draft, record_lists=[record_list], by=user.username, at=timezone.now())
    return draft


def addresses(draft: Disclosure) -> Iterator[tuple[str, str]]:
    """Give every address of drafting that is about a draft, with its name."""
    file = draft.attachments.get()
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.name in OWN:
            continue
        path = str(pattern.pattern).replace("<int:pk>", str(draft.pk)).replace("<int:key>", str(file.pk)).replace("<str:sha256>", file.sha256)
        assert "<" not in path, path
        yield pattern.name or "", f"/desk/drafts/{path}"
    yield "preview", f"/desk/preview/{draft.pk}/"


def leaks(client: Client, draft: Disclosure) -> list[str]:
    """Return the addresses that answered anything but a refusal, or let a word or byte of the draft out."""
    found = []
    for name, address in addresses(draft):
        for answer in (client.get(address), client.post(address, {"title": "改", "name": "内部.txt", "act": "remove", "agreed": "1"})):
            content = _bytes(answer)
            not_this_way = answer.status_code == 405 and name not in ("edit", "mask")
            if not (desk.refused(answer) or not_this_way or "/desk/login/" in answer.headers.get("Location", "")):
                found.append(f"{address}: {answer.status_code}")
            if SECRET in content or WORDS.encode() in content:
                found.append(f"{address}: leaked")
    return found


def strangers() -> dict[str, Client]:
    """Return everyone who has no business with a draft of this office."""
    return {
        "anonymous": Client(),
        "a clerk of another office": desk.signed_in(desk.clerk(26, "other")),
        "the head of another office": desk.signed_in(desk.person("otherhead", Role.OFFICE_HEAD, make.row_of(26).office)),
        "the administrator": desk.signed_in(desk.person("root", Role.ADMINISTRATOR)),
        "someone without any role": desk.signed_in(User.objects.create(username="nobody")),
        "someone whose account was closed": _closed(),
    }


def _closed() -> Client:
    user = desk.clerk(NUMBER, "gone")
    client = desk.signed_in(user)
    user.is_active = False
    user.save()
    return client


def states(user: User) -> Iterator[tuple[str, Disclosure]]:
    """Give a draft in every state in which it must not be seen: written, under review, scheduled, a correction, withdrawn."""
    at = timezone.now()
    make.people()
    yield "written", begun(user)
    reviewed = begun(user, document_number="1")
    make.submitted(reviewed, at=timezone.now(), by=user.username)
    yield "under review", reviewed
    scheduled = begun(user, document_number="2")
    make.approved(make.submitted(scheduled, at=timezone.now(), by=user.username, planned_at=at + dt.timedelta(days=3)), at=timezone.now())
    yield "scheduled", scheduled
    public = make.published_disclosure(make.item(NUMBER), title="公开的", body="<p>公开的</p>")
    actions.attach(disclosure=public, name="内部.txt", data=SECRET, by=user.username, at=timezone.now())
    actions.edit(disclosure=public, title=WORDS, by=user.username, at=timezone.now())
    yield "a correction", public
    withdrawn = begun(user, document_number="3", formed_on=dt.date(2026, 1, 1))
    make.release(withdrawn, at=timezone.now(), by=user.username)
    actions.withdraw(disclosure=Disclosure.objects.get(pk=withdrawn.pk), reason="内容有误", by="officer", at=timezone.now())
    yield "withdrawn", Disclosure.objects.get(pk=withdrawn.pk)


def test_no_stranger_reaches_a_draft_on_any_address_in_any_state(user: User) -> None:
    unwelcome = strangers()
    for state, draft in states(user):
        for who, client in unwelcome.items():
            assert leaks(client, draft) == [], f"{state}, {who}"
        assert Disclosure.objects.get(pk=draft.pk).attachments.filter(name="内部.txt").exists(), state


def test_a_confined_draft_is_seen_by_the_named_alone(user: User) -> None:
    draft = begun(user)
    named = desk.clerk(NUMBER, "named")
    actions.confine(disclosure=draft, confinement=Confinement.NAMED, readers=[named], by=user.username, at=timezone.now())
    officer = desk.signed_in(desk.person("officer", Role.OFFICER))
    head = desk.signed_in(desk.person("head2", Role.OFFICE_HEAD, draft.office))
    auditor = desk.signed_in(desk.person("auditor", Role.AUDITOR))
    for client in (officer, head, auditor, desk.signed_in(desk.clerk(NUMBER, "colleague"))):
        assert leaks(client, draft) == []
        assert WORDS not in client.get("/desk/drafts/?scope=office").content.decode() + client.get("/desk/drafts/?scope=all").content.decode()
    for client in (desk.signed_in(user), desk.signed_in(named)):
        assert WORDS in client.get(f"/desk/drafts/{draft.pk}/").content.decode()


def test_the_named_are_chosen_on_the_form_and_the_chooser_stays_among_them(user: User) -> None:
    draft, client = begun(user), desk.signed_in(user)
    colleague = desk.clerk(NUMBER, "colleague")
    client.post(f"/desk/drafts/{draft.pk}/confine/", {"confinement": "named"})
    assert Disclosure.objects.get(pk=draft.pk).confinement == "office", "nobody was named"
    client.post(f"/desk/drafts/{draft.pk}/confine/", {"confinement": "named", "readers": [colleague.pk]})
    draft.refresh_from_db()
    assert draft.confinement == "named" and set(draft.readers.all()) == {user, colleague}


def test_who_reads_everything_changes_nothing(user: User) -> None:
    draft = begun(user)
    for role in (Role.AUDITOR, Role.SECRECY_REVIEWER, Role.RELEASING_LEADER):
        client = desk.signed_in(desk.person(f"reader-{role}", role))
        page = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
        assert WORDS in page and 'id="draft"' not in page and "撤回送审" not in page
        for name, address in addresses(draft):
            if name not in READING | {"preview"}:
                answer = client.post(address, {"title": "改", "act": "remove", "name": "内部.txt"})
                assert desk.refused(answer) or answer.status_code == 405, f"{role} {address} {answer.status_code}"
        assert client.post(f"/desk/drafts/{draft.pk}/", {"title": "改"}).status_code in (302, 403)
        draft.refresh_from_db()
        assert draft.title == WORDS and draft.attachments.exists()


def test_who_has_the_right_gets_the_file_and_nobody_on_the_way_keeps_it(user: User) -> None:
    draft, client = begun(user), desk.signed_in(user)
    file = draft.attachments.get()
    answer = client.get(f"/desk/drafts/{draft.pk}/files/{file.pk}/")
    assert _bytes(answer) == SECRET
    assert "no-store" in answer.headers["Cache-Control"] and answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    preview = client.get(f"/desk/preview/{draft.pk}/")
    assert "no-store" in preview.headers["Cache-Control"] and WORDS in preview.content.decode()


def test_a_file_of_one_draft_is_not_given_out_under_another(user: User) -> None:
    mine, other = desk.clerk(26, "other"), begun(user)
    own = actions.draft(item=make.item(26), title="自己的", handler=mine, by="other", at=timezone.now())
    file, client = other.attachments.get(), desk.signed_in(mine)
    assert client.get(f"/desk/drafts/{own.pk}/files/{file.pk}/").status_code == 404
    assert client.get(f"/desk/drafts/{own.pk}/lists/{file.sha256}/").status_code == 404


def test_the_preview_leads_to_guarded_files_only(user: User) -> None:
    draft, client = begun(user), desk.signed_in(user)
    page = client.get(f"/desk/preview/{draft.pk}/").content.decode()
    guarded = f"/desk/drafts/{draft.pk}/lists/{draft.attachments.get().sha256}/"
    assert guarded in page and "/files/" not in page.replace("/desk/drafts/", "")
    assert _bytes(client.get(guarded)) == SECRET
    for sha256 in set(re.findall(rf"/desk/drafts/{draft.pk}/lists/([0-9a-f]{{64}})/", page)):
        given = client.get(f"/desk/drafts/{draft.pk}/lists/{sha256}/")
        assert given.status_code == 200 and _bytes(given)


def _bytes(answer: Any) -> bytes:
    """Read an answer to its end, which closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def served(path: str) -> tuple[int, bytes]:
    """Ask the whole web application, public files first, for exactly this path, as anyone on the internet can."""
    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1"), "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "QUERY_STRING": "",
        "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": None, "HTTP_HOST": "127.0.0.1",
    }  # fmt: skip
    answer = application(settings.SITE)(environ, lambda status, headers, *rest: answered.append(status))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return int(answered[0][:3]), body


def test_no_path_of_the_web_server_leads_to_private_bytes(user: User) -> None:
    draft = begun(user)
    file = draft.attachments.get()
    stored = blobs.path_of(file.sha256)
    assert stored.read_bytes() == SECRET and settings.PRIVATE in stored.parents and settings.SITE not in stored.parents
    inside = stored.relative_to(settings.PRIVATE)
    data = stored.relative_to(settings.DATA)
    tried = [
        f"/{data}", f"/private/{inside}", f"/files/{file.sha256[:2]}/{file.sha256}", f"/files/{file.sha256}", f"/{file.sha256}",
        f"/desk-media/{inside}", f"/desk-media/../{inside}", f"/desk-assets/../{data}", f"/desk-assets/..%2f{data}", f"/desk-assets/%2e%2e/{data}",
        f"/../{data}", f"/%2e%2e/{data}", f"/..%2f{data}", f"/site/../{data}", f"//{data}", f"/./../{data}", f"/assets/../../{data}",
        f"/disclosures/2026/00000/files/{file.sha256[:12]}/内部.txt", f"/desk/drafts/{draft.pk}/files/{file.pk}/", f"/desk/drafts/{draft.pk}/",
        f"/desk/preview/{draft.pk}/", f"/desk/drafts/../drafts/{draft.pk}/files/{file.pk}/", f"/desk//drafts/{draft.pk}/files/{file.pk}/",
        f"/desk/documents/{file.pk}/内部.txt", f"/documents/{file.pk}/内部.txt", f"/{stored}", f"\\..\\{data}", "/gongkai.sqlite3", "/private/secret-key",
    ]  # fmt: skip
    for path in tried:
        status, body = served(path)
        assert SECRET not in body and WORDS.encode() not in body, path
        assert status in (301, 302, 400, 404, 405), f"{path}: {status}"


def test_nothing_of_a_draft_is_built_into_the_public_site(user: User) -> None:
    from gongkai.portal import parts

    draft = begun(user)
    on = timezone.localdate()
    for name, arguments in parts.shares_of(make.agency(), on=on):
        for made in getattr(parts, name)(*arguments):
            body = getattr(made, "body", b"")
            assert WORDS.encode() not in body and draft.attachments.get().sha256[:12].encode() not in body, made.path
