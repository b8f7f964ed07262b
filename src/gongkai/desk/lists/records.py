"""Single records of a stored list: corrected, added, removed, and penalties that were changed or annulled."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.accounts.roles import WRITERS
from gongkai.desk.access import only, person_of
from gongkai.desk.lists.cells import Editor, cells_of_record, editors_of
from gongkai.desk.lists.forms import AnnulForm, ReasonForm
from gongkai.desk.lists.queries import public_uses, shown_columns
from gongkai.desk.lists.rights import own_list
from gongkai.desk.lists.views import crumbs
from gongkai.disclosures.penalties import set_aside
from gongkai.records import actions
from gongkai.records.models import Record, RecordList
from gongkai.records.schemas import schema_named
from gongkai.records.statuses import RecordStatus
from gongkai.rules.display_limits import SPANS, Suggestion, suggest
from gongkai.rules.table_schema_values import read_date


@require_http_methods(["GET", "POST"])
@only(*WRITERS)
def edit(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Correct one record, with a reason; each wrong cell says what is wrong and the rest stays as typed."""
    record_list, person = own_list(request, key), person_of(request)
    row = get_object_or_404(Record, record_list=record_list, position=position)
    schema = schema_named(record_list.schema)
    texts, faults, reason = dict(row.values), [], ""
    display_class = row.display_class
    if request.method == "POST":
        texts, reason = _typed(request, record_list), request.POST.get("reason", "").strip()[:300]
        display_class = request.POST.get("display_class", row.display_class) if record_list.schema == "penalties" else ""
        if display_class not in {"", *SPANS}:
            display_class = ""
        changed = {name: text for name, text in texts.items() if text.strip() != row.values.get(name, "")}
        try:
            if not reason:
                raise _NoReason
            actions.change_record(
                record_list=record_list, position=position, values=changed, by=person.by, at=person.at, reason=reason,
                seen=request.POST.get("seen", ""), display_class=display_class,
            )  # fmt: skip
        except _NoReason:
            messages.error(request, "没有保存：请在最下面写明修改原因。")
        except actions.ChangedMeanwhile as error:
            messages.error(request, str(error))
        except actions.RecordRefused as refused:
            faults = [list(fault) for fault in refused.read.faults]
            messages.error(request, "没有保存：有的格还不对，见各栏下面的说明。")
        else:
            messages.success(request, f"第{position}行已保存，名单更新为新的版本。")
            return redirect("desk_lists:show", key)
    return _form(request, record_list, f"修改第{position}行", editors_of(schema, texts, faults), row=row, reason=reason,
                 display_class=display_class, suggestions=_suggestions(record_list, texts))  # fmt: skip


@require_http_methods(["GET", "POST"])
@only(*WRITERS)
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Add a record at the end."""
    record_list, person = own_list(request, key), person_of(request)
    texts: dict[str, str] = {}
    faults: list[list[str]] = []
    reason = ""
    if request.method == "POST":
        texts, reason = _typed(request, record_list), request.POST.get("reason", "").strip()[:300]
        try:
            if not reason:
                raise _NoReason
            values = {name: text for name, text in texts.items() if text.strip()}
            row = actions.add_record(record_list=record_list, values=values, by=person.by, at=person.at, reason=reason)
        except _NoReason:
            messages.error(request, "没有保存：请在最下面写明增加这一行的原因。")
        except actions.RecordRefused as refused:
            faults = [list(fault) for fault in refused.read.faults]
            messages.error(request, "没有保存：有的格还不对，见各栏下面的说明。")
        else:
            messages.success(request, f"已增加第{row.position}行，名单更新为新的版本。")
            return redirect("desk_lists:show", key)
    return _form(request, record_list, "增加一行", editors_of(schema_named(record_list.schema), texts, faults), reason=reason)


@require_http_methods(["GET", "POST"])
@only(*WRITERS)
def remove(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Take a record out, after showing it once more."""
    record_list, person = own_list(request, key), person_of(request)
    row = get_object_or_404(Record, record_list=record_list, position=position)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.remove_record(
                record_list=record_list, position=position, by=person.by, at=person.at, reason=form.cleaned_data["reason"],
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except actions.ChangedMeanwhile as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"第{position}行已从名单中删去，名单更新为新的版本。")
            return redirect("desk_lists:show", key)
    return _single(request, "desk/lists/remove.html", record_list, row, f"删去第{position}行", form)


@require_http_methods(["GET", "POST"])
@only(*WRITERS)
def annul(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Record that a penalty was changed, annulled, found unlawful or void (行政处罚法 48)."""
    record_list, person = own_list(request, key), person_of(request)
    row = get_object_or_404(Record, record_list=record_list, position=position)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            owed = set_aside(
                record=row, what=RecordStatus(given["what"]), decided_on=given["decided_on"], reason=given["reason"], by=person.by, at=person.at
            )
        except actions.NotAPenalty as error:
            form.add_error(None, str(error))
        else:
            what = RecordStatus(given["what"]).label
            messages.success(request, f"第{position}行已登记为“{what}”，今后公开的名单不再包含这一行。")
            for change in owed:
                words = f"已公开的“{change.disclosure.public_title}”含有这一行，须在{change.duty.due_on}前撤回或更正并说明理由。"
                messages.warning(request, words)
            return redirect("desk_lists:show", key)
    return _single(request, "desk/lists/annul.html", record_list, row, f"登记第{position}行的变更或撤销", form)


class _NoReason(Exception):
    """Nobody said why."""


def _typed(request: HttpRequest, record_list: RecordList) -> dict[str, str]:
    columns = schema_named(record_list.schema).columns
    return {column.name: request.POST.get(f"v-{column.name}", "")[:10_000] for column in columns if f"v-{column.name}" in request.POST}


def _suggestions(record_list: RecordList, texts: dict[str, str]) -> list[tuple[str, str, Suggestion]]:
    """Return for a penalty what each class of dishonesty would mean for its display."""
    day = schema_named(record_list.schema).in_role("day")
    decided = read_date(texts.get(day.name, "")).value if day and record_list.schema == "penalties" else ""
    if not decided:
        return []
    return [(key, span.name, suggest(key, dt.date.fromisoformat(decided))) for key, span in SPANS.items()]


def _form(request: HttpRequest, record_list: RecordList, title: str, editors: list[Editor], **more: Any) -> HttpResponse:
    until = schema_named(record_list.schema).in_role("until")
    return render(request, "desk/lists/record.html", {
        "title": title, "icon": "edit", "crumbs": [*crumbs(record_list), {"url": "", "label": title}], "list": record_list,
        "editors": editors, "until": until.name if until else "", "public_uses": public_uses(record_list),
        "back": reverse("desk_lists:show", args=[record_list.pk]), **more,
    })  # fmt: skip


def _single(request: HttpRequest, template: str, record_list: RecordList, row: Record, title: str, form: Any) -> HttpResponse:
    columns = [column for column in shown_columns(schema_named(record_list.schema), list(row.values)) if "x-role" in column.facts or column.unit]
    return render(request, template, {
        "title": title, "icon": "warning", "crumbs": [*crumbs(record_list), {"url": "", "label": title}], "list": record_list, "row": row,
        "cells": cells_of_record(row, columns), "form": form, "public_uses": public_uses(record_list),
    })  # fmt: skip
