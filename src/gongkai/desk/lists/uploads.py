"""From a table handed in to a list: upload or paste, watch it being read, mend cells where they stand, store."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.accounts.roles import WRITERS
from gongkai.desk.access import only, person_of
from gongkai.desk.lists import jobs, queries
from gongkai.desk.lists.cells import cells_of_upload, editors_of
from gongkai.desk.lists.drafts import attach, draft_of
from gongkai.desk.lists.forms import UploadForm
from gongkai.desk.lists.rights import list_of, offices_for, own_upload
from gongkai.desk.lists.views import name_of, page_number, query_without_page
from gongkai.records import actions
from gongkai.records.actions.staging import texts_of
from gongkai.records.models import Upload, UploadRow
from gongkai.records.schemas import schema_named
from gongkai.records.statuses import BUSY, UploadState
from gongkai.sources.errors import BadInput


@require_http_methods(["GET", "POST"])
@only(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """Take a table: a file, or what was copied from Excel. ``?list=`` replaces a list, ``?draft=`` is meant for a draft."""
    person = person_of(request)
    asked = request.POST or request.GET
    replaced = list_of(request, int(asked["list"])) if asked.get("list", "").isdigit() else None
    draft = draft_of(person, asked.get("draft", ""))
    form = UploadForm(
        request.POST or None, request.FILES or None, offices=offices_for(person), replaced=replaced, whole=person.writes_for(None),
        initial={"schema": asked.get("schema", ""), "title": asked.get("title", ""), "office": draft.office_id if draft else person.user.office_id},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and person.agency:
        given = form.cleaned_data
        try:
            upload = actions.stage(
                agency=person.agency, office=given["office"], schema=given["schema"], title=given["title"], data=given["data"],
                name=given["name"], by=person.by, at=person.at, record_list=replaced, draft_number=draft.pk if draft else None,
            )  # fmt: skip
        except BadInput as error:
            form.add_error("file", str(error))
        else:
            jobs.read(upload, size=len(given["data"]))
            return redirect("desk_lists:preview", upload.pk)
    return render(request, "desk/lists/upload.html", {
        "title": f"替换名单：{replaced}" if replaced else "上传名单", "icon": "upload", "form": form, "replaced": replaced, "draft": draft,
        "crumbs": [{"url": reverse("desk_lists:index"), "label": "名单"}, {"url": "", "label": "上传名单"}], "schemas": queries.schemas(),
    })  # fmt: skip


@require_GET
@only(*WRITERS)
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """Show what was read, the bad rows first and each fault at its cell; or how far the reading is."""
    upload, person = own_upload(request, key), person_of(request)
    schema = schema_named(upload.schema)
    context = {"title": upload.title, "icon": "table", "crumbs": _crumbs(upload, last=True), "upload": upload, "schema": schema}
    if upload.state in BUSY:
        done = jobs.done_of(upload)
        context |= {"done": done, "percent": _percent(upload, done), "interrupted": jobs.is_interrupted(upload, at=person.at)}
        return render(request, "desk/lists/progress.html", context)
    if upload.state == UploadState.STORED and upload.record_list_id:
        return _stored(request, upload)
    if upload.state == UploadState.REFUSED:
        return render(request, "desk/lists/refused.html", context)
    only_bad, page = request.GET.get("show") == "bad", page_number(request)
    rows, more = queries.page_of_rows(upload, only_bad=only_bad, page=page)
    columns = queries.columns_of_preview(upload, rows)
    return render(request, "desk/lists/preview.html", context | {
        "created_by": name_of(upload.created_by), "columns": columns, "rows": [(row, cells_of_upload(row, columns)) for row in rows],
        "only_bad": only_bad, "page": page, "more": more, "query": query_without_page(request), "fillable": _fillable(upload),
        "draft": draft_of(person, str(upload.draft_number or "")),
    })  # fmt: skip


@require_GET
@only(*WRITERS)
def progress(request: HttpRequest, key: int) -> JsonResponse:
    """Tell the script how far the reading or storing is."""
    upload = own_upload(request, key)
    done = jobs.done_of(upload)
    return JsonResponse({"busy": upload.state in BUSY, "done": done, "total": upload.total, "percent": _percent(upload, done)})


@require_POST
@only(*WRITERS)
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Begin again with an upload whose reading or storing was cut off."""
    upload, person = own_upload(request, key), person_of(request)
    if upload.state == UploadState.STORING and jobs.is_interrupted(upload, at=person.at):
        Upload.objects.filter(pk=key).update(state=UploadState.READY)
    elif upload.state == UploadState.REFUSED or jobs.is_interrupted(upload, at=person.at):
        Upload.objects.filter(pk=key).update(state=UploadState.READING, touched_at=person.at)
        jobs.read(upload, size=jobs.AT_ONCE_BYTES + 1)
    return redirect("desk_lists:preview", key)


