"""Names of public files."""

import pytest

from gongkai.publisher.errors import UnsafePath
from gongkai.publisher.media import content_type, is_download
from gongkai.publisher.paths import checked

BAD = [
    "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "./a", "a/./b", ".hidden", "a/.git/config", "a\\b",
    "a\0b", "a\nb", "a\x7fb", "\udcff.html", "a" * 241, "目" * 81, "/".join(["abcdefghi"] * 120), "index.html.gz",
    "data/items.csv.gz", "x/.well-known/y",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD)
def test_bad_paths_are_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        checked(path)


@pytest.mark.parametrize("path", [
    "index.html", "a/b/c.html", "目录/许可 证.html", "a..b/c...html", "files/目录.csv.gz", "x.tar.gz", "-/~x+%20.html",
    ".well-known/security.txt", "a" * 240,
])  # fmt: skip
def test_good_paths_pass(path: str) -> None:
    assert checked(path) == path


def test_media_types() -> None:
    assert content_type("a/b.HTML") == "text/html; charset=utf-8"
    assert content_type("items/1/feed.xml").startswith("application/atom+xml")
    assert content_type("sitemap.xml").startswith("application/xml")
    assert content_type("x.pdf") == "application/pdf"
    assert content_type("noending") == content_type("x.unknown") == "application/octet-stream"
    assert is_download("files/a.html") and is_download("d/1/files/a.html") and not is_download("profiles/a.html")
