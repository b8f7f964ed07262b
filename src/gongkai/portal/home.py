"""The front door: what is new, what is in public notice now, and the ways into the catalogue."""

from collections.abc import Iterator

from gongkai.portal import addresses, columns
from gongkai.portal.feeds import atom
from gongkai.portal.lines import entry, listed
from gongkai.portal.press import ENTRANCE, Press
from gongkai.portal.values import Head, HomePage, Link
from gongkai.publisher.files import File

NEWEST = 15
NOTICES = 10


def pages(press: Press) -> Iterator[File]:
    """Give the home page and the site's feed."""
    everything = listed().filter(agency=press.agency)
    newest = list(everything.order_by("-agency_serial")[:20])
    running = everything.filter(public_notice_ends_on__gte=press.on, public_notice_starts_on__lte=press.on)
    rows = list(press.rows.values())
    first_levels = dict.fromkeys(row.path[0] for row in rows)
    offices = {row.office.code: row.office for row in rows if row.office}
    page = HomePage(
        head=Head(
            title=press.site.name,
            url=addresses.HOME,
            column="首页",
            column_description=f"{press.agency.name}政府信息公开专栏。",
            column_keywords="政府信息公开,主动公开",
            column_type="首页",
            description=f"{press.agency.name}政府信息公开专栏：最新公开、正在公示、主动公开事项目录。",
            feed_url=addresses.SITE_FEED,
            json_url=addresses.json(addresses.HOME),
        ),
        sections=columns.links(),
        latest=tuple(entry(press, disclosure) for disclosure in newest[:NEWEST]),
        notices=tuple(entry(press, each) for each in running.order_by("public_notice_ends_on", "agency_serial")[:NOTICES]),
        first_levels=tuple(
            Link(name, f"{addresses.STATUTORY}#g{number}") for number, name in enumerate(first_levels, start=1)
        ),
        offices=tuple(Link(office.name, addresses.office(office.code)) for office in offices.values()),
    )
    yield from press.page("home.html", page, order=ENTRANCE)
    yield atom(press, title=press.site.name, page=addresses.HOME, disclosures=newest)
