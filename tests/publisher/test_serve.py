"""What the file server answers: the right file, the right headers, and never anything from outside the site."""

import gzip
import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper
from wsgiref.validate import validator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.publisher.files import Blob, File
from gongkai.publisher.serve import FileServer
from gongkai.publisher.site import Site

PAGE = ("<h1>公开</h1>" * 500).encode()
BIG = os.urandom(700_000)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """Asks a WSGI application as a server would, checked by wsgiref's validator."""

    def __init__(self, application: FileServer) -> None:
        self._application = validator(application)

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        path, _, query = target.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query,
            "SCRIPT_NAME": "", "SERVER_NAME": "x", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": _Empty(), "wsgi.errors": _Empty(),
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
            "wsgi.file_wrapper": FileWrapper,
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}  # fmt: skip
        caught: list = []
        answer = self._application(environ, lambda status, headers: caught.extend([status, headers]))
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        return Answer(int(caught[0][:3]), dict(caught[1]), body)


class _Empty:
    def read(self, size: int = -1) -> bytes:
        return b""

    def readline(self, size: int = -1) -> bytes:
        return b""

    def readlines(self, hint: int = -1) -> list[bytes]:
        return []

    def __iter__(self) -> Iterable[bytes]:
        return iter(())

    def flush(self) -> None: ...

    def write(self, text: str) -> None: ...

    def writelines(self, texts: list[str]) -> None: ...


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("serve")
    (folder / "big").write_bytes(BIG)
    (folder / "secret.html").write_text("secret")
    site = Site(folder / "site", wait=5)
    site.apply([
        File("index.html", PAGE), File("404.html", "没有这一页".encode()), File("目录/许可/index.html", PAGE),
        File("feed.xml", PAGE, compress=False), File("small.html", b"small"), File("empty.txt", b""),
        File("assets/0123456789ab.css", b"a{}"), File("assets/site.css", b"a{}"), File("data/items.csv", b"a,b\n"),
        File("no-index/x.html", b"x"), Blob("d/1/files/附件 1.pdf", folder / "big", sha256(BIG).hexdigest()),
        File("d/1/files/evil.html", b"<script>alert(1)</script>" * 100), File("files/x.svg", b"<svg onload='x'/>"),
        File(".well-known/security.txt", b"Contact: x"),
    ])  # fmt: skip
    (site.current / "link.html").symlink_to("../../../secret.html")
    (site.current / "linked").symlink_to("../..")
    (site.current / ".hidden.html").write_text("hidden")
    os.mkfifo(site.current / "pipe")
    yield site
    site.close()


@pytest.fixture(scope="module")
def client(site: Site) -> Client:
    return Client(FileServer(site.layout.root))


def test_pages(client: Client) -> None:
    answer = client.ask("/")
    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(PAGE))
    assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["Vary"] == "Accept-Encoding"
    assert client.ask("/%E7%9B%AE%E5%BD%95/%E8%AE%B8%E5%8F%AF/").body == PAGE
    assert client.ask("/index.html").body == PAGE
    assert client.ask("/empty.txt").body == b"" and client.ask("/.well-known/security.txt").status == 200


def test_folders_redirect_to_their_slash(client: Client) -> None:
    answer = client.ask("/%E7%9B%AE%E5%BD%95/%E8%AE%B8%E5%8F%AF?a=1&b=2")
    assert answer.status == 301
    assert answer.headers["Location"] == "/%E7%9B%AE%E5%BD%95/%E8%AE%B8%E5%8F%AF/?a=1&b=2"
    assert client.ask("/no-index").status == client.ask("/no-index/").status == 404


