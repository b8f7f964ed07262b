"""Taking along what was found, as CSV or XLSX. That, too, is recorded."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.audit.actions import record
from gongkai.desk.access import only, person_of
from gongkai.desk.history.exporting import MOST, csv_lines, rows, search_in_words, workbook
from gongkai.desk.history.rights import parts_for
from gongkai.desk.history.views.searching import form_for


@only()
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the acts found to take along; a wrong search goes back to where it is explained."""
    if kind not in MOST:
        raise Http404
    person = person_of(request)
    form = form_for(request, person)
    if not form.is_valid():
        return redirect(f"{reverse('desk_history:index')}?{request.GET.urlencode()}")
    search = form.search()
    table = rows(parts_for(person), search, person, most=MOST[kind])
    after = {"format": kind.upper(), "search": search_in_words(search)}
    if request.method != "HEAD":
        record(by=person.by, act="导出操作记录", subject=person.user, at=person.at, after=after)
    name = f"操作记录-{person.on:%Y%m%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(workbook(table), as_attachment=True, filename=name)
    answer = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer
