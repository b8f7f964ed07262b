"""The ways a duty ends: published, nothing this period, withheld, cancelled. Exactly one of them, once.

Saying the same again gives the same duty; saying something else about a duty that has ended raises AlreadyClosed.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from gongkai.audit.actions import record
from gongkai.duties.models import Duty, WithholdingProposal
from gongkai.duties.statuses import Closing
from gongkai.publisher.actions import enqueue
from gongkai.rules.privacy import find_personal_data, findings_for
from gongkai.sources.errors import BadInput


class AlreadyClosed(BadInput):
    """The duty has ended in another way or on another day; what the public was told does not change."""


class IncompleteClosing(BadInput):
    """What must be said with this ending (reason, article, reviewer, date) is missing or cannot be."""


class WithholdingPending(BadInput):
    """Someone proposed to withhold the duty and nobody has decided on it yet; until then it ends in no other way."""


@transaction.atomic
def close_as_published(*, duty: Duty, on: dt.date, by: str, at: dt.datetime) -> Duty:
    """End a duty by a publication on the day ``on``; whether it was on time follows from its due date."""
    return _close(duty, Closing.PUBLISHED, on=on, by=by, at=at)


@transaction.atomic
def declare_nothing(*, duty: Duty, reason: str, by: str, on: dt.date, at: dt.datetime) -> Duty:
    """End a duty by the signed statement that there is nothing to publish for it; it is shown to the public."""
    demand(reason, "请写明本期为什么没有公开内容，说明会向公众显示")
    return _close(duty, Closing.NOTHING, on=on, by=by, at=at, closing_reason=reason.strip())


@transaction.atomic
def withhold(
    *,
    duty: Duty,
    article: str,
    reviewed_by: str,
    reassess_on: dt.date,
    reason: str,
    by: str,
    on: dt.date,
    at: dt.datetime,
    recorded_by: str = "",
) -> Duty:
    """End a duty by a lawful refusal: under which article (条例 14-16), reviewed by whom (17), looked at again when (18).

    ``recorded_by`` is who does it now, where that is not ``by``, in whose name it stands.
    """
    check_withholding(article=article, reviewed_by=reviewed_by, reassess_on=reassess_on, reason=reason, by=by, on=on)
    return _close(
        duty,
        Closing.WITHHELD,
        on=on,
        by=by,
        at=at,
        recorded_by=recorded_by,
        closing_reason=reason.strip(),
        withheld_article=article.strip(),
        reviewed_by=reviewed_by.strip(),
        reassess_on=reassess_on,
    )


@transaction.atomic
def cancel(*, duty: Duty, reason: str, by: str, on: dt.date, at: dt.datetime) -> Duty:
    """End a duty that should not have been there (a wrong event, a duplicate), saying why."""
    demand(reason, "请写明为什么撤销这项公开义务")
    return _close(duty, Closing.CANCELLED, on=on, by=by, at=at, closing_reason=reason.strip())


def check_withholding(*, article: str, reviewed_by: str, reassess_on: dt.date, reason: str, by: str, on: dt.date) -> None:
    """Refuse a withholding that does not say what it must, or that nobody but its author has looked at."""
    demand(article, "请写明不予公开的条款，例如“条例第十四条”")
    demand(reviewed_by, "请写明由谁审查（条例第十七条）")
    demand(reason, "请写明不予公开的理由")
    if reviewed_by.strip() == by.strip():
        raise IncompleteClosing(f"审查人不能是经办人“{by.strip()}”本人（条例第十七条要求审查），请由另一人审查。")
    if reassess_on <= on:
        raise IncompleteClosing(f"再评估日期{reassess_on}必须晚于{on}（条例第十八条要求定期评估），请改用更晚的日期。")


def demand(value: str, message: str) -> None:
    """Refuse what is not said, and personal data in what the public will read."""
    if not value.strip():
        raise IncompleteClosing(f"{message}。")
    refuse_personal_data(value, "说明")


def refuse_personal_data(text: str, place: str) -> None:
    """Refuse words shown to the public that hold personal data."""
    found = [one.message for one in findings_for(find_personal_data(text), place) if one.severity == "error"]
    if found:
        raise IncompleteClosing("".join(found))


def _close(
    duty: Duty, closing: Closing, *, on: dt.date, by: str, at: dt.datetime, recorded_by: str = "", **said: Any
) -> Duty:
    """Write one ending with its audit row, holding the duty so that two people cannot end it at once."""
    proposed = WithholdingProposal.objects.filter(duty=OuterRef("pk"), decision="")
    duty = Duty.objects.select_for_update(of=("self",)).annotate(is_pending=Exists(proposed)).get(pk=duty.pk)
    ending = {"closing": closing, "closed_on": on, **said}
    if duty.closing:
        if all(getattr(duty, name) == value for name, value in ending.items()):
            return duty
        raise AlreadyClosed(f"“{duty.subject}”已于{duty.closed_on}结束（{duty.get_closing_display()}），不能再改为“{closing.label}”。")
    if on > timezone.localdate(at):
        raise IncompleteClosing(f"结束日期{on}还没有到，请填写今天或者以前的日期。")
    if getattr(duty, "is_pending", False):
        raise WithholdingPending(f"“{duty.subject}”有一份不予公开申请正在等待审查，请先由审查人作出决定或由申请人撤回。")
    for name, value in {**ending, "closed_by": by}.items():
        setattr(duty, name, value)
    duty.save(update_fields=[*ending, "closed_by"])
    after = {name: value.isoformat() if isinstance(value, dt.date) else str(value) for name, value in ending.items()}
    record(by=recorded_by or by, act=f"结束公开义务：{closing.label}", subject=duty, at=at, after=after)
    enqueue(kind="item", key=str(duty.item_id), at=at)
    return duty
