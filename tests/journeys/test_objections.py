"""An objection's way: sent from a phone without script, dealt with by two people at the desk, its answer read by number."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import running
from journeys.test_every_kind import faults
from playwright.sync_api import Browser, Page
from running import Running

CHOSEN = "自选的密码-7306"
TEXT = "第三家企业的研发投入与其年报披露的数据不一致，请核实。"


@pytest.fixture(scope="module")
def own(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run a site of this journey's own: it changes passwords."""
    data = tmp_path_factory.mktemp("objections") / "data"
    shutil.copytree(prepared, data, symlinks=True)
    program = running.start(data)
    try:
        yield program.wait_until_ready()
        program.stop()
    except BaseException:
        program.kill()
        raise


def signed_in(browser: Browser, site: Running, name: str) -> Page:
    """Return the desk of a sample person who has chosen a password, 1024 pixels wide."""
    found = re.search(r"一次性密码都是\s*(\S+)", site.words)
    assert found, site.words
    password = found[1]
    page = browser.new_context(base_url=site.address, viewport={"width": 1024, "height": 800}, locale="zh-CN").new_page()
    page.goto("/desk/login/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("[type=submit]").click()
    page.locator("[name$=old_password]").fill(password)
    page.locator("[name$=new_password1]").fill(CHOSEN)
    page.locator("[name$=new_password2]").fill(CHOSEN)
    with page.expect_navigation():
        page.locator("main [type=submit]").first.click()
    return page


def test_an_objection_from_a_phone_to_its_answer(browser: Browser, own: Running) -> None:
    phone = browser.new_context(
        base_url=own.address, viewport={"width": 390, "height": 844}, java_script_enabled=False, is_mobile=True, has_touch=True
    ).new_page()
    phone.goto("/")
    phone.locator(".entries a", has_text="公示（示例）").first.click()
    phone.get_by_role("link", name="在线提出异议").click()
    phone.wait_for_timeout(2500)  # nobody writes faster than that
    phone.get_by_label("异议内容").fill(TEXT)
    phone.get_by_label("姓名或者单位名称").fill("示例异议人")
    phone.get_by_label("联系方式").fill("电话待填")
    phone.get_by_label("附件").set_input_files({"name": "材料.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"})
    phone.get_by_role("button", name="提交异议").click()
    assert "异议已经收到" in phone.locator("[role=status]").inner_text()
    number = phone.locator(".receipt-number").inner_text()

    clerk = signed_in(browser, own, "demo-clerk")
    clerk.goto("/desk/publications/windows/")
    assert faults(clerk) == []
    clerk.get_by_role("row", name="新材料").get_by_role("link", name="异议", exact=True).click()
    clerk.get_by_role("link", name=number).click()
    assert TEXT in clerk.locator("main").inner_text() and "示例异议人" in clerk.locator("main").inner_text()
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="材料.pdf").click()
    assert download.value.path().read_bytes() == b"%PDF-1.7 x"
    clerk.get_by_label("部分采纳").check()
    clerk.get_by_label("给异议人的答复").fill("经核实，统计口径已经更正。")
    clerk.get_by_label("公开的意见要点和处理结果").fill("反映统计口径问题，部分采纳。")
    assert faults(clerk) == []
    clerk.get_by_role("button", name="保存，提交确认").click()
    assert clerk.get_by_role("button", name="确认，办结").count() == 0, "nobody confirms what they wrote"

    phone.goto(f"{phone.url.partition('?')[0]}?receipt={number}")
    assert "统计口径已经更正" not in phone.content(), "nothing is told before it is confirmed"

    head = signed_in(browser, own, "demo-head")
    head.goto(clerk.url)
    head.get_by_role("button", name="确认，办结").click()
    assert "已办结" in head.locator("main").inner_text()
    phone.reload()
    told = phone.locator("#receipt").inner_text()
    assert "部分采纳" in told and "经核实，统计口径已经更正。" in told and "示例异议人" not in told


def test_a_withdrawal_shows_its_reason_before_it_is_done(browser: Browser, own: Running) -> None:
    officer = signed_in(browser, own, "demo-officer")
    officer.goto("/desk/publications/?text=2026-00001")
    assert faults(officer) == []
    officer.locator(".pub-title").first.click()
    address = officer.get_by_role("link", name="公开页面").get_attribute("href")
    assert faults(officer) == []
    officer.get_by_role("link", name="撤回", exact=True).click()
    officer.get_by_label("撤回原因").fill("与另一条重复。")
    officer.get_by_role("button", name="下一步：核对").click()
    assert "与另一条重复。" in officer.locator(".pub-tombstone").inner_text()
    assert faults(officer) == []
    officer.get_by_role("button", name="确认撤回").click()
    assert "已撤回" in officer.locator("main").inner_text()
    reader = browser.new_context(base_url=own.address).new_page()
    for _ in range(40):
        reader.goto(address)
        if "撤回原因" in reader.content():
            break
        reader.wait_for_timeout(250)
    assert "与另一条重复。" in reader.locator("main").inner_text()
