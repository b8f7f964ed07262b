"""The one form of the public site: it answers without script, agrees with the command line, and refuses clearly."""

import json

import pytest
import running
from journeys.visiting import ask
from playwright.sync_api import Page
from running import Running


def calculate(page: Page, words: str, day: str) -> None:
    page.goto("/calculator/")
    page.get_by_label("公开时限").fill(words)
    page.get_by_label("起算日").fill(day)
    page.get_by_role("button", name="计算").click()


@pytest.mark.parametrize("words", ["信息形成之日起20个工作日内", "颁发之日起15日内", "作出处罚决定后七个工作日内"])
def test_it_answers_as_the_command_does(scriptless: Page, words: str) -> None:
    calculate(scriptless, words, "2026-09-24")
    told = json.loads(running.call("due", words, "--from", "2026-09-24", "--json").stdout)
    assert scriptless.locator("#result .answer").inner_text() == told["due_on"]
    scriptless.get_by_text("为什么是这一天").click()
    assert scriptless.locator("details li").count() >= len(told["working"]) > 0
    assert scriptless.get_by_label("公开时限").input_value() == words


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("text=&start=2026-09-24", "请填写公开时限"),
        ("text=%E8%BF%87%E5%87%A0%E5%A4%A9&start=2026-09-24", "过几天"),
        ("text=20%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5%E5%86%85&start=", "请填写起算日"),
        ("text=20%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5%E5%86%85&start=2026-02-30", "请填写起算日"),
        ("text=20%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5%E5%86%85&start=0001-01-01", ""),
        ("text=20%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5%E5%86%85&start=9999-12-31", ""),
        ("text=99999999999999999999%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5%E5%86%85&start=2026-09-24", ""),
        ("text=%3Cscript%3Ealert(1)%3C/script%3E&start=%3Cscript%3E", ""),
        ("text=%00%ff%fe&start=2026-09-24", ""),
    ],
)
def test_bad_input_gets_a_clear_sentence(site: Running, question: str, word: str) -> None:
    answer = ask(site.port, f"/calculator/?{question}")
    assert answer.status == 400
    [alert] = answer.page.xpath("//*[@role='alert']")
    assert word in alert.text_content() and len(alert.text_content().strip()) > 5
    assert b"<script>alert" not in answer.body


def test_it_is_only_asked(site: Running) -> None:
    assert ask(site.port, "/calculator/", method="POST").status in (403, 405)
