"""How the files are served: headers that keep the visitor safe, versions, compression, parts of files, nothing private."""

import gzip
from urllib.parse import unquote

import pytest
from journeys.visiting import Answer, ask
from running import Running

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def download(answers: dict[str, Answer]) -> str:
    return max((path for path in answers if "/files/" in path), key=lambda path: len(answers[path].body))


def test_pages_and_files_come_with_safe_headers(answers: dict[str, Answer], site: Running) -> None:
    served = dict(answers) | {path: ask(site.port, path) for path in ("/no-such-page/", "/sitemap.xml", "/robots.txt")}
    for path, answer in served.items():
        if path.startswith(("/calculator/", "/objections/")):
            continue
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, f"{path}: {name}"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy, path
        assert ("sandbox" in policy) == ("/files/" in path), path


def test_the_calculator_is_as_safe_as_a_page(answers: dict[str, Answer]) -> None:
    answer = answers["/calculator/"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Referrer-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_a_page_held_already_is_not_sent_again(site: Running) -> None:
    first = ask(site.port, "/items/1/")
    again = ask(site.port, "/items/1/", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert ask(site.port, "/items/1/", If_Modified_Since=first.headers["Last-Modified"]).status == 304
    assert ask(site.port, "/items/1/", If_None_Match='"another"').status == 200


@pytest.mark.parametrize("path", ["/", "/items/1/", "/index.json", "/feed.xml", "/data/items.csv"])
def test_texts_are_compressed_for_those_who_ask(site: Running, path: str) -> None:
    plain, squeezed = ask(site.port, path), ask(site.port, path, Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers and squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.body) == plain.body
    assert plain.headers["Vary"] == squeezed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != squeezed.headers["ETag"]


def test_a_download_can_be_resumed(site: Running, answers: dict[str, Answer], download: str) -> None:
    whole = answers[download].body
    part = ask(site.port, download, Range="bytes=100-299")
    assert part.status == 206 and part.body == whole[100:300]
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"
    rest = ask(site.port, download, Range="bytes=-50", If_Range=part.headers["ETag"])
    assert rest.status == 206 and rest.body == whole[-50:]
    assert ask(site.port, download, Range=f"bytes={len(whole)}-").status == 416


def test_head_tells_without_sending(site: Running) -> None:
    head = ask(site.port, "/", method="HEAD")
    assert head.status == 200 and head.body == b"" and int(head.headers["Content-Length"]) > 1000


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_pages_are_only_read(site: Running, method: str) -> None:
    assert ask(site.port, "/", method=method).status == 405


def test_a_folder_without_its_slash_is_found(site: Running) -> None:
    answer = ask(site.port, "/items/1")
    assert (answer.status, answer.headers["Location"]) == (301, "/items/1/")


PRIVATE = (
    "/gongkai.sqlite3", "/gongkai.sqlite3-wal", "/secret.key", "/private/", "/private/files/", "/private/catalogues/",
    "/site/", "/site/current/index.html", "/current/index.html", "/releases/", "/releases/0001/index.html",
    "/releases/0001.manifest.sqlite", "/0001.manifest.sqlite", "/lock", "/staging/", "/built-by", "/desk-media/",
    "/desk-media/files/", "/.git/config", "/.env", "/var/gongkai.sqlite3", "/index.html.gz",
    "/disclosures/2026/", "/disclosures/2026/99999/", "/assets/", "/files/",
)  # fmt: skip
CLIMBS = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%2f..", "..%5c..", "%c0%ae%c0%ae", "..;", "....//", "%00/..", "\\..")


@pytest.mark.parametrize("path", PRIVATE)
def test_what_is_not_public_has_no_address(site: Running, path: str) -> None:
    answer = ask(site.port, path)
    assert answer.status == 404, path
    assert b"SQLite format" not in answer.body


@pytest.mark.parametrize("climb", CLIMBS)
def test_nobody_climbs_out_of_the_site(site: Running, climb: str) -> None:
    secret = (site.data / "secret.key").read_bytes()
    for prefix in ("/", "/assets/", "/desk-assets/", "/desk-assets/wagtailadmin/", "/items/1/", "//"):
        for target in ("secret.key", "gongkai.sqlite3", "releases/0001.manifest.sqlite", "private/files/"):
            for height in (1, 2, 3):
                answer = ask(site.port, f"{prefix}{f'{climb}/' * height}{target}")
                assert answer.status in (301, 400, 404), (prefix, climb, target, answer.status)
                assert secret not in answer.body and b"SQLite format" not in answer.body


def test_no_file_of_the_site_is_private(site: Running, answers: dict[str, Answer]) -> None:
    """Every file published is one that a link leads to, or one that machines know by its name."""
    tree = (site.data / "site" / "current").resolve()
    files = {f"/{path.relative_to(tree)}" for path in tree.rglob("*") if path.is_file()}
    known = {"/404.html", "/robots.txt", "/sitemap.xml", "/sitemaps/0.xml", "/sitemaps/1.xml"}
    linked = {unquote(path) + ("index.html" if path.endswith("/") else "") for path in answers}
    assert {path for path in files if path.removesuffix(".gz") not in linked | known} == set()