def test_not_found_is_our_page_with_its_status(client: Client, tmp_path: Path) -> None:
    answer = client.ask("/nowhere/", if_none_match="*")
    assert (answer.status, answer.body.decode()) == (404, "没有这一页")
    assert answer.headers["Content-Type"].startswith("text/html") and "ETag" not in answer.headers
    assert Client(FileServer(tmp_path)).ask("/").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_get_and_head(client: Client, method: str) -> None:
    answer = client.ask("/", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/", "/nowhere", "/d/1/files/%E9%99%84%E4%BB%B6%201.pdf", "/no-index", "/feed.xml"])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_head_is_get_without_the_body(client: Client, target: str, coding: str) -> None:
    got, head = (client.ask(target, method, accept_encoding=coding) for method in ("GET", "HEAD"))
    assert head.body == b"" and (head.status, head.headers) == (got.status, got.headers)


@pytest.mark.parametrize("target", ["/", "/feed.xml"])  # with a .gz beside, and compressed in memory
def test_gzip(client: Client, target: str) -> None:
    plain, small = client.ask(target), client.ask(target, accept_encoding="br, gzip")
    assert small.headers["Content-Encoding"] == "gzip" and gzip.decompress(small.body) == PAGE
    assert len(small.body) == int(small.headers["Content-Length"]) < len(PAGE) / 5
    assert small.headers["ETag"] != plain.headers["ETag"] and small.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in client.ask(target, accept_encoding="gzip;q=0").headers
    again = client.ask(target, accept_encoding="gzip", if_none_match=small.headers["ETag"])
    assert (again.status, again.body) == (304, b"") and again.headers["ETag"] == small.headers["ETag"]
    assert "Content-Encoding" not in client.ask("/small.html", accept_encoding="gzip").headers


def test_conditional(client: Client) -> None:
    first = client.ask("/")
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert tag.startswith('"')
    for condition in ({"if_none_match": tag}, {"if_none_match": f'"x", W/{tag}'}, {"if_none_match": "*"},
                      {"if_modified_since": date}):  # fmt: skip
        answer = client.ask("/", **condition)
        assert answer.status == 304 and answer.headers["Cache-Control"] == "no-cache"
    for condition in ({"if_none_match": '"x"'}, {"if_none_match": '"x"', "if_modified_since": date},
                      {"if_modified_since": "Thu, 01 Jan 1970 00:00:00 GMT"}, {"if_modified_since": "nonsense"}):  # fmt: skip
        assert client.ask("/", **condition).status == 200


def test_a_replaced_file_has_a_new_tag_and_an_untouched_one_keeps_it(site: Site, client: Client) -> None:
    site.apply([File("turn.html", b"1"), File("stay.html", b"1")])
    turn, stay = client.ask("/turn.html").headers["ETag"], client.ask("/stay.html").headers["ETag"]
    site.apply([File("turn.html", b"2"), File("stay.html", b"1")])
    assert client.ask("/turn.html", if_none_match=turn).body == b"2"
    assert client.ask("/stay.html", if_none_match=stay).status == 304


FILE = "/d/1/files/%E9%99%84%E4%BB%B6%201.pdf"


@pytest.mark.parametrize("asked, begin, end", [
    ("bytes=0-0", 0, 1), ("bytes=0-", 0, 700_000), ("bytes=100-299", 100, 300), ("bytes=699999-", 699_999, 700_000),
    ("bytes=-1", 699_999, 700_000), ("bytes=-9999999", 0, 700_000), ("bytes=650000-9999999", 650_000, 700_000),
])  # fmt: skip
def test_ranges(client: Client, asked: str, begin: int, end: int) -> None:
    answer = client.ask(FILE, range=asked, accept_encoding="gzip")
    assert answer.status == 206 and answer.body == BIG[begin:end]
    assert answer.headers["Content-Range"] == f"bytes {begin}-{end - 1}/700000"
    assert answer.headers["Content-Length"] == str(end - begin)


def test_a_download_resumes_only_the_same_version(client: Client) -> None:
    whole = client.ask(FILE)
    assert (whole.status, whole.body, whole.headers["Accept-Ranges"]) == (200, BIG, "bytes")
    tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    for same in (tag, date):
        assert client.ask(FILE, range="bytes=600000-", if_range=same).body == BIG[600_000:]
    for other in ('"other"', f"W/{tag}", "Thu, 01 Jan 1970 00:00:00 GMT", "nonsense"):
        assert client.ask(FILE, range="bytes=600000-", if_range=other).body == BIG
    assert client.ask("/", range="bytes=0-3", accept_encoding="gzip").body == PAGE[:4]  # of the identity


@pytest.mark.parametrize("asked", ["bytes=700000-", "bytes=9999999-99999999", "bytes=-0"])
def test_unsatisfiable_ranges(client: Client, asked: str) -> None:
    answer = client.ask(FILE, range=asked)
    assert (answer.status, answer.headers["Content-Range"], answer.body) == (416, "bytes */700000", b"416 Requested Range Not Satisfiable\n")


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "0-1"])
def test_other_ranges_are_ignored(client: Client, asked: str) -> None:
    assert (client.ask(FILE, range=asked).status, client.ask(FILE, range=asked).body) == (200, BIG)