@require_http_methods(["GET", "POST"])
@only(*WRITERS)
def row(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Show one row as a form, every cell with its message; saving checks it again and stays until it is right."""
    upload, person = own_upload(request, key), person_of(request)
    kept = _row_or_404(upload, position)
    schema = schema_named(upload.schema)
    if request.method == "POST":
        now = texts_of(kept)
        texts = {column.name: request.POST[f"v-{column.name}"] for column in schema.columns if f"v-{column.name}" in request.POST}
        texts = {name: text for name, text in texts.items() if text.strip() != now.get(name, "")}
        seen = {name: request.POST.get(f"s-{name}", now.get(name, "")) for name in texts}
        try:
            kept = actions.retype_cells(upload=upload, position=position, texts=texts, at=person.at, seen=seen)
        except (actions.StaleCell, actions.Busy) as error:
            messages.error(request, str(error))
        else:
            if kept.rank:
                messages.success(request, f"第{kept.number}行已改好。")
                return redirect("desk_lists:preview", key)
            messages.error(request, f"第{kept.number}行还有错误，见各栏下面的说明。")
        return redirect("desk_lists:upload_row", key, position)
    label = f"第{kept.number}行" + (f"（{kept.sheet}）" if kept.sheet else "")
    return render(request, "desk/lists/upload_row.html", {
        "title": f"修改{label}", "icon": "edit", "crumbs": [*_crumbs(upload), {"url": "", "label": label}], "upload": upload, "row": kept,
        "editors": editors_of(schema, texts_of(kept), kept.faults),
    })  # fmt: skip


@require_POST
@only(*WRITERS)
def cell(request: HttpRequest, key: int, position: int) -> JsonResponse:
    """Take one cell typed in the preview and answer with the row as it stands now: {ok, message, row, errors, warnings, ready}."""
    upload, person = own_upload(request, key), person_of(request)
    kept, name = _row_or_404(upload, position), request.POST.get("name", "")
    if name not in {column.name for column in schema_named(upload.schema).columns}:
        return JsonResponse({"ok": False, "message": "没有这一栏。"}, status=400)
    try:
        kept = actions.retype_cells(
            upload=upload, position=position, texts={name: request.POST.get("text", "")[:10_000]}, at=person.at,
            seen={name: request.POST.get("seen", "")},
        )  # fmt: skip
    except (actions.StaleCell, actions.Busy) as error:
        return JsonResponse({"ok": False, "message": str(error)}, status=409)
    columns = queries.columns_named(upload, request.POST.get("columns", "").split())
    html = render_to_string("desk/lists/_upload_row.html", {"upload": upload, "row": kept, "cells": cells_of_upload(kept, columns)}, request)
    return JsonResponse({
        "ok": True, "message": "", "row": html, "errors": upload.error_rows, "warnings": upload.warning_rows, "ready": upload.may_be_stored,
    })  # fmt: skip


@require_POST
@only(*WRITERS)
def remove_row(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Leave a row of the file out."""
    upload, person = own_upload(request, key), person_of(request)
    kept = _row_or_404(upload, position)
    try:
        actions.remove_row(upload=upload, position=position, at=person.at)
    except actions.Busy as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"第{kept.number}行不收入名单；原文件没有改动。")
    return redirect("desk_lists:preview", key)


