"""Beginning a draft: for a duty, under an item, or by choosing one of both. Only saying so makes one, never a mere link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts.roles import WRITERS
from gongkai.catalogue.models import Item
from gongkai.desk.access import Person, only, person_of
from gongkai.desk.drafts import queries
from gongkai.desk.drafts.entrusted import writable_or_refuse
from gongkai.desk.drafts.inputs import Around, pointed
from gongkai.desk.drafts.views.frame import changing, row_of, shown, to_form
from gongkai.disclosures import actions
from gongkai.disclosures.html import text_of
from gongkai.disclosures.models import Disclosure
from gongkai.duties.models import Duty
from gongkai.sources.errors import BadInput

COPIED = ("summary", "keywords", "topic", "body")


@only(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft for ``?duty=`` or under ``?item=``; with neither, offer what is due and the items."""
    person = person_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    duty, item = _duty(asked.get("duty", ""), person), _item(asked.get("item", ""), person)
    item = duty.item if duty else item
    if item is None:
        return shown(
            request, "choose.html", "新建拟稿", duties=queries.duties_to_draft(person), rows=queries.rows_to_choose(person), today=person.on
        )
    if not person.writes_for(duty.office_id if duty else queries.office_of(item, on=person.on)):
        raise PermissionDenied
    if duty and request.method != "POST" and (begun := queries.draft_for(duty, person)):
        messages.info(request, "这项公开义务已经有拟稿，接着写即可。")
        return redirect("desk_drafts:edit", begun.pk)
    try:
        row = actions.row_in_force(item, on=person.on)
        if request.method == "POST":
            title = request.POST.get("title", "").strip()[:200] or suggested_title(duty, row.name)
            running = duty if duty and not duty.closing else None
            made = actions.draft(item=item, duty=running, title=title, handler=person.user, by=person.by, at=person.at)
            return redirect("desk_drafts:edit", made.pk)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_drafts:index")
    return shown(
        request, "new.html", "新建拟稿", duty=duty, row=row, item=item, suggested=suggested_title(duty, row.name),
        days_left=(duty.due_on - person.on).days if duty else None,
    )  # fmt: skip


@only(*WRITERS)
@require_POST
@changing
def copy(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponse:
    """Take what was published last under the same item as a starting point; title, dates, files and lists stay one's own."""
    before = queries.period_before(disclosure)
    if before is None or before.latest is None:
        raise BadInput("这个事项下还没有公开过的信息，没有可以复制的上期内容。")
    row, content = row_of(disclosure, person), before.latest.content
    values = {one["name"]: one["value"] for one in content["elements"] if one["name"] in row.elements}
    fields: dict[str, Any] = {name: content.get(name) or "" for name in COPIED}
    around = Around(
        tuple(disclosure.attachments.values_list("name", flat=True)),
        tuple(disclosure.record_lists.order_by("id").values_list("title", flat=True)),
        bool(text_of(fields["body"]).strip()),
    )
    fields["values"] = pointed(row.elements, values, around)
    actions.edit(disclosure=disclosure, by=person.by, at=person.at, **fields)
    messages.success(request, f"已复制“{before.public_title}”的内容。请改成本期的：与上期完全相同的内容不能作为新信息公开。")
    return to_form(disclosure)


@only(*WRITERS)
@require_POST
def interpret(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the draft of an interpretation; of a document that is a draft itself, bound to go out together with it."""
    person = person_of(request)
    document = writable_or_refuse(person, pk)
    try:
        made = actions.interpret(document=document, handler=person.user, by=person.by, at=person.at)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_drafts:edit", pk)
    together = "与文件合并公开。" if made.bundle_id else ""
    messages.success(request, f"已新建解读的拟稿。{together}都公开以后，文件和解读的页面自动互相链接。")
    return redirect("desk_drafts:edit", made.pk)


def suggested_title(duty: Duty | None, item_name: str) -> str:
    """Return the title a draft begins with: what the duty is about, or the item's name."""
    return (duty.subject if duty else item_name)[:200]


def _duty(text: str, person: Person) -> Duty | None:
    if not text:
        return None
    found = Duty.objects.select_related("item__agency", "office").filter(pk=int(text), item__agency=person.agency).first() if text.isdigit() else None
    if found is None:
        raise Http404
    return found


def _item(text: str, person: Person) -> Item | None:
    if not text:
        return None
    found = Item.objects.select_related("agency").filter(pk=int(text), agency=person.agency).first() if text.isdigit() else None
    if found is None:
        raise Http404
    return found
