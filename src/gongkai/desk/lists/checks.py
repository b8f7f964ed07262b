"""Answers a field while it is being typed in: credit codes at once, and how long a penalty may be shown."""

import datetime as dt
from typing import cast

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from gongkai.desk.access import CONTENT, only
from gongkai.rules.codes import credit_code_fault, fold_code
from gongkai.rules.display_limits import SPANS, DisplayClass, suggest


@require_GET
@only(*CONTENT)
def credit_code(request: HttpRequest) -> JsonResponse:
    """Say whether a unified credit code is right, and if not, why: {ok, message}. An empty one says nothing."""
    text = fold_code(request.GET.get("value", "")[:60])
    fault = credit_code_fault(text) if text else None
    return JsonResponse({"ok": bool(text) and fault is None, "message": f"{fault}。" if fault else "校验位正确。" if text else ""})


@require_GET
@only(*CONTENT)
def display_limit(request: HttpRequest) -> JsonResponse:
    """Propose until when a penalty is shown: {ok, until, working}."""
    try:
        decided = dt.date.fromisoformat(request.GET.get("decided", ""))
        chosen = request.GET.get("class", "")
        SPANS[cast(DisplayClass, chosen)]
    except (ValueError, KeyError):
        return JsonResponse({"ok": False, "until": "", "working": ["请先填写处罚决定日期，并选择失信程度。"]})
    found = suggest(cast(DisplayClass, chosen), decided)
    return JsonResponse({"ok": True, "until": found.until.isoformat() if found.until else "", "working": found.working})
