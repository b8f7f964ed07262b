"""The press: everything a run of page making shares, read once. One agency, one day, one catalogue in force.

Page functions take a press and give files; the day is passed in, so a page is the same whoever makes it.
"""

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.agencies.models import Agency, Office
from gongkai.catalogue.models import Catalogue, ItemVersion
from gongkai.design import assets, environment
from gongkai.portal import addresses
from gongkai.portal.values import Head, Link, SiteValues
from gongkai.publisher.files import ENTRANCE, LIST, PAGE, File

LOCAL = timezone.get_default_timezone()


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment in the site's own time (Django's ``localtime`` asks the thread each time; pages ask very often)."""
    return moment.astimezone(LOCAL)


@dataclass(frozen=True)
class Press:
    """What every page of one run shares."""

    agency: Agency
    on: dt.date

    @cached_property
    def site(self) -> SiteValues:
        """What header, footer and meta tags say."""
        style_url, script_url = assets.urls()
        agency = self.agency
        return SiteValues(
            name=agency.site_name or f"{agency.name}政府信息公开",
            domain=agency.site_domain,
            id_code=agency.site_id_code,
            agency=agency.name,
            base_url=settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
            icp_number=agency.icp_number,
            police_number=agency.police_number,
            telephone=agency.telephone,
            address=agency.address,
            is_sample=agency.credit_code_is_sample,
            style_url=style_url,
            script_url=script_url,
        )

    @cached_property
    def catalogue(self) -> Catalogue | None:
        """The catalogue version in force on the day."""
        row = ItemVersion.objects.of(self.agency).in_force(self.on).select_related("catalogue").first()
        return row.catalogue if row else None

    @cached_property
    def rows(self) -> dict[int, ItemVersion]:
        """Every row in force, by its item's key, in the catalogue's order."""
        rows = ItemVersion.objects.of(self.agency).in_force(self.on).select_related("item", "office")
        return {row.item_id: row for row in rows.order_by("position")}

    @cached_property
    def offices(self) -> list[Office]:
        """The agency's offices."""
        return list(Office.objects.filter(agency=self.agency))

    @cached_property
    def office_by_key(self) -> dict[int, Office]:
        """The agency's offices by their keys."""
        return {office.pk: office for office in self.offices}

    def absolute(self, url: str) -> str:
        """Return the full address of a page."""
        return self.site.base_url + url

    def row_of(self, item_id: int) -> ItemVersion:
        """Return an item's row in force or, for an item that left the catalogue, its last row."""
        row = self.rows.get(item_id)
        if row is None:
            rows = ItemVersion.objects.filter(item_id=item_id).select_related("item", "office")
            row = rows.order_by("-catalogue__version")[0]
            self.rows[item_id] = row
        return row

    def page(self, template: str, page: Any, *, order: int = PAGE, compress: bool | None = False) -> list[File]:
        """Return a page and the JSON beside it."""
        path = page.head.url.lstrip("/") + "index"
        html = environment.render(template, site=self.site, page=page)
        body = json.dumps(as_data(page), ensure_ascii=False, separators=(",", ":"), default=_plain)
        return [
            File(path + ".html", html.encode(), order=order, compress=compress),
            File(path + ".json", body.encode(), order=order, compress=False),
        ]

    def column_head(self, column: Any, *crumbs: Link, title: str = "", url: str = "", feed_url: str = "") -> Head:
        """Return the head of a column page."""
        url = url or column.url
        return Head(
            title=title or column.name,
            url=url,
            crumbs=crumbs,
            column=column.name,
            column_description=column.description,
            column_keywords=column.keywords,
            column_type=column.type,
            description=column.description,
            feed_url=feed_url,
            json_url=addresses.json(url),
        )


def as_data(page: Any) -> dict[str, Any]:
    """Return a page's values as open data: everything it shows but the head."""
    return {"title": page.head.title, "url": page.head.url} | {
        field.name: getattr(page, field.name) for field in dataclasses.fields(page) if field.name != "head"
    }


def _plain(value: Any) -> Any:
    """Return what JSON can hold in place of a value of ours."""
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


__all__ = ["ENTRANCE", "LIST", "PAGE", "Press", "as_data"]
