"""The page of someone without an account: exactly the content under review, and their answer. Nothing else can be reached from it.

The key in the address is all that opens it, and nothing of it is ever written down: not in the log, not in a cookie. The
page needs no session and no script.
"""

import hashlib
from typing import Any, TypeVar

import nh3
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.reviews import frozen
from gongkai.desk.reviews.forms import AnswerForm
from gongkai.desk.reviews.masking import keep_keys_out_of_the_log
from gongkai.disclosures.actions import outside
from gongkai.disclosures.actions.outside import LinkClosed, NoSuchLink
from gongkai.disclosures.body_comparison import blocks_of
from gongkai.disclosures.comparison import fields_of
from gongkai.disclosures.html import ATTRIBUTES, TAGS
from gongkai.disclosures.models import OutsideOpinion
from gongkai.sources.errors import BadInput

Answer = TypeVar("Answer", bound=HttpResponseBase)

MINUTE = 60
MISSES, VISITS = 20, 60  # a minute: of unknown keys from one address, and of one key
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
CELLS = {name: kept for name, kept in ATTRIBUTES.items() if name != "a"}
BUSY = "打开得太频繁了，请过一分钟再试。"

keep_keys_out_of_the_log()


# Whoever has the key may answer, and whoever has not cannot forge an answer: there is no cookie that a forged request could
# borrow. Django's own token would need a cookie, and browsers send no origin from a page that sends no referrer.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show what is asked about, or keep the answer."""
    if busy := _too_often(request, key):
        return busy
    at = timezone.now()
    try:
        if request.method != "POST":
            return _page(request, outside.open_link(key=key, at=at), AnswerForm())
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                outside.answer(key=key, outcome=form.cleaned_data["outcome"], text=form.cleaned_data["answer"], at=at)
                return _private(redirect("outside_opinion", key))
            except (LinkClosed, NoSuchLink):
                raise
            except BadInput as error:
                form.add_error(None, str(error))
        return _page(request, outside.open_link(key=key, at=at), form, status=422)
    except (LinkClosed, NoSuchLink) as error:
        return _closed(request, error)


@require_safe
def file(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """Hand over one of the files that belong to what is asked about."""
    if busy := _too_often(request, key):
        return busy
    try:
        opinion = outside.open_link(key=key, at=timezone.now())
    except (LinkClosed, NoSuchLink) as error:
        return _closed(request, error)
    files = list(frozen.files_of(opinion.review.content))
    if not 0 < number <= len(files):
        return _closed(request, NoSuchLink())
    return _private(frozen.answer(files[number - 1], download=True))


def _page(request: HttpRequest, opinion: OutsideOpinion, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    content = opinion.review.content
    files = list(enumerate(frozen.files_of(content), 1))
    values: dict[str, Any] = {
        "opinion": opinion,
        "content": content,
        "fields": fields_of(content),
        "body": mark_safe(nh3.clean(content["body"], tags=TAGS - {"a"}, attributes=CELLS)),  # sanitised, and without links
        "addresses": [block.text for block in blocks_of(content["body"]) if "〔http" in block.text],
        "files": files,
        "form": form,
    }
    return _private(render(request, "desk/reviews/outside.html", values, status=status))


def _closed(request: HttpRequest, why: BadInput) -> HttpResponse:
    status = 404 if isinstance(why, NoSuchLink) else 410
    if status == 404:
        _count(f"misses:{request.META.get('REMOTE_ADDR', '')}")
    return _private(render(request, "desk/reviews/outside_closed.html", {"why": str(why)}, status=status))


def _too_often(request: HttpRequest, key: str) -> HttpResponse | None:
    """Return a refusal for who guesses keys or opens one again and again, or None."""
    misses = _seen(f"misses:{request.META.get('REMOTE_ADDR', '')}")
    visits = _count(f"visits:{hashlib.sha256(key.encode()).hexdigest()}")
    if misses < MISSES and visits <= VISITS:
        return None
    response = _private(render(request, "desk/reviews/outside_closed.html", {"why": BUSY}, status=429))
    response["Retry-After"] = str(MINUTE)
    return response


def _bucket(name: str) -> str:
    return f"outside:{name}:{int(timezone.now().timestamp()) // MINUTE}"


def _seen(name: str) -> int:
    return int(cache.get(_bucket(name), 0))


def _count(name: str) -> int:
    bucket = _bucket(name)
    cache.add(bucket, 0, 2 * MINUTE)
    try:
        return int(cache.incr(bucket))
    except ValueError:  # it fell out of the cache in between
        return 1


def _private(response: Answer) -> Answer:
    """Let nothing keep, index, frame or pass on what is shown."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Frame-Options"] = "DENY"
    response.setdefault("Content-Security-Policy", POLICY)
    return response
