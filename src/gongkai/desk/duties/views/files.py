"""Many events at once from a table: looked at cell by cell and date by date first, then registered, all or nothing."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import openpyxl
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.roles import WRITERS
from gongkai.desk.access import only, person_of
from gongkai.desk.duties import queries, rights, uploads
from gongkai.desk.duties.forms import FileForm
from gongkai.desk.duties.streaming import Progress, streamed
from gongkai.desk.duties.views.frame import shown
from gongkai.duties import actions
from gongkai.duties.actions import PlannedEvent, Registered
from gongkai.duties.event_rows import COLUMNS, RowErrors
from gongkai.duties.queries.previews import likely_trigger
from gongkai.sources.errors import BadInput

Result = TypeVar("Result")
SMALL = 64 * 1024  # a list of this size is done within two seconds; a longer one shows its progress
SHOWN = 200
LARGEST = 20 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@only(*WRITERS)
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the file."""
    return shown(request, "files.html", "导入事件清单", form=FileForm())


@only(*WRITERS)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Give a table to fill in, with the items of one's offices on a second sheet."""
    person = person_of(request)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "事件"
    sheet.append([COLUMNS[name][0] for name in ("item", "trigger", "happened_on", "subject", "external_key", "note")])
    items = book.create_sheet("事项编号（只供查阅）")
    items.append(["编号", "名称", "科室", "常用事件"])
    offices = rights.offices_written(person)
    for row in queries.items_of(rights.agency_of(person), on=person.on, offices=offices):
        office = row.office.name if row.office else ""
        items.append([row.item.number, row.full_name, office, likely_trigger(row).label])
    for column, width in zip("ABCDEF", (14, 14, 14, 60, 20, 30), strict=True):
        sheet.column_dimensions[column].width = width
    items.column_dimensions["B"].width = 70
    made = io.BytesIO()
    book.save(made)
    response = HttpResponse(made.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E4%BA%8B%E4%BB%B6%E6%B8%85%E5%8D%95.xlsx"
    return response


@only(*WRITERS)
@require_POST
def check(request: HttpRequest) -> HttpResponseBase:
    """Look at a file: every wrong cell, and the due date of every good row. Nothing is registered."""
    person = person_of(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, "files.html", "导入事件清单", form=form, status=422)
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        form.add_error("file", f"文件有{file.size // 1024 // 1024}MB，超过{LARGEST // 1024 // 1024}MB，请拆成几份。")
        return shown(request, "files.html", "导入事件清单", form=form, status=422)
    key = uploads.keep(file.read(), file.name or "清单", person)
    path, name = uploads.found(key, person)

    def plan(progress: Progress) -> list[PlannedEvent]:
        return actions.plan_events_file(
            agency=rights.agency_of(person), path=path, at=person.at,
            office_ids=rights.offices_written(person), on_progress=progress,
        )  # fmt: skip

    return _worked(request, f"核对“{name}”", path, plan, lambda result: _told_plan(request, result, key))


@only(*WRITERS)
@require_POST
def register(request: HttpRequest) -> HttpResponseBase:
    """Register the events of the file that was looked at, all or nothing."""
    person = person_of(request)
    try:
        path, name = uploads.found(request.POST.get("key", ""), person)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("desk_duties:files")

    def save(progress: Progress) -> Registered:
        done = actions.register_events_file(
            agency=rights.agency_of(person), path=path, by=person.by, at=person.at,
            office_ids=rights.offices_written(person), on_progress=progress,
        )  # fmt: skip
        uploads.forget(path)
        return done

    return _worked(request, f"登记“{name}”", path, save, lambda result: _told_registered(request, result))


def _worked(
    request: HttpRequest, title: str, path: Path, work: Callable[[Progress], Result],
    told: Callable[[Result | Exception], str],
) -> HttpResponseBase:  # fmt: skip
    """Do the work: at once for a small file, with its progress shown for a large one."""
    crumbs = [
        {"url": reverse("desk_duties:index"), "label": "公开义务"},
        {"url": reverse("desk_duties:files"), "label": "导入事件清单"}, {"url": "", "label": title},
    ]  # fmt: skip
    values: dict[str, object] = {"title": title, "crumbs": crumbs, "icon": "date"}
    if path.stat().st_size > SMALL:
        return streamed(request, "desk/duties/files_worked.html", values, work, told)
    try:
        result: Result | Exception = work(lambda words, done, total: None)
    except BadInput as error:
        result = error
    return HttpResponse(render_to_string("desk/duties/files_worked.html", {**values, "told": told(result)}, request))


def _told_plan(request: HttpRequest, result: list[PlannedEvent] | Exception, key: str) -> str:
    if isinstance(result, Exception):
        return _refused(request, result)
    wrong = [one for one in result if one.errors]
    good = [one for one in result if one.duty]
    values = {
        "key": key if good and not wrong else "",
        "wrong": wrong[:SHOWN],
        "good": good[:SHOWN],
        "rows": len(result),
        "wrong_rows": len(wrong),
        "new": sum(not one.is_known for one in good),
        "known": sum(one.is_known for one in good),
        "provisional": sum(one.duty.is_provisional for one in good if one.duty),
        "more": max(len(good), len(wrong)) > SHOWN,
        "shown": SHOWN,
        "today": person_of(request).on,
    }
    return render_to_string("desk/duties/files_plan.html", values, request)


def _told_registered(request: HttpRequest, result: Registered | Exception) -> str:
    if isinstance(result, Exception):
        return _refused(request, result)
    first = min((duty.due_on for duty in result.new), default=None)
    values = {"new": len(result.new), "known": len(result.known), "first": first}
    return render_to_string("desk/duties/files_done.html", values, request)


def _refused(request: HttpRequest, error: Exception) -> str:
    """Say what the domain refuses; anything else is a fault of the program and is raised."""
    if not isinstance(error, BadInput):
        raise error
    errors = error.errors[:SHOWN] if isinstance(error, RowErrors) else ()
    return render_to_string("desk/duties/files_refused.html", {"message": "" if errors else str(error), "errors": errors}, request)
