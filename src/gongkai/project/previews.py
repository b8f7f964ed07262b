"""The public page of a draft, exactly as it will be, for those who may see the draft.

The portal makes pages of publications and the desk knows who may see what; only here do the two meet. Nothing is stored: the page
is made of a publication that was never saved, and its files lead to the desk's own guarded addresses.
"""

import copy
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.catalogue.models import ItemVersion
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.drafts.entrusted import readable_or_404
from gongkai.disclosures import content
from gongkai.disclosures.models import Disclosure, Publication
from gongkai.disclosures.statuses import Act, Status
from gongkai.portal import addresses, disclosure_pages
from gongkai.portal.press import Press
from gongkai.publisher.files import File

PLACEHOLDER = "-00000"  # the number that stands in the address until a real one is given


@login_required(login_url="wagtailadmin_login")
@only(*CONTENT)
@require_safe
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the public page of a draft, or of a correction, as it would be now."""
    person = person_of(request)
    disclosure = readable_or_404(person, pk)
    page = page_of(disclosure, person)
    html = page.replace("<body>", "<body>" + _banner(disclosure), 1)
    answer = HttpResponse(html)
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def page_of(disclosure: Disclosure, person: Person) -> str:
    """Return the HTML of the page; links to its files are turned to where this person can fetch them."""
    on = person.on
    row = ItemVersion.objects.filter(item=disclosure.item_id).in_force(on).select_related("item", "office").first()
    press = Press(disclosure.item.agency, on)
    row = row or press.row_of(disclosure.item_id)
    shown = copy.copy(disclosure)
    shown.status = Status.PUBLISHED
    shown.index_number = disclosure.index_number or f"{disclosure.item.agency.credit_code}/{on.year}{PLACEHOLDER}"
    shown.public_title = disclosure.title
    shown.first_published_at = disclosure.first_published_at or person.at
    shown.last_changed_at = person.at
    rule = _rule(disclosure, person)
    told = content.snapshot(shown, row, rule=rule, on=on)
    earlier = list(disclosure.publications.order_by("number"))
    act = Act.CORRECT if earlier else Act.PUBLISH
    this = Publication(
        disclosure=disclosure, number=len(earlier) + 1, act=act, content=told, content_sha256=content.sha256_of(told),
        published_at=person.at, published_by=person.by,
    )  # fmt: skip
    own = addresses.disclosure(shown.index_number).lstrip("/") + "index.html"
    made = disclosure_pages.pages(press, shown, [*earlier, this])
    page = next(file for file in made if isinstance(file, File) and file.path == own)
    return _with_guarded_files(page.body.decode(), disclosure, told)


def _rule(disclosure: Disclosure, person: Person) -> dict[str, Any] | None:
    if disclosure.latest:
        return dict(disclosure.latest.content["rule"]) if disclosure.latest.content["rule"] else None
    duty = disclosure.duty
    return content.rule_of(duty, on_time=person.on <= duty.due_on) if duty else None


def _with_guarded_files(html: str, disclosure: Disclosure, told: dict[str, Any]) -> str:
    for file in (*told["files"], *(file for one in told["lists"] for file in one["files"])):
        public = addresses.file(told["index_number"], file["sha256"], file["name"])
        guarded = reverse("desk_drafts:download_list", args=[disclosure.pk, file["sha256"]])
        html = html.replace(public, guarded)
    return html


def _banner(disclosure: Disclosure) -> str:
    style = "position:sticky;top:0;z-index:99;background:#fdf4e3;color:#5c3c00;border-bottom:1px solid #ecd9b3;padding:.5rem 1rem;text-align:center"
    return format_html(
        '<p role="status" style="{}">预览：还没有公开，只有能看这一稿的人看得到。索引号、公开时间在公开时产生。<a href="{}">回到拟稿</a></p>',
        style, reverse("desk_drafts:edit", args=[disclosure.pk]),
    )  # fmt: skip


