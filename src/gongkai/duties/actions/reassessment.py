"""Looking again at what was withheld (条例第十八条): it stays withheld until a later date, or it becomes a duty anew."""

import datetime as dt

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.duties.actions.closing import AlreadyClosed, IncompleteClosing, check_withholding, demand
from gongkai.duties.actions.events import register_event
from gongkai.duties.models import Duty
from gongkai.duties.statuses import Closing, Trigger
from gongkai.publisher.actions import enqueue


@transaction.atomic
def withhold_again(
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
    """Say after looking again that a duty stays withheld, until a later date; saying the same again changes nothing."""
    check_withholding(article=article, reviewed_by=reviewed_by, reassess_on=reassess_on, reason=reason, by=by, on=on)
    duty = _withheld(duty)
    said = {
        "withheld_article": article.strip(),
        "reviewed_by": reviewed_by.strip(),
        "reassess_on": reassess_on,
        "closing_reason": reason.strip(),
    }
    if all(getattr(duty, name) == value for name, value in said.items()):
        return duty
    before = {name: str(getattr(duty, name)) for name in said}
    for name, value in said.items():
        setattr(duty, name, value)
    duty.closed_by = by
    duty.save(update_fields=[*said, "closed_by"])
    after = {name: str(value) for name, value in said.items()}
    record(by=recorded_by or by, act="再评估：仍不予公开", subject=duty, at=at, before=before, after=after)
    enqueue(kind="item", key=str(duty.item_id), at=at)
    return duty


@transaction.atomic
def reopen(*, duty: Duty, reason: str, by: str, on: dt.date, at: dt.datetime) -> Duty:
    """Say after looking again that what was withheld can be published: a new duty, counted from the day ``on``.

    The old duty keeps its ending, for it was lawful; saying it again returns the same new duty.
    """
    demand(reason, "请写明为什么现在可以公开")
    duty = _withheld(duty)
    new = register_event(
        item=duty.item,
        trigger=duty.event.trigger if duty.event else Trigger.DECIDED,
        happened_on=duty.reassessed_on or on,
        subject=duty.subject,
        note=reason.strip(),
        external_key=f"再评估:{duty.pk}",
        by=by,
        at=at,
        is_sample=duty.is_sample,
    )
    if duty.reassessed_on is None:
        duty.reassessed_on = on
        duty.save(update_fields=["reassessed_on"])
        record(by=by, act="再评估：可以公开", subject=duty, at=at, after={"duty": new.pk}, note=reason.strip())
    return new


def _withheld(duty: Duty) -> Duty:
    """Hold the duty until commit, and make sure that it was withheld."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("item", "event").get(pk=duty.pk)
    if not duty.closing:
        raise IncompleteClosing(f"“{duty.subject}”还没有结束，不需要再评估。")
    if duty.closing != Closing.WITHHELD:
        raise AlreadyClosed(f"“{duty.subject}”已于{duty.closed_on}结束（{duty.get_closing_display()}），没有不予公开，不需要再评估。")
    return duty
