"""The form of drafts in a real browser: it saves itself, keeps what is typed offline, takes Word's paste and files, and asks two people."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import openpyxl
import pytest
import running
from playwright.sync_api import Browser, BrowserContext, Page, expect
from running import Running

pytestmark = pytest.mark.journey
DATA = Path(__file__).parent / "data"
PASSWORD = "草稿测试-7306"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")
MADE = """
import django
django.setup()
from django.utils import timezone
from gongkai.accounts.models import User
from gongkai.catalogue.models import Item
from gongkai.disclosures import actions
for user in User.objects.filter(is_sample=True):
    user.set_password({password!r})
    user.one_time_password = ""
    user.save()
clerk = User.objects.get(username="demo-clerk")
made = dict(handler=clerk, by="demo-clerk", at=timezone.now())
values = {{"被处罚企业名称": "示例公司", "违法事实": "手机13812345678"}}
penalty = actions.draft(item=Item.objects.get(number=26), title="处罚决定", values=values, body="<p>正文</p>", **made)
list_ = actions.draft(item=Item.objects.get(number=10), title="企业技术中心", **made)
sent = actions.draft(item=Item.objects.get(number=27), title="检查结果", values={{"安全生产监督检查结果": "见正文"}}, body="<p>12家。</p>", **made)
actions.submit(disclosure=sent, by="demo-clerk", at=timezone.now(), reasons={{"*": "已核对"}})
faulty = actions.draft(item=Item.objects.get(number=10), title="又一批企业技术中心", body="<p>名单见附件。</p>", **made)
print(penalty.pk, list_.pk, sent.pk, faulty.pk)
"""

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def drafts(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A data folder with four drafts, and their keys: one to write, one of a list, one under review, one to send into it."""
    data = tmp_path_factory.mktemp("drafts") / "data"
    shutil.copytree(prepared, data, symlinks=True)
    env = os.environ | {"GONGKAI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings"}
    done = subprocess.run([sys.executable, "-c", MADE.format(password=PASSWORD)], env=env, capture_output=True, text=True, check=True)
    return data, done.stdout.split()


@pytest.fixture(scope="module")
def program(drafts: tuple[Path, list[str]]) -> Iterator[Running]:
    started = running.start(drafts[0])
    try:
        yield started.wait_until_ready()
        assert "Traceback" not in started.words, started.words
    finally:
        started.kill()


