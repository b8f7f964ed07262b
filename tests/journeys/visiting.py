"""Asks the running site as a plain HTTP client, knows its page kinds, and walks all of it."""

import json
import posixpath
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from lxml import html

KINDS = (
    "home", "guide", "rules", "statutory", "reports", "requests", "offices", "art20", "data", "item", "late item",
    "withheld item", "office", "disclosure", "list", "notice", "files", "late disclosure", "corrected", "old version", "tombstone",
    "calculator", "answer", "bad question", "objections", "unknown receipt", "not found",
)  # fmt: skip
FIXED = {
    "home": "/", "guide": "/guide/", "rules": "/rules/", "statutory": "/statutory/", "reports": "/reports/",
    "requests": "/requests/", "offices": "/statutory/offices/", "art20": "/statutory/art20/", "data": "/data/",
    "calculator": "/calculator/", "not found": "/no-such-page/",
    "answer": f"/calculator/?text={quote('信息形成之日起20个工作日内')}&start=2026-09-24",
    "bad question": f"/calculator/?text={quote('过几天')}&start=2026-09-24",
}  # fmt: skip
REFUSALS = {"not found": 404, "bad question": 400, "unknown receipt": 404}


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def type(self) -> str:
        """Return the media type without its parameters."""
        return self.headers.get_content_type()

    @cached_property
    def page(self) -> html.HtmlElement:
        """Return the page as a tree."""
        return html.document_fromstring(self.body.decode())

    @cached_property
    def json(self) -> Any:
        """Return the JSON."""
        return json.loads(self.body)

    def meta(self) -> dict[str, str]:
        """Return the named meta tags."""
        return {tag.get("name"): tag.get("content") for tag in self.page.iter("meta") if tag.get("name")}

    def words(self) -> str:
        """Return the text of the page."""
        return self.page.text_content()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Send one request for exactly this path."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def links(page: html.HtmlElement, path: str) -> dict[str, str]:
    """Return the addresses a page refers to on its own site, with the fragment each asks for; and foreign ones whole."""
    found: dict[str, str] = {}
    for element, attribute, link, _ in page.iterlinks():
        if element.tag == "link" and element.get("rel") == "canonical":
            continue
        whole = urlsplit(urljoin(path, link))
        if whole.scheme in ("mailto", "tel", "data"):
            continue
        target = whole._replace(fragment="").geturl()
        if attribute != "action":
            found[target] = whole.fragment
    return found


def walk(port: int) -> dict[str, Answer]:
    """Follow every link from the home page; return each answer by its address."""
    answers: dict[str, Answer] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in answers or not path.startswith("/"):
            continue
        answer = answers[path] = ask(port, quote(path, safe="/%?=&"))
        if answer.status == 200 and answer.type == "text/html":
            waiting += links(answer.page, path)
    return answers


def pages_of(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return the pages among the answers."""
    return {path: answer for path, answer in answers.items() if answer.type == "text/html"}


def data_of(answers: dict[str, Answer], folder: str) -> dict[str, Any]:
    """Return the JSON beside every page below a folder, by the page's address."""
    return {
        posixpath.dirname(path) + "/": answer.json
        for path, answer in answers.items()
        if path.startswith(folder) and path.endswith("/index.json")
    }


def kinds(answers: dict[str, Answer]) -> dict[str, str]:
    """Return one address of each kind of page, found through the open data beside the pages."""
    items, disclosures = data_of(answers, "/items/"), data_of(answers, "/disclosures/")
    whole = {path: data for path, data in disclosures.items() if "content" in data and "/versions/" not in path}
    form = next(path for path in sorted(answers) if path.startswith("/objections/"))
    corrected = next(path for path, data in whole.items() if any(line["url"] for line in data["history"]))
    return FIXED | {
        "item": next(path for path, data in items.items() if data["state"] == "filled" and data["entries"]),
        "objections": form,
        "unknown receipt": f"{form}?receipt=202600001-AAAA-AAAA",
        "late item": next(path for path, data in items.items() if data["state"] == "late"),
        "withheld item": next(path for path, data in items.items() if _ended(data, "withheld")),
        "office": next(path for path in sorted(answers) if path.startswith("/offices/")),
        "disclosure": next(path for path, data in whole.items() if data["content"]["body"] and not data["lists"]),
        "list": next(path for path, data in whole.items() if data["lists"] and path != corrected),
        "notice": next(path for path, data in whole.items() if data["notice_state"] == "running"),
        "files": next(path for path, data in whole.items() if data["files"]),
        "late disclosure": next(path for path, data in whole.items() if data["content"]["rule"]["on_time"] is False),
        "corrected": corrected,
        "old version": next(path for path in disclosures if "/versions/" in path),
        "tombstone": next(path for path, data in disclosures.items() if "withdrawn_at" in data),
    }


def _ended(item: dict[str, Any], state: str) -> bool:
    return any(duty["state"] == state for duty in item["duties"])