@require_POST
@only(*WRITERS)
def fill(request: HttpRequest, key: int) -> HttpResponse:
    """Write one text into every row that leaves a column empty."""
    upload, person = own_upload(request, key), person_of(request)
    name, text = request.POST.get("name", ""), request.POST.get("text", "").strip()[:4_000]
    schema = schema_named(upload.schema)
    if name not in {column.name for column in schema.columns} or not text:
        messages.error(request, "没有填写：请选择一栏，并写明统一填写的内容。")
        return redirect("desk_lists:preview", key)
    try:
        count = actions.fill_column(upload=upload, name=name, text=text, at=person.at)
    except actions.Busy as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{schema.column(name).title}”为空的{count}行已统一填写。")
    return redirect("desk_lists:preview", key)


@require_POST
@only(*WRITERS)
def store(request: HttpRequest, key: int) -> HttpResponse:
    """Store the upload as a list."""
    upload, person = own_upload(request, key), person_of(request)
    try:
        jobs.store(upload, by=person.by, at=person.at)
    except actions.NotReady as error:
        messages.error(request, str(error))
        return redirect("desk_lists:preview", key)
    upload.refresh_from_db()
    return _stored(request, upload) if upload.state == UploadState.STORED else redirect("desk_lists:preview", key)


@require_POST
@only(*WRITERS)
def attach_stored(request: HttpRequest, key: int) -> HttpResponse:
    """Put a list stored beside the request into the draft it is meant for."""
    upload = own_upload(request, key)
    return _stored(request, upload) if upload.state == UploadState.STORED else redirect("desk_lists:preview", key)


@require_POST
@only(*WRITERS)
def abandon(request: HttpRequest, key: int) -> HttpResponse:
    """Throw an upload away."""
    upload, person = own_upload(request, key), person_of(request)
    if upload.state in BUSY and not jobs.is_interrupted(upload, at=person.at):
        messages.error(request, "这份表格正在读取或保存，请等它结束。")
        return redirect("desk_lists:preview", key)
    actions.abandon(upload=upload, by=person.by, at=person.at)
    messages.success(request, f"已放弃“{upload.source_name}”，上传的文件也已删除。")
    return redirect("desk_lists:index")


def _stored(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Go to the stored list; a list meant for a draft is put into it, once, by who stored it."""
    person = person_of(request)
    draft = draft_of(person, str(upload.draft_number or ""))
    assert upload.record_list
    if draft and request.method == "POST":
        attach(draft, upload.record_list, by=person.by, at=person.at)
        messages.success(request, f"“{upload.record_list}”已保存，{upload.record_list.row_count}行，已放入“{draft.title}”。")
        try:
            return redirect("desk_drafts:edit", draft.pk)
        except NoReverseMatch:
            return redirect("desk_lists:show", upload.record_list_id)
    if draft and not draft.record_lists.filter(pk=upload.record_list.pk).exists():
        return render(request, "desk/lists/stored.html", {
            "title": "名单已保存", "icon": "table", "crumbs": _crumbs(upload, last=True), "upload": upload, "draft": draft,
        })  # fmt: skip
    messages.success(request, f"名单已保存，{upload.record_list.row_count}行。")
    return redirect("desk_lists:show", upload.record_list_id)


def _row_or_404(upload: Upload, position: int) -> UploadRow:
    return get_object_or_404(UploadRow, upload=upload, position=position)


def _percent(upload: Upload, done: int) -> int:
    return min(100, done * 100 // upload.total) if upload.total else 0


def _fillable(upload: Upload) -> list[tuple[str, str]]:
    """Return the columns worth filling for all rows: those the file lacks first."""
    columns = schema_named(upload.schema).columns
    absent = [(column.name, f"{column.title}（文件中没有）") for column in columns if column.name not in upload.present and column.is_required]
    return absent + [(column.name, column.title) for column in columns if (column.name, f"{column.title}（文件中没有）") not in absent]


def _crumbs(upload: Upload, *, last: bool = False) -> list[dict[str, str]]:
    here = "" if last else reverse("desk_lists:preview", args=[upload.pk])
    return [{"url": reverse("desk_lists:index"), "label": "名单"}, {"url": here, "label": f"核对：{upload.title[:20]}"}]
