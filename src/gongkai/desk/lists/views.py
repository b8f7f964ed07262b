"""The lists that are stored: which there are, and one of them with its rows, searched and paged."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.accounts.models import User
from gongkai.accounts.roles import WRITERS
from gongkai.agencies.models import Office
from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.lists import queries
from gongkai.desk.lists.cells import cells_of_record
from gongkai.desk.lists.charts import chart_of
from gongkai.desk.lists.rights import list_of, own_list
from gongkai.records import actions
from gongkai.records.models import RecordList
from gongkai.records.queries import counts_by_grouping, counts_by_year, records_page
from gongkai.records.schemas import schema_named

CRUMB = {"url": "", "label": "名单"}


@require_GET
@only(*CONTENT)
def index(request: HttpRequest) -> HttpResponse:
    """List the lists, with the uploads that wait to be finished above them."""
    person = person_of(request)
    get = request.GET.get
    asked = queries.Asked(get("schema", ""), get("office", ""), get("q", "").strip(), page_number(request))
    lists, more = queries.page_of_lists(person, asked)
    titles = dict(queries.schemas())
    return render(request, "desk/lists/index.html", {
        "title": "名单", "crumbs": [CRUMB], "icon": "table", "asked": asked, "more": more,
        "lists": [(each, titles.get(each.schema, each.schema)) for each in lists],
        "uploads": queries.unfinished_uploads(person), "schemas": queries.schemas(),
        "offices": Office.objects.filter(agency=person.agency, is_active=True),
        "may_write": person.has_anywhere(*WRITERS), "query": query_without_page(request),
    })  # fmt: skip


@require_GET
@only(*CONTENT)
def show(request: HttpRequest, key: int) -> HttpResponse:
    """Show one list: what it is, its rows found by name, code or number, and what may be done with it."""
    record_list, person = list_of(request, key), person_of(request)
    schema = schema_named(record_list.schema)
    words, page = request.GET.get("q", "").strip()[:100], page_number(request)
    rows, more = records_page(record_list, words=words, page=page)
    columns = queries.shown_columns(schema, record_list.columns)
    charts = [] if words or page > 1 else charts_of(record_list)
    return render(request, "desk/lists/show.html", {
        "title": record_list.title, "crumbs": crumbs(record_list, last=True), "icon": "table", "list": record_list, "schema": schema,
        "columns": columns, "rows": [(row, cells_of_record(row, columns)) for row in rows], "words": words, "page": page, "more": more,
        "may_write": person.writes_for(record_list.office_id), "is_penalties": record_list.schema == "penalties",
        "public_uses": queries.public_uses(record_list), "charts": charts, "query": query_without_page(request),
        "edited_by": name_of(record_list.edited_by), "created_by": name_of(record_list.created_by),
    })  # fmt: skip


@require_POST
@only(*WRITERS)
def rename(request: HttpRequest, key: int) -> HttpResponse:
    """Give a list another title."""
    record_list, person = own_list(request, key), person_of(request)
    title = request.POST.get("title", "").strip()
    if not 0 < len(title) <= 200:
        messages.error(request, "标题没有保存：请填写1至200字。")
    else:
        actions.rename(record_list=record_list, title=title, by=person.by, at=person.at)
        messages.success(request, "标题已保存。")
    return redirect("desk_lists:show", key)


def charts_of(record_list: RecordList) -> list[object]:
    """Return the pictures of a list that say something."""
    group = schema_named(record_list.schema).in_role("group")
    by_year = [(f"{year}年", count) for year, count in list(counts_by_year(record_list).items())[-10:]]
    charts = [chart_of("按年份", by_year)]
    if group:
        charts.append(chart_of(f"按{group.title}", counts_by_grouping(record_list, 8)))
    return [chart for chart in charts if chart]


def crumbs(record_list: RecordList, *, last: bool = False) -> list[dict[str, str]]:
    """Return the way to a list."""
    here = {"url": "" if last else reverse("desk_lists:show", args=[record_list.pk]), "label": record_list.title[:24]}
    return [{"url": reverse("desk_lists:index"), "label": "名单"}, here]


def page_number(request: HttpRequest) -> int:
    """Return the page asked for, from 1."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 100_000):
        raise BadRequest("页码应为数字")
    return int(text)


def query_without_page(request: HttpRequest) -> str:
    """Return the query of this address without its page, to put another behind it."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def name_of(username: str) -> str:
    """Return how a person is shown, or the username where there is no such account."""
    found = User.objects.filter(username=username).first() if username else None
    return str(found) if found else username
