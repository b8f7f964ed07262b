"""The files of a review, for those who may open the review: as they are, and as the text inside them, seen or unseen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.desk.access import CONTENT, only, person_of
from gongkai.desk.reviews import frozen, rights
from gongkai.desk.reviews.frozen import Damaged
from gongkai.desk.reviews.marking import Run, plain
from gongkai.desk.reviews.views.frame import crumb_of, shown
from gongkai.disclosures.models import Review
from gongkai.rules.findings import Finding
from gongkai.sources.texts import Unreadable, texts_of

LONGEST = 200_000  # characters of a file's text that are shown
DAMAGED = "文件与送审时的SHA-256不一致，没有打开：请立即告知系统管理员。"


@only(*CONTENT)
@require_safe
def show(request: HttpRequest, pk: int, sha256: str) -> HttpResponseBase:
    """Open a file of a review, or hand it over with ``?download``."""
    review, file = _file_or_404(request, pk, sha256)
    try:
        return frozen.answer(file, download="download" in request.GET)
    except Damaged:
        return shown(request, "damaged.html", "文件不一致", crumb_of(review), status=409, file=file, told=DAMAGED)


@only(*CONTENT)
@require_safe
def text(request: HttpRequest, pk: int, sha256: str) -> HttpResponseBase:
    """Show all text in a file: hidden sheets, comments and tracked changes too, with what looks like personal data marked."""
    review, file = _file_or_404(request, pk, sha256)
    parts: list[tuple[str, bool, list[Run]]] = []
    noted: list[str] = []
    unread: list[str] = []
    left = LONGEST
    try:
        for part in texts_of(frozen.checked(file), file.name):
            if isinstance(part, Finding):
                noted.append(part.message)
            elif isinstance(part, Unreadable):
                unread.append(f"{part.place}：{part.why}" if part.place else part.why)
            elif left > 0:
                parts.append((part.place, part.hidden, plain(part.text[:left])))
                left -= len(part.text)
    except Damaged:
        return shown(request, "damaged.html", "文件不一致", crumb_of(review), status=409, file=file, told=DAMAGED)
    values: dict[str, Any] = {"review": review, "file": file, "parts": parts, "noted": noted, "unread": unread, "cut": left <= 0}
    return shown(request, "text.html", file.name, crumb_of(review), **values)


def _file_or_404(request: HttpRequest, pk: int, sha256: str) -> tuple[Review, frozen.Frozen]:
    review = rights.review_or_404(person_of(request), pk)
    file = frozen.find(review, sha256)
    if file is None:
        raise Http404
    return review, file
