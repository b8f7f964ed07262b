"""What attachments hold, seen and unseen; each file is read once for each state of its bytes.

Reading is bounded: after ``PATIENCE`` seconds of reading no further file is begun, and what was not read stands against
publishing until the next check has read it too. So a save never takes minutes, and nothing goes out unread.
"""

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

from gongkai.disclosures import blobs
from gongkai.disclosures.models import Attachment, Disclosure
from gongkai.disclosures.places import file_place
from gongkai.disclosures.requirements import remembered
from gongkai.disclosures.requirements.counting import Counted, Tally, places
from gongkai.disclosures.requirements.kinds import KINDS, finding
from gongkai.rules.findings import Finding
from gongkai.rules.privacy import find_personal_data
from gongkai.rules.wording import WordList
from gongkai.sources import limits
from gongkai.sources.messages import WHOLE
from gongkai.sources.texts import TextPart, Unreadable, texts_of

PATIENCE = 20.0  # seconds of reading in one check
BATCH = 200_000  # characters held against the word list at a time


def findings_in_files(
    disclosure: Disclosure, words: WordList, fingerprint: str, *, on: dt.date, patience: float = PATIENCE
) -> Iterator[Finding]:
    """Look inside every attachment: hidden sheets, comments, tracked changes, properties; say what could not be opened."""
    if disclosure.pk is None:
        return
    began = time.monotonic()
    for attachment in disclosure.attachments.all():
        names = [remembered.key("file", attachment.sha256, attachment.name, fingerprint, day) for day in ("", on.isoformat())]
        told = remembered.recall(names[0]) or remembered.recall(names[1])
        if told is None:
            if time.monotonic() - began > patience:
                message = f"附件“{attachment.name}”还没有检查完：请稍候再检查一次。"
                yield finding("file_not_read_yet", message, field=file_place(attachment.name))
                continue
            told = examine(attachment, words)
            # What failed for want of time or memory is tried again on another day, not at every save.
            remembered.remember(names[may_be_read_another_day(told)], told)
        yield from told_of(attachment, told)


def examine(attachment: Attachment, words: WordList) -> dict[str, Any]:
    """Read one file and return what was found: kinds and places, never values."""
    path = blobs.path_of(attachment.sha256)
    if not path.exists():
        return {"lost": True}
    if attachment.size > limits.FILE_BYTES:
        why = f"文件超过{limits.FILE_BYTES // limits.MEGABYTE}MB，没有检查。请拆成几份，或人工核对"
        return {"unread": [[why, 1, [WHOLE]]], "noted": [], **Counted().as_json()}
    counted, unread, noted = Counted(), dict[str, Tally](), list[list[str]]()
    batch, length = list[TextPart](), 0
    for part in texts_of(path.read_bytes(), attachment.name):
        if isinstance(part, Finding):
            noted.append([part.kind, part.message, part.field or WHOLE])
        elif isinstance(part, Unreadable):
            unread.setdefault(part.why, Tally()).add(part.place)
        else:
            counted.add_hits(find_personal_data(part.text), part.place)
            if not part.hidden:
                batch.append(part)
                length += len(part.text)
            if length > BATCH:
                _look_for_words(batch, words, counted)
                batch, length = [], 0
    _look_for_words(batch, words, counted)
    told = [[why, tally.count, tally.places] for why, tally in unread.items()]
    return {"unread": told, "noted": noted, **counted.as_json()}


def _look_for_words(parts: list[TextPart], words: WordList, counted: Counted) -> None:
    """Hold many small texts against the list at once; only when a word is among them, each by itself."""
    if not words.slips("\n".join(part.text for part in parts)):
        return
    for part in parts:
        counted.add_slips(words.slips(part.text), part.place)


def may_be_read_another_day(told: dict[str, Any]) -> bool:
    """Tell a file that is lost, or was not read for want of time or memory, from one that can never be read."""
    return bool(told.get("lost")) or any(sign in why for why, *_ in told["unread"] for sign in ("已经停止", "内存"))


def told_of(attachment: Attachment, told: dict[str, Any]) -> Iterator[Finding]:
    """Yield the findings of one file as read."""
    where, field = f"附件“{attachment.name}”", file_place(attachment.name)
    if told.get("lost"):
        yield finding("file_lost", f"{where}的内容在存储中找不到：请重新上传。", field=field)
        return
    scanned = any(kind == "scanned_pdf" for kind, _, _ in told["noted"])
    for kind, message, place in told["noted"]:
        inside = "" if place == WHOLE or place in message else f"里的{place}"
        yield finding(kind, f"{where}{inside}：{message}。{KINDS[kind].remedy}。", field=field)
    yield from Counted.from_json(told).findings(where, field)
    for why, count, first in told["unread"]:
        if scanned and "只有图片" in why:
            continue  # said once of the whole file
        at = "" if first == [WHOLE] else f"的{places(Tally(count, first))}"
        reason = why if why.endswith(("。", "！")) else f"{why}。"
        yield finding("file_unchecked", f"{where}{at}无法检查：{reason}", field=field)
