"""Atom feeds (RFC 4287) for the site, each item and each office: the newest disclosures, oldest facts first to change."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from gongkai.disclosures.models import Disclosure
from gongkai.portal import addresses
from gongkai.portal.press import ENTRANCE, Press, local
from gongkai.publisher.files import File


def atom(press: Press, *, title: str, page: str, disclosures: Sequence[Disclosure]) -> File:
    """Return the feed of ``page`` over these disclosures, newest first."""
    address = addresses.feed(page)
    updated = max((d.last_changed_at for d in disclosures if d.last_changed_at), default=None)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<title>{escape(title)}</title>",
        f"<id>{escape(press.absolute(address))}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(press.absolute(address))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(press.absolute(page))}/>',
        f"<updated>{local(updated).isoformat() if updated else '1970-01-01T00:00:00+08:00'}</updated>",
        f"<author><name>{escape(press.agency.name)}</name></author>",
    ]
    lines += [line for disclosure in disclosures for line in _entry(press, disclosure)]
    return File(address.lstrip("/"), "\n".join([*lines, "</feed>", ""]).encode(), order=ENTRANCE, compress=False)


def _entry(press: Press, disclosure: Disclosure) -> list[str]:
    assert disclosure.index_number and disclosure.first_published_at and disclosure.last_changed_at
    url = press.absolute(addresses.disclosure(disclosure.index_number))
    sample = "（示例）" if disclosure.is_sample else ""
    return [
        "<entry>",
        f"<title>{escape(disclosure.public_title + sample)}</title>",
        f"<id>{escape(url)}</id>",
        f"<link href={quoteattr(url)}/>",
        f"<published>{local(disclosure.first_published_at).isoformat()}</published>",
        f"<updated>{local(disclosure.last_changed_at).isoformat()}</updated>",
        f"<category term={quoteattr(press.row_of(disclosure.item_id).name)}/>",
        f"<summary>{escape(_summary(disclosure))}</summary>",
        "</entry>",
    ]


def _summary(disclosure: Disclosure) -> str:
    if disclosure.latest and disclosure.latest.note:
        return f"{disclosure.latest.get_act_display()}：{disclosure.latest.note}"
    return disclosure.public_summary or disclosure.index_number or ""
