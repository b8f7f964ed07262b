"""The public form for objections in a notice window: it works without script, and keeps no cookie.

A signed token stands for the form: it says for which disclosure and when it was opened, and makes two clicks one objection.
A field that people do not see, and the seconds nobody types in, keep simple robots out; no third party is asked.
"""

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.agencies.models import Agency
from gongkai.design import environment
from gongkai.disclosures import actions
from gongkai.disclosures.models import Disclosure, Objection
from gongkai.disclosures.objections import KEPT_DAYS, LARGEST_FILE, Closed, Said, TooMany, origin_of, window_of
from gongkai.disclosures.statuses import ObjectionState
from gongkai.portal import addresses, columns
from gongkai.portal.press import Press, local
from gongkai.portal.values import Head, Link, NotFoundPage, ObjectionPage, ReceiptLine
from gongkai.portal.views import POLICY

SALT = "gongkai.objections"
TOO_FAST = 2  # seconds in which nobody reads and writes
OPEN_FOR = 12 * 3600
ROOM_FOR_FIELDS = 64 * 1024
STATE_WORDS = {
    ObjectionState.RECEIVED: "已收到，正在核实",
    ObjectionState.HANDLED: "正在核实",
    ObjectionState.CONFIRMED: "已办结",
}


class Refused(Exception):
    """A form that is not taken: what to say, and the HTTP status."""

    def __init__(self, words: str, status: int = 400) -> None:
        """Keep the words and the status."""
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class Form:
    """The token of an opened form, read: its key, and when it was opened (seconds)."""

    key: str
    opened: float


@csrf_exempt  # nobody is signed in here, so there is nothing that another site could borrow; the token stands for the form
@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """Show the form, take an objection in, or say how one stands."""
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        return HttpResponse("尚未登记公开主体。", status=503, content_type="text/plain; charset=utf-8")
    press = Press(agency, timezone.localdate())
    index_number = f"{agency.credit_code}/{year:04d}-{serial}"
    found = Disclosure.objects.of(agency).public().filter(index_number=index_number).select_related("latest", "agency").first()
    if found is None or found.latest is None or not found.latest.content.get("notice"):
        return _not_found(press)
    page = _page(press, found)
    if request.method == "POST":
        return _take(request, press, found, page)
    if asked := request.GET.get("receipt", "").strip()[:40]:
        page = _with_receipt(page, found, asked, is_new=request.GET.get("new") == "1")
    return _answer(press, page, status=404 if page.asked_fault else 200)


def _take(request: HttpRequest, press: Press, disclosure: Disclosure, page: ObjectionPage) -> HttpResponse:
    if _declared_size(request) > LARGEST_FILE + ROOM_FOR_FIELDS:
        return _answer(press, replace(page, faults={"file": "附件超过10MB：请压缩图片或者只附关键材料。其他内容请重新填写。"}), status=413)
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in ("text", "name", "contact")}
    token = request.POST.get("token", "")
    at = timezone.now()
    try:
        form = _opened(request, token, disclosure, at)
        objection = actions.receive_objection(
            disclosure=disclosure,
            said=_said(request, typed),
            form_key=form.key,
            origin=origin_of(request.META.get("REMOTE_ADDR", ""), at=at),
            anonymous=settings.OBJECTIONS_ANONYMOUS,
            at=at,
        )
    except actions.Incomplete as error:
        return _answer(press, replace(page, said=typed, faults=error.faults, token=token), status=400)
    except (Refused, TooMany, Closed) as error:
        status = error.status if isinstance(error, Refused) else 429 if isinstance(error, TooMany) else 409
        return _answer(press, replace(page, said=typed, faults={"": str(error)}), status=status)
    answer = HttpResponseRedirect(f"{page.head.url}?receipt={objection.receipt_number}&new=1#receipt", status=303)
    answer["Cache-Control"] = "no-store"
    return answer


def _opened(request: HttpRequest, token: str, disclosure: Disclosure, at: dt.datetime) -> Form:
    """Read the token of the form; raises Refused for robots and for forms that are too old."""
    if request.POST.get("homepage", ""):
        raise Refused("提交没有成功：最后一栏应当留空。请清空后再提交一次，已填写的内容还在。")
    try:
        held: dict[str, Any] = signing.loads(token, salt=SALT)
        form = Form(str(held["key"]), float(held["opened"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Refused("页面已经失效，已填写的内容还在，请再提交一次（附件要重新选择）。") from None
    if held.get("disclosure") != disclosure.pk or at.timestamp() - form.opened > OPEN_FOR:
        raise Refused("页面打开的时间太长，已填写的内容还在，请再提交一次（附件要重新选择）。")
    if at.timestamp() - form.opened < TOO_FAST:
        raise Refused("提交得太快了，已填写的内容还在，请核对后再提交一次（附件要重新选择）。")
    return form


def _said(request: HttpRequest, typed: dict[str, str]) -> Said:
    file = request.FILES.get("file")
    data = file.read(LARGEST_FILE + 1) if file else b""
    return Said(**typed, file_name=(file.name or "附件") if file else "", data=data)


def _declared_size(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdigit() else LARGEST_FILE * 2


def _page(press: Press, disclosure: Disclosure) -> ObjectionPage:
    assert disclosure.index_number and disclosure.latest
    window = window_of(disclosure)
    told = disclosure.latest.content["notice"]
    state = window.state(on=press.on) if window else "withdrawn"
    back = Link(disclosure.public_title, addresses.disclosure(disclosure.index_number), disclosure.index_number)
    column = columns.STATUTORY
    head = press.column_head(
        column, Link(column.name, column.url), back, title="提出异议", url=addresses.objections(disclosure.index_number)
    )
    opened = {"disclosure": disclosure.pk, "key": secrets.token_hex(16), "opened": timezone.now().timestamp()}
    return ObjectionPage(
        head=replace(head, json_url="", noindex=True),
        disclosure=back,
        state=state,
        starts_on=window.starts_on if window else None,
        closes_on=window.closes_on if window else None,
        reason=window.reason if window else "",
        contact=told["contact"],
        anonymous=settings.OBJECTIONS_ANONYMOUS,
        kept_days=KEPT_DAYS,
        token=signing.dumps(opened, salt=SALT) if state == "running" else "",
    )


def _with_receipt(page: ObjectionPage, disclosure: Disclosure, asked: str, *, is_new: bool) -> ObjectionPage:
    number = asked.upper().replace("－", "-").replace(" ", "").replace("\0", "")  # which PostgreSQL takes in no text
    one = Objection.objects.filter(disclosure=disclosure, receipt_number=number).first()
    if one is None:
        fault = "没有找到这个回执编号：请核对编号，并确认是在对应的公示页面查询。"
        return replace(page, asked=asked, asked_fault=fault)
    is_done = one.state == ObjectionState.CONFIRMED
    line = ReceiptLine(
        number=one.receipt_number,
        received_at=local(one.received_at),
        is_new=is_new,
        state_label=STATE_WORDS[one.state],
        finding=str(one.get_finding_display()) if is_done else "",
        answer=one.answer if is_done else "",
    )
    return replace(page, asked=asked, receipt=line)


def _answer(press: Press, page: ObjectionPage, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(environment.render("objections.html", site=press.site, page=page), status=status)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    return response


def _not_found(press: Press) -> HttpResponse:
    page = NotFoundPage(Head(title="没有找到这个页面", url="/404.html", noindex=True), links=columns.links())
    response = HttpResponse(environment.render("not_found.html", site=press.site, page=page), status=404)
    response["Content-Security-Policy"] = POLICY
    return response
