"""Objections in a notice window: taking one in, dealing with it by two people, and writing the outcome into the disclosure.

Nothing of an objector stands in the audit: only the receipt number, and what the office did.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.disclosures import blobs, telling_afterwards
from gongkai.disclosures.actions.drafting import before_change, locked, safe_name, touch
from gongkai.disclosures.models import Disclosure, NoticeWindow, Objection, Objector
from gongkai.disclosures.objections import (
    KEPT_DAYS,
    Closed,
    Said,
    faults,
    new_receipt_number,
    outcome_of,
    refuse_a_flood,
    window_of,
)
from gongkai.disclosures.statuses import ObjectionFinding
from gongkai.duties.actions import refuse_personal_data
from gongkai.sources.errors import BadInput

PUBLIC = "公众"
ORIGIN_KEPT = dt.timedelta(days=2)


class Incomplete(BadInput):
    """What was sent in cannot be taken yet; ``faults`` say what to mend, by field."""

    def __init__(self, found: dict[str, str]) -> None:
        """Keep what is to be mended."""
        super().__init__("".join(found.values()))
        self.faults = found


class NotAnotherPerson(BadInput):
    """The one who dealt with an objection cannot confirm it too."""


@transaction.atomic
def receive_objection(
    *, disclosure: Disclosure, said: Said, form_key: str, origin: str, anonymous: bool, at: dt.datetime
) -> Objection:
    """Take an objection in and return it with its receipt number; the same form sent twice is one objection.

    Raises Closed, Incomplete or TooMany.
    """
    if there := Objection.objects.filter(form_key=form_key).first():
        return there
    window = window_of(disclosure)
    if window is None or window.state(on=timezone.localdate(at)) != "running":
        raise Closed("现在不在公示期内，不能在线提出异议。")
    if found := faults(said, anonymous=anonymous):
        raise Incomplete(found)
    refuse_a_flood(disclosure, origin, at=at)
    objection = Objection(
        disclosure=disclosure, receipt_number=new_receipt_number(disclosure), received_at=at, text=said.text.strip(),
        form_key=form_key, origin=origin,
    )  # fmt: skip
    if said.file_name:
        objection.file_name, objection.file_size = safe_name(said.file_name), len(said.data)
        objection.file_sha256 = blobs.keep(said.data, folder=blobs.RECEIVED)
    try:
        with transaction.atomic():
            objection.save()
    except IntegrityError:  # the same form, sent twice at the same moment
        return Objection.objects.get(form_key=form_key)
    if said.name.strip() or said.contact.strip():
        Objector.objects.create(objection=objection, name=said.name.strip(), contact=said.contact.strip())
    telling_afterwards.received(objection, at=at)
    record(by=PUBLIC, act="提出异议", subject=objection, at=at, after={"disclosure": disclosure.index_number, "file": bool(said.file_name)})
    return objection


@transaction.atomic
def handle_objection(
    *, objection: Objection, finding: str, answer: str, summary: str, by: str, at: dt.datetime
) -> Objection:
    """Write what the office found: the answer to the objector, and the summary that is published; another person confirms it."""
    objection = _held(objection)
    if objection.confirmed_at:
        raise BadInput(f"{objection}已经办结，不能再改。")
    if finding not in ObjectionFinding.values:
        raise BadInput("请选择处理结论：采纳、部分采纳或者不予采纳。")
    if not answer.strip():
        raise BadInput("请写明给异议人的答复：核实的情况、结论和理由。")
    if not summary.strip():
        raise BadInput("请写明要公开的意见要点和处理结果，不写异议人的姓名和联系方式。")
    refuse_personal_data(summary, "公开的意见要点和处理结果")
    before = _told(objection)
    objection.finding, objection.answer, objection.summary = finding, answer.strip(), summary.strip()
    objection.handled_at, objection.handled_by, objection.returned_note = at, by, ""
    objection.save()
    telling_afterwards.handled(objection, at=at)
    record(by=by, act="处理异议", subject=objection, at=at, before=before, after=_told(objection))
    return objection


@transaction.atomic
def confirm_objection(*, objection: Objection, by: str, at: dt.datetime) -> Objection:
    """Confirm what the office found; from then on it stands. Raises NotAnotherPerson."""
    objection = _held(objection)
    _refuse_the_same_person(objection, by)
    if objection.confirmed_at:
        return objection
    objection.confirmed_at, objection.confirmed_by = at, by
    objection.save()
    record(by=by, act="确认异议处理", subject=objection, at=at, after={"finding": objection.get_finding_display()})
    return objection


@transaction.atomic
def return_objection(*, objection: Objection, note: str, by: str, at: dt.datetime) -> Objection:
    """Send what the office wrote back to it, saying what is to be done again."""
    objection = _held(objection)
    _refuse_the_same_person(objection, by)
    if objection.confirmed_at:
        raise BadInput(f"{objection}已经办结，不能再退回。")
    if not note.strip():
        raise BadInput("退回须写明原因，让经办人知道改什么。")
    wrote = objection.handled_by
    objection.returned_note, objection.handled_at, objection.handled_by = note.strip(), None, ""
    objection.save()
    telling_afterwards.returned(objection, to=wrote, at=at)
    record(by=by, act="退回异议处理", subject=objection, at=at, note=note.strip())
    return objection


@transaction.atomic
def draft_outcome(*, disclosure: Disclosure, by: str, at: dt.datetime) -> NoticeWindow:
    """Write the outcome of an ended window into the disclosure, as the draft of a correction that goes through review.

    Whoever does it becomes an author of that correction. Raises BadInput while the window runs or objections are open.
    """
    disclosure = locked(disclosure)
    window = window_of(disclosure)
    if window is None or window.state(on=timezone.localdate(at)) != "ended":
        raise BadInput("公示期还没有结束，结束以后才能公布处理结果。")
    if left := Objection.objects.open().filter(disclosure=disclosure).count():
        raise BadInput(f"还有{left}条异议没有办结（处理并由另一人确认），全部办结后再公布处理结果。")
    notice = NoticeWindow.objects.select_for_update().get(disclosure=disclosure)
    outcome = outcome_of(disclosure)
    if notice.outcome == outcome:
        return notice
    before_change(disclosure, by=by, at=at)
    notice.outcome = outcome
    notice.save(update_fields=["outcome"])
    disclosure.notice_window = notice
    touch(disclosure, by=by, at=at)
    record(by=by, act="拟公布异议处理结果", subject=disclosure, at=at, after={"received": outcome["received"]})
    return notice


@transaction.atomic
def forget_objectors(*, at: dt.datetime) -> int:
    """Erase who made objections that were dealt with long ago, and the marks of where objections came from; return how many."""
    Objection.objects.exclude(origin="").filter(received_at__lt=at - ORIGIN_KEPT).update(origin="")
    gone = Objector.objects.filter(objection__confirmed_at__lt=at - dt.timedelta(days=KEPT_DAYS))
    return gone.delete()[0]


def _held(objection: Objection) -> Objection:
    return Objection.objects.select_for_update(of=("self",)).select_related("disclosure").get(pk=objection.pk)


def _refuse_the_same_person(objection: Objection, by: str) -> None:
    if objection.handled_at is None:
        raise BadInput(f"{objection}还没有处理，不能确认或者退回。")
    if objection.handled_by == by:
        raise NotAnotherPerson("这条异议由你处理，须由另一人（科室负责人或者公开负责人）确认。")


def _told(objection: Objection) -> dict[str, str]:
    return {"finding": str(objection.get_finding_display()), "answer": objection.answer, "summary": objection.summary}
