"""The page and feed of one office: its items and the newest of what it published."""

from collections.abc import Iterator

from gongkai.agencies.models import Office
from gongkai.portal import addresses, columns
from gongkai.portal.feeds import atom
from gongkai.portal.lines import entry, item_lines, listed
from gongkai.portal.press import LIST, Press
from gongkai.portal.values import Link, OfficePage
from gongkai.publisher.files import File

NEWEST = 20


def pages(press: Press, office: Office) -> Iterator[File]:
    """Give an office's page and feed."""
    newest = list(listed().filter(public_office=office).order_by("-agency_serial")[:NEWEST])
    url = addresses.office(office.code)
    column = columns.STATUTORY
    page = OfficePage(
        head=press.column_head(
            column,
            Link(column.name, column.url),
            Link("按责任科室", addresses.BY_OFFICE),
            title=office.name,
            url=url,
            feed_url=addresses.feed(url),
        ),
        name=office.name,
        items=tuple(item_lines(press, [row.item_id for row in press.rows.values() if row.office_id == office.pk])),
        entries=tuple(entry(press, disclosure) for disclosure in newest),
    )
    yield from press.page("office.html", page, order=LIST)
    yield atom(press, title=f"{office.name} — {press.site.name}", page=url, disclosures=newest)