@pytest.fixture
def opened(browser: Browser, program: Running) -> Iterator[Opened]:
    """Give pages of people who have signed in."""
    contexts: list[BrowserContext] = []

    def open_as(username: str = "demo-clerk", width: int = 1440) -> Page:
        context = browser.new_context(base_url=program.address, viewport={"width": width, "height": 900}, locale="zh-CN")
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto("/desk/login/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("[type=submit]").click()
        return page

    yield open_as
    for context in contexts:
        context.close()


def element(page: Page, name: str) -> object:
    return page.locator(f'.drafts-element:has(label:text-is("{name}"))').locator("textarea, input:not([type=hidden])").first


def test_it_saves_itself_ten_seconds_after_a_change(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    said = page.locator("[data-saved]")
    element(page, "处罚机关").fill("示例机关")
    expect(said).to_contain_text("有修改，稍后自动保存", timeout=3000)
    expect(said).to_contain_text("已自动保存", timeout=20_000)
    page.reload()
    expect(element(page, "处罚机关")).to_have_value("示例机关")


def test_what_is_typed_offline_is_kept_and_saved_when_the_line_is_back(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    page.wait_for_timeout(800)
    page.context.set_offline(True)
    element(page, "处罚内容").fill("断网时写的")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("网络不通")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    page.reload()
    expect(element(page, "处罚内容")).to_have_value("断网时写的")


def test_a_session_that_ended_is_said_and_nothing_is_lost(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    page.wait_for_timeout(800)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    element(page, "处罚依据").fill("登录过期时写的")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("登录已过期")
    page.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])  # signed in again, in another window: another token
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")


def test_leaving_with_unsaved_changes_asks_first(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    page.wait_for_timeout(800)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#f-title").fill("没有保存的标题")
    page.goto("/desk/drafts/")
    assert asked == ["beforeunload"]


def test_a_wrong_credit_code_is_told_while_typing(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    element(page, "信用代码").fill("911100006000373411")
    hint = page.locator('.drafts-element[data-kind="credit_code"] [data-hint]')
    expect(hint).to_contain_text("第18位")
    element(page, "信用代码").fill("91110000600037341L")
    expect(hint).to_have_text("校验位正确。")


def test_word_is_pasted_clean_with_its_table_and_pictures_are_told(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][1]}/")
    editor = page.locator(".public-DraftEditor-content").first
    editor.click()
    page.evaluate(
        """async html => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([html], {type: "text/html"}), "text/plain": new Blob(["纯文本"], {type: "text/plain"})})])""",
        (DATA / "word.html").read_text("utf-8"),
    )
    page.keyboard.press("Control+v")
    expect(page.locator("[data-part]")).to_have_count(3)
    expect(page.get_by_text("1张图片没有粘贴")).to_be_visible()
    expect(editor.locator("ol li").first).to_contain_text("认定十二家")
    expect(page.locator('[data-part="table"] td').first).to_have_text("企业")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    page.reload()
    html = page.locator("[data-body]").inner_html()
    assert page.locator("[data-part]").count() == 3 and "mso" not in html.lower() and "仿宋" not in html and "呼和浩特" in html


def test_a_table_is_written_and_links_lead_to_the_web_only(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("见网站")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.locator("button[name=LINK]").first.click()
    page.locator("#link-url").fill("javascript:alert(1)")
    page.locator("#link-dialog [value=ok]").click()
    expect(page.locator("[data-link-error]")).to_be_visible()
    page.locator("#link-url").fill("gxt.nmg.gov.cn/x")
    page.locator("#link-dialog [value=ok]").click()
    page.get_by_role("button", name="加表格").click()
    page.keyboard.type("项目")
    page.keyboard.press("Tab")
    page.keyboard.type("金额")
    page.get_by_role("button", name="加行").click()
    page.keyboard.type("罚款")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    page.reload()
    expect(page.locator('.public-DraftEditor-content a[href="https://gxt.nmg.gov.cn/x"]')).to_have_count(1)
    table = page.locator('[data-part="table"] table').first
    expect(table.locator("th").nth(1)).to_have_text("金额")
    expect(table.locator("tbody tr").first.locator("td").first).to_have_text("罚款")


def test_files_are_taken_with_progress_and_say_what_was_removed(opened: Opened, drafts: tuple[Path, list[str]], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.creator = "张三的电脑"
    book.save(tmp_path / "决定书附表.xlsx")
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][0]}/")
    page.locator("#files").set_input_files(tmp_path / "决定书附表.xlsx")
    expect(page.locator(".drafts-files")).to_contain_text("决定书附表.xlsx", timeout=20_000)
    expect(page.locator("[data-progress]")).to_contain_text("已去除")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="决定书附表.xlsx").click()
    assert openpyxl.load_workbook(io.BytesIO(Path(downloaded.value.path()).read_bytes())).properties.creator != "张三的电脑"


def test_two_people_on_one_field_choose_between_both_versions(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    clerk, officer = opened(), opened("demo-officer")
    for page in (clerk, officer):
        page.goto(f"/desk/drafts/{drafts[1][0]}/")
        page.wait_for_timeout(800)
    element(officer, "违法事实").fill("未按规定登记购买人员")
    officer.keyboard.press("Control+s")
    expect(officer.locator("[data-saved]")).to_contain_text("已自动保存")
    element(clerk, "违法事实").fill("未按规定记录购买数量")
    clerk.keyboard.press("Control+s")
    expect(clerk.locator("[data-saved]")).to_contain_text("也改了“违法事实”")
    clerk.get_by_role("button", name="对照选择").click()
    expect(clerk.locator(".drafts-version")).to_have_count(2)
    assert faults(clerk) == []
    clerk.get_by_label("用我写的").check()
    clerk.get_by_role("button", name="按选择保存").click()
    expect(element(clerk, "违法事实")).to_have_value("未按规定记录购买数量")


def test_a_finding_leads_to_its_field_and_the_submission_goes_through(opened: Opened, drafts: tuple[Path, list[str]]) -> None:
    page = opened()
    page.goto(f"/desk/drafts/{drafts[1][3]}/")
    page.locator("#f-title").fill("联系人手机13812345678")
    page.keyboard.press("Control+s")
    blocking = page.locator(".drafts-group.is-blocking")
    expect(blocking).to_contain_text("手机号码")
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("还没有送审")
    page.locator(".drafts-group.is-blocking").get_by_role("link", name="去改").first.click()
    expect(page.locator("#f-title")).to_be_focused()
    page.locator("#f-title").fill("第23批企业技术中心名单")
    page.keyboard.press("Control+s")
    expect(page.locator(".drafts-group.is-blocking")).to_have_count(0)
    page.wait_for_timeout(500)
    for reason in page.locator("#checks textarea").all():
        reason.fill("已核对原件")
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已送审，现在等待科室审核")
    expect(page.get_by_role("button", name="撤回送审")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024])
def test_every_screen_is_accessible_and_nothing_runs_off_it(opened: Opened, drafts: tuple[Path, list[str]], width: int) -> None:
    page = opened("demo-officer", width)
    written, _, sent, _ = drafts[1]
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in ("?scope=all", "new/", "new/?item=10", f"{written}/", f"{written}/mask/", f"{sent}/", "1/", "1/changes/"):
        page.goto(f"/desk/drafts/{address}")
        page.wait_for_timeout(1200)
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        assert faults(page) == [], address
        assert page.evaluate("document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth") <= 0, address
    assert complaints == []


def faults(page: Page) -> list[str]:
    """Return what axe holds against the page, the grave ones only."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] if fault["impact"] in GRAVE for node in fault["nodes"]
    ]
