"""The sitemap for search engines, in parts that fill up and freeze, with an index; and robots.txt."""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from gongkai.disclosures.models import Disclosure
from gongkai.portal import addresses, columns
from gongkai.portal.press import ENTRANCE, LIST, Press, local
from gongkai.publisher.files import File

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def part(press: Press, number: int, disclosures: Sequence[Disclosure]) -> File:
    """Return one part: a fixed run of disclosures with the day each last changed."""
    pages = (
        (addresses.disclosure(disclosure.index_number), f"{local(disclosure.last_changed_at).date()}")
        for disclosure in disclosures
        if disclosure.index_number and disclosure.last_changed_at
    )
    return File(addresses.sitemap(number).lstrip("/"), _urls(press, pages), order=LIST, compress=False)


def fixed(press: Press) -> File:
    """Return the part of the pages that are always there: sections, items, offices."""
    offices = {row.office.code for row in press.rows.values() if row.office}
    pages = [
        addresses.HOME,
        *(column.url for column in (*columns.SECTIONS, *columns.NEIGHBOURS)),
        addresses.BY_OFFICE,
        addresses.BY_ART20,
        addresses.DATA,
        *(addresses.item(row.item.number) for row in press.rows.values()),
        *(addresses.office(code) for code in sorted(offices)),
    ]
    return File(addresses.sitemap(0).lstrip("/"), _urls(press, ((page, "") for page in pages)), order=LIST, compress=False)


def index(press: Press, parts: int) -> Iterator[File]:
    """Give the index of the sitemap's parts, and robots.txt that names it."""
    lines = [f"<sitemap><loc>{press.absolute(addresses.sitemap(n))}</loc></sitemap>" for n in range(parts + 1)]
    body = _document("sitemapindex", lines)
    yield File("sitemap.xml", body, order=ENTRANCE, compress=False)
    robots = f"User-agent: *\nDisallow: /desk/\nSitemap: {press.absolute('/sitemap.xml')}\n"
    yield File("robots.txt", robots.encode(), order=ENTRANCE, compress=False)


def _urls(press: Press, pages: Iterable[tuple[str, str]]) -> bytes:
    lines = (
        f"<url><loc>{escape(press.absolute(page))}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for page, day in pages
    )
    return _document("urlset", lines)


def _document(root: str, lines: Iterable[str]) -> bytes:
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{body}\n</{root}>\n'.encode()