def test_downloads_are_saved_and_run_nothing(client: Client) -> None:
    answer = client.ask(FILE)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''%E9%99%84%E4%BB%B6%201.pdf")
    for target in ("/d/1/files/evil.html", "/files/x.svg"):
        answer = client.ask(target, accept_encoding="gzip")
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox" in policy and "script" not in policy and "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("target", ["/", "/nowhere", FILE, "/no-index"])
def test_security_headers_are_on_every_answer(client: Client, target: str) -> None:
    for answer in (client.ask(target), client.ask(target, "POST"), client.ask(target, range="bytes=9999999-")):
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert {"Permissions-Policy", "Cross-Origin-Opener-Policy"} <= answer.headers.keys()


def test_caching_and_open_data(client: Client) -> None:
    assert "immutable" in client.ask("/assets/0123456789ab.css").headers["Cache-Control"]
    assert client.ask("/assets/site.css").headers["Cache-Control"] == "no-cache"
    assert client.ask("/data/items.csv").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.ask("/").headers


@pytest.mark.parametrize("target", [
    "/../secret.html", "/../../../secret.html", "/%2e%2e/%2e%2e/%2e%2e/secret.html", "/%252e%252e/secret.html",
    "/..%2f..%2fsecret.html", "/..%5c..%5csecret.html", "/link.html", "/linked/", "/linked/lock",
    "/linked/releases/0001/index.html", "//etc/passwd", "/etc/passwd", "/%00", "/index.html%00.txt", "/.hidden.html",
    "/%2ehidden.html", "/./index.html", "/no-index/../index.html", "/../0001.manifest.sqlite", "/pipe", "/%ff%fe",
    "//", "//evil.example/", "/no-index//x.html", "/" + "a" * 5000, "/index.html/", "/index.html/x", "/x\\y",
    "/%0d%0aSet-Cookie:x", "/.well-known/../.hidden.html", "/目录/.%2e/x",
])  # fmt: skip
def test_nothing_from_outside(client: Client, target: str) -> None:
    answer = client.ask(target.replace("目录", "%E7%9B%AE%E5%BD%95"))
    assert answer.status == 404 and "没有这一页".encode() == answer.body


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    "..", ".", "", "/", "//", "%2e", "%2f", "%5c", "\\", "目录", "link.html", "linked", "releases", "lock", "index.html",
    "0001", "0001.manifest.sqlite", "secret.html", "\0", "files", "~", ":", " ",
]), max_size=6))  # fmt: skip
def test_no_path_reaches_the_secret(client: Client, words: list[str]) -> None:
    from urllib.parse import quote

    answer = client.ask("/" + quote("/".join(words), safe="/%"))
    assert answer.status in (200, 301, 404) and b"secret" not in answer.body and b"SQLite" not in answer.body
    assert not answer.headers.get("Location", "/x").startswith("//")


def test_no_file_stays_open(client: Client) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for target in ("/", "/nowhere", "/no-index", FILE, "/link.html", "/linked/x", "/pipe", "/目录"):
        for headers in ({}, {"accept_encoding": "gzip"}, {"range": "bytes=1-2"}, {"range": "bytes=9999999-"},
                        {"if_none_match": "*"}):  # fmt: skip
            for method in ("GET", "HEAD"):
                client.ask(target.replace("目录", "%E7%9B%AE%E5%BD%95"), method, **headers)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
