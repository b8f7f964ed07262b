"""People at the desk of a program of their own: each signs in through the door, and works through the screens only."""

import datetime as dt
import mimetypes
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from journeys import visiting
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from running import ROOT, Running, environment

CLERK, HEAD, OFFICER, ADMIN = "demo-clerk", "demo-head", "demo-officer", "admin"
SECRECY, LEADER = "demo-secrecy", "demo-leader"
REVIEWERS = (HEAD, SECRECY, LEADER)
PASSWORD = "走一遍流程的密码-5127"
PUBLISHED_WITHIN = 30.0
expect.set_options(timeout=15_000)
LET_IN = f"""
import django
django.setup()
from django.utils import timezone
from gongkai.accounts.actions import issue_administrator_password
from gongkai.accounts.models import User
issue_administrator_password(at=timezone.now())
for user in User.objects.all():
    user.set_password({PASSWORD!r})
    user.one_time_password = ""
    user.save()
"""


def let_in(data: Path) -> None:
    """Give every account of a data folder the known password, as if each had chosen it; nobody runs the program meanwhile."""
    around = environment() | {"GONGKAI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings"}
    subprocess.run([sys.executable, "-c", LET_IN], cwd=ROOT, env=around, check=True, timeout=60)


@dataclass
class Desk:
    """The desk of a running program, and who sits at it: everyone in a browser of their own."""

    site: Running
    browser: Browser
    seats: dict[str, Page] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def sit(self, username: str) -> Page:
        """Return the page of a person, signed in through the door; the same page when they sit already."""
        if username not in self.seats:
            page = self.seats[username] = self._window().new_page()
            page.on("pageerror", lambda error: self.troubles.append(f"{username} {page.url}: {error}"))
            page.on("response", lambda answer: self._heed(username, answer.status, answer.url))
            page.goto("/desk/login/")
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").first.fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            expect(page.get_by_role("navigation").first).to_be_visible()
        return self.seats[username]

    def visitor(self) -> Page:
        """Return the page of somebody who has no account: the public."""
        if "" not in self.seats:
            self.seats[""] = self._window().new_page()
        return self.seats[""]

    def leave(self) -> None:
        """Close every browser; nothing may have gone wrong under the screens."""
        for page in self.seats.values():
            page.context.close()
        assert not self.troubles, self.troubles

    def _window(self) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.site.address, viewport={"width": 1440, "height": 900}, locale="zh-CN"
        )
        context.set_default_timeout(15_000)
        return context

    def _heed(self, username: str, status: int, url: str) -> None:
        if status >= 500:
            self.troubles.append(f"{username} {url}: {status}")


def register(page: Page, item: str, happened_on: dt.date, subject: str) -> None:
    """Register an event, having seen when it is due and why before saving."""
    page.goto("/desk/duties/")
    page.get_by_role("link", name="登记事件").click()
    page.get_by_label("事项名称或编号").fill(item)
    page.get_by_role("link", name=item).first.click()
    page.get_by_label("发生日期").fill(happened_on.isoformat())
    page.get_by_label("内容", exact=True).fill(subject)
    expect(page.get_by_text("应于此日前公开")).to_be_visible()
    page.get_by_text("逐日计算过程").click()
    expect(page.get_by_role("cell", name="起算日").or_(page.get_by_text("起算")).first).to_be_visible()


def begin_draft(page: Page, item: str, title: str) -> str:
    """Begin a draft under an item that has no duty to answer to; return its address."""
    page.goto("/desk/drafts/new/")
    choice = page.get_by_role("combobox", name="事项")
    choice.select_option(choice.locator("option", has_text=item).first.get_attribute("value"))
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("标题").fill(title)
    page.get_by_role("button", name="开始拟稿").click()
    expect(page.get_by_role("heading", name="正文", exact=True)).to_be_visible()
    return page.url


def type_body(page: Page, words: str) -> None:
    """Type into the editor of the body, after what stands there; the editor hands it to the form a moment later."""
    page.get_by_role("textbox", name="正文").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)
    page.wait_for_function("words => document.querySelector('[name=part-value]').value.includes(words)", arg=words)


def attach(page: Page, name: str, data: bytes) -> None:
    """Attach a file, as one is chosen in the window the button opens; the page shows it in its list."""
    page.locator("#files").set_input_files(
        {"name": name, "mimeType": mimetypes.guess_type(name)[0] or "", "buffer": data}
    )
    expect(page.locator("#f-files").get_by_role("link", name=name)).to_be_visible()


def check(page: Page) -> Locator:
    """Save the draft, and return what the checks found in it."""
    with page.expect_response("**/findings/"):
        page.get_by_role("button", name="保存", exact=True).click()
    found = page.get_by_role("complementary", name="检查和送审")
    expect(found.get_by_text(re.compile("必须改（|要确认（|没有发现问题")).first).to_be_visible()
    return found


def submit(page: Page, reason: str = "") -> None:
    """Send the draft for review, every warning passed with a reason."""
    found = check(page)
    for one in found.get_by_label("理由：").all():
        one.fill(reason)
    page.get_by_role("button", name="送审", exact=True).click()


def waiting(page: Page, title: str) -> None:
    """Open what waits for the person's opinion from their list."""
    page.goto("/desk/reviews/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name=title, level=2)).to_be_visible()


def agree(page: Page) -> None:
    """Agree to what is shown: every line of the checklist ticked, and for secrecy its conclusion."""
    opinion = page.locator("#opinion")
    opinion.get_by_label("同意", exact=True).check()
    for box in opinion.get_by_role("checkbox").all():
        box.check()
    conclusion = opinion.get_by_role("group", name="保密审查结论")
    if conclusion.count():
        conclusion.get_by_role("radio").first.check()
    opinion.get_by_role("button", name="提交意见").click()


def approve(page: Page) -> None:
    """Agree, and see that it was taken."""
    agree(page)
    expect(page.get_by_role("button", name="提交意见")).to_have_count(0)


def is_public(port: int, words: str) -> bool:
    """Tell whether the words stand anywhere on the public site: in a page, in data, in a file."""
    return any(words.encode() in answer.body for answer in visiting.walk(port).values())


def public(page: Page, path: str, words: str) -> None:
    """Open a public address once it says the words: the site is made anew shortly after each release."""
    deadline = time.monotonic() + PUBLISHED_WITHIN
    page.goto(path)
    while words not in page.content():
        assert time.monotonic() < deadline, (path, words)
        with page.expect_navigation():
            page.reload()
