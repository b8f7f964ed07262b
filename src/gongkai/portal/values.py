"""What the public templates are given: plain values, every query already made.

One dataclass a page kind. A template gets ``site`` (the same on every page) and ``page`` (one of these), and runs no
query. Dates are ``datetime.date``, moments aware ``datetime`` in Asia/Shanghai.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A named address; ``note`` is a short remark shown beside it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SiteValues:
    """What header, footer and meta tags of every page need (norms 5.1, 5.2). Empty footer values say 待填."""

    name: str
    domain: str
    id_code: str
    agency: str
    base_url: str
    icp_number: str
    police_number: str
    telephone: str
    address: str
    is_sample: bool
    style_url: str
    script_url: str
    report_url: str = ""  # 我为政府网站找错: where it leads, with this site's code
    organ_mark_url: str = ""  # 党政机关标识: the verification page


@dataclass(frozen=True, slots=True)
class Head:
    """What goes into <head> and the breadcrumb: site tags always, column tags on columns, content tags on articles."""

    title: str
    url: str
    crumbs: tuple[Link, ...] = ()
    column: str = ""
    column_description: str = ""
    column_keywords: str = ""
    column_type: str = ""
    article_title: str = ""
    pub_date: str = ""
    content_source: str = ""
    keywords: str = ""
    description: str = ""
    feed_url: str = ""
    json_url: str = ""
    noindex: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One disclosure as a line of a list. ``mark`` is a short word such as 更正, 已撤回, 公示中, or empty."""

    title: str
    url: str
    date: dt.date
    index_number: str
    item_name: str = ""
    office: str = ""
    mark: str = ""
    is_sample: bool = False
    ends_on: dt.date | None = None  # the last day of a running notice window
    is_own: bool = True  # false on the pages of a further item under which it also stands


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty as the public sees it: what, due when, how it stands (key of duties.statuses.State, and its label)."""

    subject: str
    due_on: dt.date
    state: str
    state_label: str
    closed_on: dt.date | None = None
    url: str = ""
    is_provisional: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One catalogue item as a line: names by level, office, limit, and which of the states its content is in."""

    number: int
    name: str
    path: tuple[str, ...]
    url: str
    office: str
    limit_text: str
    state: str  # filled | waiting | nothing | withheld | late
    state_label: str
    art20: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading (a first level, an office, an Art. 20 code); ``note`` says why there are none."""

    title: str
    url: str = ""
    anchor: str = ""
    note: str = ""
    items: tuple[ItemLine, ...] = ()


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front door: the four sections, newest disclosures, running notices, the catalogue at a glance."""

    head: Head
    sections: tuple[Link, ...]
    latest: tuple[Entry, ...]
    notices: tuple[Entry, ...]
    first_levels: tuple[Link, ...]
    offices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of prose: guide (指南), rules (制度), requests (依申请公开), calculator, accessibility statement."""

    head: Head
    blocks: tuple[tuple[str, str], ...]  # (heading, sanitised HTML)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """法定主动公开内容 in one of its three orders: ``view`` is level | office | art20."""

    head: Head
    view: str
    views: tuple[Link, ...]
    groups: tuple[Group, ...]
    catalogue_title: str
    in_force_from: dt.date | None
    downloads: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item: what must be published, by which rule, by when; what was published; how its duties stand."""

    head: Head
    number: int
    name: str
    path: tuple[str, ...]
    content: str
    elements: tuple[str, ...]
    bases: tuple[dict[str, str], ...]  # title, number, article, text, rank_stated, rank, status
    limit_text: str
    limit_note: str
    update_cycle: str
    channels: tuple[str, ...]
    audience: str
    category: str
    office: Link | None
    art20: int | None
    art20_name: str
    state: str
    state_label: str
    state_explanation: str
    entries: tuple[Entry, ...]
    archives: tuple[Link, ...]
    duties: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A full page of an item's disclosures, numbered from the oldest; it never changes once full."""

    head: Head
    item: Link
    number: int
    entries: tuple[Entry, ...]
    older: Link | None
    newer: Link | None


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One office: its items and its newest disclosures."""

    head: Head
    name: str
    items: tuple[ItemLine, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One publication in the history of a disclosure."""

    at: dt.datetime
    act: str
    act_label: str
    note: str
    content_sha256: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DisclosurePage:
    """One disclosure as published: ``content`` is the frozen snapshot (disclosures/content.py says its shape; the hash in the
    history is over exactly this) and ``validity`` its 有效性 on the day the page was written."""

    head: Head
    content: dict[str, Any]
    item_url: str
    office_url: str
    first_published_at: dt.datetime
    last_changed_at: dt.datetime
    history: tuple[HistoryLine, ...]
    files: tuple[dict[str, Any], ...]  # name, url, size, size_label, sha256, media_type
    lists: tuple[dict[str, Any], ...]  # title, columns, rows, row_count, downloads (Links)
    notice_state: str = ""  # "" | coming | running | ended
    old_version_of: Link | None = None
    validity: str = ""
    objection_url: str = ""  # the form for objections, while the notice window runs
    also_under: tuple[Link, ...] = ()  # the further items under which it stands
    supersedes: Link | None = None  # ``note`` is the other's index number
    superseded_by: Link | None = None
    interprets: Link | None = None  # the document that this one interprets
    interpretations: tuple[Link, ...] = ()  # what interprets this document, the oldest first; ``note`` is the day


@dataclass(frozen=True, slots=True)
class TombstonePage:
    """What stays at the address of a withdrawn disclosure: what it was, when and why it was withdrawn."""

    head: Head
    index_number: str
    title: str
    item: Link
    published_at: dt.datetime
    withdrawn_at: dt.datetime
    reason: str
    history: tuple[HistoryLine, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """政府信息公开年报: the annual reports published, newest first."""

    head: Head
    entries: tuple[Entry, ...]
    note: str


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """The page for an address that leads nowhere."""

    head: Head
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """公开时限计算: a limit's text and its starting day in, the last day with its working out (``due --json``)."""

    head: Head
    text: str = ""
    start: str = ""
    error: str = ""
    result: dict[str, Any] | None = None  # due_on, safe_on, kind, provisional, working: [{date, counts, why}]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """How one objection stands, for whoever has its receipt number; ``answer`` once it is dealt with."""

    number: str
    received_at: dt.datetime
    is_new: bool
    state_label: str
    finding: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionPage:
    """提出异议: the form while a notice window runs, else calm words; and how an objection stands. Rendered on request."""

    head: Head
    disclosure: Link  # ``note`` is its index number
    state: str  # coming | running | ended | withdrawn
    starts_on: dt.date | None
    closes_on: dt.date | None
    reason: str  # why the window runs longer
    contact: str
    anonymous: bool
    kept_days: int
    token: str = ""
    said: dict[str, str] = field(default_factory=dict)  # what was typed, to be shown again
    faults: dict[str, str] = field(default_factory=dict)  # by field; "" is about the whole
    receipt: ReceiptLine | None = None
    asked: str = ""
    asked_fault: str = ""
