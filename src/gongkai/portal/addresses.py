"""Every public address in one place. Addresses never change after publication, so nothing else may build one."""

from urllib.parse import quote

HOME = "/"
GUIDE = "/guide/"
RULES = "/rules/"
STATUTORY = "/statutory/"
BY_OFFICE = "/statutory/offices/"
BY_ART20 = "/statutory/art20/"
REPORTS = "/reports/"
REQUESTS = "/requests/"
DATA = "/data/"
SITE_FEED = "/feed.xml"
CALCULATOR = "/calculator/"
OBJECTIONS = "/objections/"


def item(number: int) -> str:
    """Return the address of an item's page.

    >>> item(12)
    '/items/12/'
    """
    return f"/items/{number}/"


def archive(item_number: int, page: int) -> str:
    """Return the address of one page of an item's archive, counted from the oldest."""
    return f"/items/{item_number}/archive/{page}/"


def office(code: str) -> str:
    """Return the address of an office's page."""
    return f"/offices/{code}/"


def disclosure(index_number: str) -> str:
    """Return the address of a disclosure, taken from the part of its index number that is unique in the agency.

    >>> disclosure("11150000MB1604391C/2026-00012")
    '/disclosures/2026/00012/'
    """
    year, _, serial = index_number.rpartition("/")[2].partition("-")
    return f"/disclosures/{year}/{serial}/"


def version(index_number: str, number: int) -> str:
    """Return the address of an earlier publication of a disclosure that was corrected since."""
    return f"{disclosure(index_number)}versions/{number}/"


def objections(index_number: str) -> str:
    """Return the address of the form for objections to a disclosure in its notice window.

    >>> objections("11150000MB1604391C/2026-00012")
    '/objections/2026/00012/'
    """
    return disclosure(index_number).replace("/disclosures/", OBJECTIONS, 1)


def file(index_number: str, sha256: str, name: str) -> str:
    """Return the address of a published file; its hash is in it, so that a replaced file never hides behind a cache."""
    return f"{disclosure(index_number)}files/{sha256[:12]}/{quote(name)}"


def feed(page: str) -> str:
    """Return the address of the feed that belongs to a page."""
    return f"{page}feed.xml"


def json(page: str) -> str:
    """Return the address of the JSON beside a page."""
    return f"{page}index.json"


def sitemap(part: int) -> str:
    """Return the address of one part of the sitemap."""
    return f"/sitemaps/{part}.xml"


def table(part: int) -> str:
    """Return the address of one part of the table of disclosures."""
    return f"/data/disclosures/{part}.csv"
