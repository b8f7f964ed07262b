"""Objections in a notice window: what may be sent in, how often, the number one gets, and what is published of them.

The public gets counts and the summaries that the office wrote; never a text, a name or a file that was sent in.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai.disclosures.models import Disclosure, Objection
from gongkai.disclosures.notices import Window
from gongkai.disclosures.statuses import ObjectionFinding, Status
from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import magic_of

KEPT_DAYS = 365  # how long it is known who objected, after the objection was dealt with
LARGEST_FILE = 10 * 1024 * 1024
SHORTEST, LONGEST = 5, 5000  # characters of a text
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that are read for another
ACCEPTED = {
    ".pdf": ("pdf",), ".doc": ("ole",), ".wps": ("ole", "zip"), ".docx": ("zip",), ".xls": ("ole",), ".et": ("ole", "zip"),
    ".xlsx": ("zip",), ".ofd": ("zip",), ".txt": ("",), ".jpg": ("picture",), ".jpeg": ("picture",), ".png": ("picture",),
}  # fmt: skip
PER_ORIGIN = ((dt.timedelta(minutes=10), 5), (dt.timedelta(days=1), 20))
PER_WINDOW = (dt.timedelta(hours=1), 300)


class Closed(BadInput):
    """No objection can be made now: the window has not begun, has ended, or was taken back."""


class TooMany(BadInput):
    """So many objections came in at once that no further one is taken for a while."""


@dataclass(frozen=True, slots=True)
class Said:
    """What someone sends in: text, name and contact, and a file (its name and bytes), each as typed."""

    text: str
    name: str = ""
    contact: str = ""
    file_name: str = ""
    data: bytes = b""


def window_of(disclosure: Disclosure) -> Window | None:
    """Return the window the public was told of; None when there is none, or its disclosure was taken back."""
    if disclosure.status != Status.PUBLISHED or disclosure.latest is None:
        return None
    return Window.of(disclosure.latest.content)


def faults(said: Said, *, anonymous: bool) -> dict[str, str]:
    """Return what must be mended before it can be sent, by field, in words for anybody."""
    found = {}
    length = len(said.text.strip())
    if length < SHORTEST:
        found["text"] = "请写明对哪一项公示内容有异议，以及理由。"
    elif length > LONGEST:
        found["text"] = f"异议内容最多{LONGEST}字，现有{length}字：请精简，或把详细材料放在附件里。"
    if not anonymous and not said.name.strip():
        found["name"] = "请填写姓名或者单位名称。"
    if not anonymous and not said.contact.strip():
        found["contact"] = "请填写电话、电子邮箱或者通信地址，便于核实和答复。"
    if len(said.name) > 80 or len(said.contact) > 120:
        found["name" if len(said.name) > 80 else "contact"] = "太长了：请精简。"
    if said.file_name and (fault := _fault_of_file(said)):
        found["file"] = fault
    return found


def _fault_of_file(said: Said) -> str:
    suffix = PurePath(said.file_name).suffix.lower()
    if len(said.data) > LARGEST_FILE:
        return f"附件超过{LARGEST_FILE // 1024 // 1024}MB：请压缩图片或者只附关键材料。"
    if not said.data:
        return "附件是空文件：请检查后重新选择。"
    if suffix not in ACCEPTED:
        return "附件只接受 PDF、Word、Excel、OFD、TXT 文件和 JPG、PNG 图片。"
    if magic_of(said.data) not in ACCEPTED[suffix]:
        return f"附件的内容与文件名“{suffix}”不符：请用原来的软件打开，另存后再选择。"
    return ""


def origin_of(address: str, *, at: dt.datetime) -> str:
    """Return what stands for a network address on one day: a keyed hash, so that the address itself is never kept."""
    return salted_hmac("gongkai.objections", f"{timezone.localdate(at)}|{address}").hexdigest()


def refuse_a_flood(disclosure: Disclosure, origin: str, *, at: dt.datetime) -> None:
    """Raise TooMany when too much came from one place, or for one window, in a short time."""
    there = Objection.objects.filter(origin=origin)
    for span, most in PER_ORIGIN if origin else ():
        if there.filter(received_at__gt=at - span).count() >= most:
            raise TooMany("从同一网络提交的次数过多，请稍后再试；也可以按公示中的联系方式直接反映。")
    span, most = PER_WINDOW
    if Objection.objects.filter(disclosure=disclosure, received_at__gt=at - span).count() >= most:
        raise TooMany("现在提交的人很多，请过一会儿再试；也可以按公示中的联系方式直接反映。")


def new_receipt_number(disclosure: Disclosure) -> str:
    """Return a number nobody can guess: the disclosure's own, then eight letters and digits that are hard to misread.

    Whoever has it can see how the objection was dealt with, and nothing of who made it.
    """
    own = (disclosure.index_number or "").rpartition("/")[2].replace("-", "")
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{own}-{code[:4]}-{code[4:]}"


def outcome_of(disclosure: Disclosure) -> dict[str, Any]:
    """Return what is published of the objections of a window: how many, with which findings, and the office's summaries."""
    confirmed = list(Objection.objects.confirmed().filter(disclosure=disclosure).order_by("received_at", "id"))
    counts = {str(finding): sum(one.finding == finding for one in confirmed) for finding in ObjectionFinding}
    points = [{"finding": one.finding, "text": one.summary} for one in confirmed]
    return {"received": len(confirmed), **counts, "summary": summary_of(confirmed), "points": points}


def summary_of(confirmed: Sequence[Objection]) -> str:
    """Say in one sentence what came in and what became of it.

    >>> summary_of([])
    '公示期满，未收到意见。'
    """
    if not confirmed:
        return "公示期满，未收到意见。"
    labels = ((label, sum(one.finding == value for one in confirmed)) for value, label in ObjectionFinding.choices)
    return f"公示期满，收到意见{len(confirmed)}条：{'，'.join(f'{label}{count}条' for label, count in labels if count)}。"


def change_note_of(outcome: dict[str, Any]) -> str:
    """Return the change note with which an outcome goes out."""
    received = outcome["received"]
    return f"公示期满，收到意见{received}条，处理结果如下。" if received else "公示期满，未收到意见。"
