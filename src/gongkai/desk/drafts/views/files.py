"""Files of a draft: handed in, renamed, ordered, removed; and given out, only to who may see the draft."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.roles import WRITERS
from gongkai.desk.access import CONTENT, Person, only, person_of
from gongkai.desk.drafts.entrusted import readable_or_404
from gongkai.desk.drafts.inputs import Around, pointed
from gongkai.desk.drafts.views.frame import changing, row_of, to_form, wants_json
from gongkai.disclosures import actions, blobs, content
from gongkai.disclosures.html import text_of
from gongkai.disclosures.models import Disclosure
from gongkai.sources.errors import BadInput


@only(*WRITERS)
@require_POST
@changing
def upload(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponseBase:
    """Take one or several files; what was taken out of each, or is still in it, is said."""
    told: list[dict[str, Any]] = []
    refused = ""
    for handed in _handed(request):
        try:
            attached = actions.attach_upload(disclosure=disclosure, name=handed.name or "", file=handed, by=person.by, at=person.at)
        except BadInput as error:
            refused = str(error)
            break
        told.append({"done": _words(attached), "left": [f"“{attached.attachment.name}”：{words}。" for words in attached.left]})
    _point(disclosure, person)
    if wants_json(request):
        return JsonResponse({"files": told, "error": refused}, status=409 if refused else 200)
    for one in told:
        messages.success(request, str(one["done"]))
        for words in one["left"]:
            messages.warning(request, words)
    if refused:
        messages.error(request, refused)
    elif not told:
        messages.warning(request, "没有选中文件：请先选择文件，再点“上传”。")
    return to_form(disclosure, "f-files")


@only(*WRITERS)
@require_POST
@changing
def change(request: HttpRequest, person: Person, disclosure: Disclosure) -> HttpResponseBase:
    """Rename, move or remove one file."""
    name, act = request.POST.get("name", ""), request.POST.get("act", "")
    if act == "rename":
        actions.rename_file(disclosure=disclosure, name=name, to=request.POST.get("to", ""), by=person.by, at=person.at)
    elif act == "remove":
        actions.remove_file(disclosure=disclosure, name=name, by=person.by, at=person.at)
        messages.success(request, f"已移除附件“{name}”。")
    elif act in ("up", "down"):
        actions.order_files(disclosure=disclosure, names=_moved(disclosure, name, -1 if act == "up" else 1), by=person.by, at=person.at)
    _point(disclosure, person)
    return to_form(disclosure, "f-files")


@only(*CONTENT)
@require_safe
@never_cache
def download(request: HttpRequest, pk: int, key: int) -> FileResponse:
    """Give out a file of a draft."""
    disclosure = readable_or_404(person_of(request), pk)
    attachment = disclosure.attachments.filter(pk=key).first()
    if attachment is None:
        raise Http404
    return _given(attachment.sha256, attachment.name, attachment.media_type)


@only(*CONTENT)
@require_safe
@never_cache
def download_list(request: HttpRequest, pk: int, sha256: str) -> FileResponse:
    """Give out the whole list of a draft as it would be published, by the hash of the file that the preview names."""
    person = person_of(request)
    disclosure = readable_or_404(person, pk)
    told = content.snapshot(disclosure, row_of(disclosure, person), rule=None, on=person.on)
    for file in (*told["files"], *(file for one in told["lists"] for file in one["files"])):
        if file["sha256"] == sha256:
            return _given(sha256, file["name"], file["media_type"])
    raise Http404


def _given(sha256: str, name: str, media_type: str) -> FileResponse:
    """Send the bytes as a download, never to be shown in the page or kept by anyone on the way."""
    path: Path = blobs.path_of(sha256)
    if not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _handed(request: HttpRequest) -> Iterator[UploadedFile[bytes]]:
    yield from request.FILES.getlist("files")


def _words(attached: actions.Attached) -> str:
    taken = f"，已去除其中的{'、'.join(attached.removed)}" if attached.removed else ""
    return f"已上传“{attached.attachment.name}”{taken}。"


def _moved(disclosure: Disclosure, name: str, by: int) -> list[str]:
    names = list(disclosure.attachments.values_list("name", flat=True))
    if name in names:
        place = names.index(name)
        names.insert(max(place + by, 0), names.pop(place))
    return names


def _point(disclosure: Disclosure, person: Person) -> None:
    """Let the element whose content is in files or lists say which there are now."""
    now = Disclosure.objects.get(pk=disclosure.pk)
    around = Around(
        tuple(now.attachments.values_list("name", flat=True)),
        tuple(now.record_lists.order_by("id").values_list("title", flat=True)),
        bool(text_of(now.body).strip()),
    )
    values = pointed(row_of(now, person).elements, now.values, around)
    if values != now.values:
        actions.edit(disclosure=now, by=person.by, at=person.at, values=values)
