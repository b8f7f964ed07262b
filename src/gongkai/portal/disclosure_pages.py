"""The pages of one disclosure: the page itself with its files, its earlier versions, or the tombstone it left."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.disclosures import blobs
from gongkai.disclosures.models import Disclosure, Publication
from gongkai.disclosures.notices import Window
from gongkai.disclosures.statuses import Act, Status, Validity
from gongkai.portal import addresses, columns
from gongkai.portal.press import Press, local
from gongkai.portal.values import DisclosurePage, Head, HistoryLine, Link, TombstonePage
from gongkai.publisher.files import Blob, File


def pages(press: Press, disclosure: Disclosure, publications: Sequence[Publication]) -> Iterator[File | Blob]:
    """Give every file of a public disclosure; ``publications`` are all of its, in order."""
    readable = _readable(disclosure, publications)
    history = tuple(_history_line(disclosure, publication, publications[-1], readable) for publication in publications)
    if disclosure.status == Status.WITHDRAWN:
        yield from _tombstone(press, disclosure, publications, history)
        return
    for publication in readable:
        is_latest = publication is publications[-1]
        page = _page(press, disclosure, publication, history, is_latest=is_latest)
        yield from press.page("disclosure.html", page, compress=None if is_latest else False)
    yield from {blob.path: blob for publication in readable for blob in _blobs(publication)}.values()


def removed(press: Press, disclosure: Disclosure, publications: Sequence[Publication]) -> list[str]:
    """Return the paths of what is no longer shown: all but the tombstone after a withdrawal, else versions that were closed."""
    readable = _readable(disclosure, publications)
    if len(readable) == len(publications):
        return []
    paths = {blob.path for publication in publications for blob in _blobs(publication)}
    for publication in publications[:-1]:
        folder = addresses.version(_index(disclosure), publication.number).lstrip("/")
        paths |= set() if publication in readable else {folder + "index.html", folder + "index.json"}
    return sorted(paths - {blob.path for publication in readable for blob in _blobs(publication)})


def _readable(disclosure: Disclosure, publications: Sequence[Publication]) -> list[Publication]:
    """Return the publications that can be read: none once withdrawn, none before one that closed those before it."""
    if disclosure.status == Status.WITHDRAWN:
        return []
    first = max((one.number for one in publications if one.closes_earlier), default=1)
    return [one for one in publications if one.number >= first]


def _index(disclosure: Disclosure) -> str:
    assert disclosure.index_number
    return disclosure.index_number


def _history_line(
    disclosure: Disclosure, publication: Publication, latest: Publication, readable: Sequence[Publication]
) -> HistoryLine:
    shows_old = publication is not latest and publication in readable
    return HistoryLine(
        at=local(publication.published_at),
        act=publication.act,
        act_label=str(Act(publication.act).label),
        note=publication.note,
        content_sha256=publication.content_sha256,
        url=addresses.version(_index(disclosure), publication.number) if shows_old else "",
    )


def _page(
    press: Press,
    disclosure: Disclosure,
    publication: Publication,
    history: tuple[HistoryLine, ...],
    *,
    is_latest: bool,
) -> DisclosurePage:
    content = publication.content
    row = press.row_of(disclosure.item_id)
    assert disclosure.first_published_at and disclosure.last_changed_at
    own = addresses.disclosure(_index(disclosure))
    return DisclosurePage(
        head=_head(press, disclosure, content, publication, is_latest=is_latest),
        content=content,
        validity=validity(content, press.on),
        item_url=addresses.item(row.item.number),
        office_url=addresses.office(disclosure.public_office.code) if disclosure.public_office else "",
        first_published_at=local(disclosure.first_published_at),
        last_changed_at=local(disclosure.last_changed_at),
        history=history,
        files=tuple(_file(content, file) for file in content["files"]),
        lists=tuple(_list(content, each) for each in content["lists"]),
        notice_state=(state := _notice_state(content, press.on)),
        objection_url=addresses.objections(_index(disclosure)) if is_latest and state == "running" else "",
        also_under=tuple(Link(item["name"], addresses.item(item["number"])) for item in content.get("also_under", ())),
        supersedes=_other(content.get("supersedes") or "", ""),
        superseded_by=_other(**content["superseded_by"]) if content.get("superseded_by") else None,
        interprets=_other(**content["interprets"]) if content.get("interprets") else None,
        interpretations=tuple(_interpretations(disclosure)) if is_latest else (),
        old_version_of=None if is_latest else Link(disclosure.public_title, own),
    )


def _interpretations(disclosure: Disclosure) -> Iterator[Link]:
    """Give what interprets a document: the one thing on a page that comes from the public columns of others (decision 0003)."""
    for one in disclosure.public_interpretations.all():
        if one.status == Status.PUBLISHED and one.first_published_at:
            yield Link(one.public_title, addresses.disclosure(_index(one)), f"{local(one.first_published_at):%Y-%m-%d}")


def _other(index_number: str, title: str) -> Link | None:
    """Return a link to another disclosure by its index number."""
    return Link(title or index_number, addresses.disclosure(index_number), index_number) if index_number else None


def _head(
    press: Press, disclosure: Disclosure, content: dict[str, Any], publication: Publication, *, is_latest: bool
) -> Head:
    row = press.row_of(disclosure.item_id)
    index = _index(disclosure)
    url = addresses.disclosure(index) if is_latest else addresses.version(index, publication.number)
    column = columns.STATUTORY
    return Head(
        title=content["title"],
        url=url,
        crumbs=(
            Link(column.name, column.url),
            Link(row.name, addresses.item(row.item.number)),
        ),
        column=column.name,
        column_description=column.description,
        column_keywords=column.keywords,
        column_type=column.type,
        article_title=content["title"],
        pub_date=f"{local(publication.published_at):%Y-%m-%d %H:%M}",
        content_source=content["office"] or content["agency"]["name"],
        keywords=content["keywords"],
        description=content["summary"] or content["title"],
        feed_url=addresses.feed(addresses.item(row.item.number)),
        json_url=addresses.json(url),
        noindex=not is_latest,
    )


def _file(content: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    url = addresses.file(content["index_number"], file["sha256"], file["name"])
    return {**file, "url": url, "size_label": size_label(file["size"])}


def _list(content: dict[str, Any], each: dict[str, Any]) -> dict[str, Any]:
    files = [_file(content, file) for file in each["files"]]
    downloads = tuple(
        Link(f"下载{file['name'].rpartition('.')[2].upper()}", file["url"], file["size_label"]) for file in files
    )
    return {**each, "files": files, "downloads": downloads}


def _blobs(publication: Publication) -> Iterator[Blob]:
    content = publication.content
    for file in [*content["files"], *(file for each in content["lists"] for file in each["files"])]:
        folder = addresses.disclosure(content["index_number"]).lstrip("/") + f"files/{file['sha256'][:12]}/"
        yield Blob(folder + file["name"], blobs.path_of(file["sha256"]), file["sha256"])


def _tombstone(
    press: Press, disclosure: Disclosure, publications: Sequence[Publication], history: tuple[HistoryLine, ...]
) -> list[File]:
    withdrawal = publications[-1]
    row = press.row_of(disclosure.item_id)
    url = addresses.disclosure(_index(disclosure))
    assert disclosure.first_published_at
    page = TombstonePage(
        head=Head(
            title=f"已撤回：{disclosure.public_title}",
            url=url,
            crumbs=(
                Link(columns.STATUTORY.name, columns.STATUTORY.url),
                Link(row.name, addresses.item(row.item.number)),
            ),
            column=columns.STATUTORY.name,
            column_description=columns.STATUTORY.description,
            column_keywords=columns.STATUTORY.keywords,
            column_type=columns.STATUTORY.type,
            article_title=disclosure.public_title,
            pub_date=f"{local(withdrawal.published_at):%Y-%m-%d %H:%M}",
            content_source=press.agency.name,
            description="该信息已经撤回。",
            json_url=addresses.json(url),
            noindex=True,
        ),
        index_number=_index(disclosure),
        title=disclosure.public_title,
        item=Link(row.name, addresses.item(row.item.number)),
        published_at=local(disclosure.first_published_at),
        withdrawn_at=local(withdrawal.published_at),
        reason=withdrawal.note,
        history=history,
    )
    return press.page("tombstone.html", page, compress=None)


def validity(content: dict[str, Any], on: dt.date) -> str:
    """Return the 有效性 of a document on a day: what its makers say, else what its dates say; empty when neither says any.

    A document said to be valid still ends with its own last day.
    """
    said = Validity(content["validity"]) if content.get("validity") else None
    if said not in (None, Validity.VALID):
        return str(said.label)
    effective, expires = content["effective_on"], content["expires_on"]
    if expires and dt.date.fromisoformat(expires) <= on:
        return "失效"
    if effective and dt.date.fromisoformat(effective) > on:
        return "尚未施行"
    return "有效" if said or effective or expires or content["document_number"] else ""


def _notice_state(content: dict[str, Any], on: dt.date) -> str:
    window = Window.of(content)
    return window.state(on=on) if window else ""


def size_label(size: int) -> str:
    """Return a size as people say it.

    >>> size_label(1536)
    '1.5 KB'
    """
    if size < 1024:
        return f"{size} B"
    power = min((size.bit_length() - 1) // 10, 3)
    return f"{size / 1024**power:.1f} {('KB', 'MB', 'GB')[power - 1]}"


