"""The desk's door: the printed password opens it once, to choose another; without it nothing is shown."""

from journeys.visiting import ask
from playwright.sync_api import Page
from running import Running

CHOSEN = "自选的密码-7306"


def sign_in(page: Page, password: str) -> None:
    page.goto("/desk/login/")
    page.locator("[name=username]").fill("admin")
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("[type=submit]").click()


def test_the_one_time_password_must_be_changed_at_once(page: Page, site: Running) -> None:
    sign_in(page, "错误的密码")
    assert "/desk/login/" in page.url
    sign_in(page, site.password)
    page.locator("[name$=old_password]").wait_for()
    for elsewhere in ("/desk/", "/desk/reports/", "/desk/users/"):
        page.goto(elsewhere)
        assert page.locator("[name$=old_password]").count() == 1, elsewhere
    page.locator("[name$=old_password]").fill(site.password)
    page.locator("[name$=new_password1]").fill(CHOSEN)
    page.locator("[name$=new_password2]").fill(CHOSEN)
    with page.expect_navigation():
        page.locator("main [type=submit]").first.click()
    page.goto("/desk/")
    assert page.locator("[name$=old_password]").count() == 0
    page.context.clear_cookies()
    sign_in(page, site.password)
    assert "/desk/login/" in page.url
    sign_in(page, CHOSEN)
    assert "/desk/login/" not in page.url


def test_nothing_of_the_desk_is_shown_to_strangers(site: Running) -> None:
    for path in ("/desk/", "/desk/duties/", "/desk/drafts/", "/desk/reviews/", "/desk/users/", "/desk/account/", "/desk/history/"):
        answer = ask(site.port, path)
        assert answer.status in (302, 404), path
        assert answer.status == 404 or answer.headers["Location"].startswith(("/desk/login/", "/desk/password/")), path
    assert ask(site.port, "/desk/").headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
