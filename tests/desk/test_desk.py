"""The back office: one must sign in, and choose a password of one's own first."""

import makers as make
import pytest
from django.test import Client

from gongkai.accounts.actions import issue_administrator_password
from gongkai.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    """Return a client of the administrator who has chosen a password."""
    issue_administrator_password(at=make.moment())
    user = User.objects.get()
    user.set_password("Zhongguo-2026-x")
    user.save()
    client.force_login(user)
    return client


def test_strangers_are_sent_to_the_sign_in_page_in_chinese(client: Client) -> None:
    response = client.get("/desk/", follow=True)
    assert response.redirect_chain[0][0].startswith("/desk/login/")
    text = response.content.decode()
    assert "政府信息公开工作台" in text and "密码" in text and "Sign in" not in text


def test_a_one_time_password_opens_only_the_page_where_it_is_replaced(client: Client) -> None:
    password = issue_administrator_password(at=make.moment())
    assert client.login(username="admin", password=password)
    for address in ("/desk/", "/desk/account/"):
        assert client.get(address).headers["Location"] == "/desk/password/", address
    new = {"old_password": password, "new_password1": "Zhongguo-2026-x", "new_password2": "Zhongguo-2026-x"}
    assert client.post("/desk/password/", new).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert issue_administrator_password(at=make.moment()) is None, "nothing is issued any more"


def test_an_unused_one_time_password_is_replaced_at_the_next_start() -> None:
    first = issue_administrator_password(at=make.moment())
    second = issue_administrator_password(at=make.moment())
    assert first and second and first != second
    assert not User.objects.get().check_password(first)


@pytest.mark.parametrize(
    "address",
    ["pages/", "images/", "documents/", "reports/site-history/", "workflows/list/", "collections/", "users/", "groups/",
     "api/main/pages/", "snippets/", "failwhale/", "choose-page/", "settings/", "locales/", "bulk/accounts/user/delete/"],
)  # fmt: skip
def test_what_the_desk_does_not_use_is_not_there(administrator: Client, address: str) -> None:
    response = administrator.get(f"/desk/{address}")
    assert response.status_code == 404 and "回到工作台" in response.content.decode()


def test_the_account_page_is_where_the_password_is_changed(administrator: Client) -> None:
    assert administrator.get("/desk/account/").headers["Location"] == "/desk/password/"
    assert "现在的密码" in administrator.get("/desk/password/").content.decode()


@pytest.mark.parametrize("address", ["duties/?text=%00", "history/?q=a%00b", "reviews/%00/"])
def test_a_nul_in_an_address_finds_nothing(administrator: Client, address: str) -> None:
    assert administrator.get(f"/desk/{address}").status_code == 404
