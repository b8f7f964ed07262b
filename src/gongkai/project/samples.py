"""Loads the samples: what each item shows before its first real disclosure, marked 示例 in title and in data.

The samples are data (``examples/samples.toml``); dates are counted in working days from the day of loading, and the
acts are done in the order of their dates through the same actions that people use.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongkai.accounts.roles import Stage
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.disclosures import actions as disclosures
from gongkai.disclosures.models import Disclosure
from gongkai.duties import actions as duties
from gongkai.duties.calendars import calendar_in_force
from gongkai.duties.models import Duty
from gongkai.project import sample_people
from gongkai.project.sample_people import SamplePeople
from gongkai.records.actions import load_file
from gongkai.records.models import RecordList
from gongkai.rules.workdays import Calendar

BY = "demo-clerk"
LONG_AGO = dt.timedelta(days=1000)  # before the oldest sample
UNWRITTEN = "见正文及附件（示例）"
LISTS = {
    "recognised_enterprises": "示例-认定企业名单.csv",
    "licences": "示例-行政许可名单.csv",
    "penalties": "示例-行政处罚名单.csv",
    "certificate_holders": "示例-持证企业名单.csv",
}

Step = tuple[dt.date, int, Callable[[], None]]


@dataclass
class Samples:
    """The samples of one agency, loaded from a folder; ``today`` is the day the dates are counted from."""

    agency: Agency
    folder: Path
    today: dt.date
    calendar: Calendar
    people: SamplePeople

    def load(self) -> int:
        """Do every act of every sample, oldest first; return how many samples there were."""
        samples = tomllib.loads((self.folder / "samples.toml").read_text(encoding="utf-8"))["sample"]
        queue = [step for order, sample in enumerate(samples) for step in self._steps(sample, order)]
        while queue:
            queue.sort(key=lambda step: step[:2])
            _, _, act = queue.pop(0)
            act()
        return len(samples)

    def _steps(self, sample: dict[str, Any], order: int) -> Iterator[Step]:
        """Give a sample's acts with their days; the duty and the disclosure are handed on between them."""
        item = Item.objects.get(agency=self.agency, number=sample["item"])
        if sample.get("period"):
            for duty in Duty.objects.filter(item=item, due_on__lt=self.today).exclude(period=""):
                about = f"{int(duty.period[:4]) - 1}年度" if sample.get("of_the_year_before") else duty.period
                dated = sample | {"subject": f"{sample['subject']}（{about}）"}
                yield from self._publication(item, dated, {"duty": duty}, self._shift(duty.safe_on, -6), order)
            return
        made: dict[str, Any] = {}
        event_on = self._shift(self.today, -sample["event"])
        yield event_on, order, lambda: made.update(duty=self._register(item, sample, event_on))
        end_on = self._shift(event_on, sample.get("after", 5))
        if ending := self._other_ending(sample, made, end_on):
            yield end_on, order, ending
        elif desk := sample.get("desk"):
            yield end_on, order, lambda: self._leave_on_the_desk(item, sample, made["duty"], end_on, desk)
        elif "after" in sample:
            yield from self._publication(item, sample, made, end_on, order)

    def _publication(
        self, item: Item, sample: dict[str, Any], made: dict[str, Any], on: dt.date, order: int
    ) -> Iterator[Step]:
        yield on, order, lambda: made.update(disclosure=self._publish(item, sample, made["duty"], on))
        yield from self._afterwards(sample, made, on, order)

    def _shift(self, day: dt.date, working_days: int) -> dt.date:
        return self.calendar.reckon(day, working_days).day

    def _register(self, item: Item, sample: dict[str, Any], on: dt.date) -> Duty:
        return duties.register_event(
            item=item,
            trigger=sample["trigger"],
            happened_on=on,
            subject=sample["subject"] + "（示例）",
            by=BY,
            at=_morning(on),
            is_sample=True,
        )

    def _other_ending(self, sample: dict[str, Any], made: dict[str, Any], on: dt.date) -> Callable[[], None] | None:
        """Return the act that ends a duty otherwise than by publishing, if the sample has one."""
        reason: str
        if reason := sample.get("nothing", ""):
            return lambda: _ignore(
                duties.declare_nothing(duty=made["duty"], reason=reason, by=BY, on=on, at=_morning(on))
            )
        if reason := sample.get("cancel", ""):
            return lambda: _ignore(duties.cancel(duty=made["duty"], reason=reason, by=BY, on=on, at=_morning(on)))
        if article := sample.get("withhold"):
            return lambda: _ignore(
                duties.withhold(
                    duty=made["duty"],
                    article=article,
                    reviewed_by="demo-secrecy",
                    reassess_on=on + dt.timedelta(days=365),
                    reason=sample["reason"],
                    by=BY,
                    on=on,
                    at=_morning(on),
                )
            )
        return None

    def _leave_on_the_desk(self, item: Item, sample: dict[str, Any], duty: Duty, on: dt.date, how: str) -> None:
        """Draft a sample and leave it there: being written, returned, or waiting at a stage of review."""
        at = _morning(on)
        disclosure = self._draft(item, sample, duty, on)
        disclosures.assign(disclosure=disclosure, handler=self.people.users[BY], by=BY, at=at)
        if how == "writing":
            return
        review = self.people.submit(disclosure, by=BY, at=at)
        if how == "returned":
            self.people.give_back(review, comment=sample["comment"], at=at)
            return
        for stage in Stage:
            if stage == how:
                break
            self.people.approve(review, stage, at=at)

    def _publish(self, item: Item, sample: dict[str, Any], duty: Duty, on: dt.date) -> Disclosure:
        disclosure = self._draft(item, sample, duty, on)
        self.people.release(disclosure, by=BY, at=_morning(on))
        return disclosure

    def _draft(self, item: Item, sample: dict[str, Any], duty: Duty, on: dt.date) -> Disclosure:
        at = _morning(on)
        formed_on = min(duty.trigger_on, on) if duty.event_id else on
        has_document = "document_number" in sample
        effective = formed_on + dt.timedelta(days=sample["effective_after"]) if "effective_after" in sample else None
        disclosure = disclosures.draft(
            item=item,
            duty=duty,
            title=sample["subject"] + "（示例）",
            values=dict.fromkeys(duty.item_version.elements, UNWRITTEN),
            body=sample.get("body", ""),
            summary="示例数据，用于说明本事项公开后的样子。",
            document_number=sample.get("document_number", ""),
            formed_on=formed_on if has_document or "list" in sample else None,
            effective_on=effective,
            keywords="示例",
            record_lists=self._lists(sample, at),
            is_sample=True,
            by=BY,
            at=at,
        )
        for name in sample.get("files", ()):
            data = (self.folder / "files" / name).read_bytes()
            disclosures.attach(disclosure=disclosure, name=name, data=data, by=BY, at=at)
        if days := sample.get("notice"):
            self._open_notice(disclosure, on, days)
        return disclosure

    def _lists(self, sample: dict[str, Any], at: dt.datetime) -> tuple[RecordList, ...]:
        if "list" not in sample:
            return ()
        loaded = load_file(
            agency=self.agency,
            schema=sample["list"],
            title=sample["subject"] + "（示例）",
            path=self.folder / "lists" / LISTS[sample["list"]],
            by=BY,
            at=at,
            is_sample=True,
        )
        return (loaded,)

    def _open_notice(self, disclosure: Disclosure, on: dt.date, days: int) -> None:
        disclosures.open_notice(
            disclosure=disclosure,
            starts_on=on,
            ends_on=self._shift(on, days),
            required_days=days,
            unit="working_day",
            count_first_day=False,
            contact="以书面形式向责任科室反馈（示例）",
            by=BY,
            at=_morning(on),
        )

    def _afterwards(self, sample: dict[str, Any], made: dict[str, Any], on: dt.date, order: int) -> Iterator[Step]:
        if days := sample.get("correct_after"):
            day = self._shift(on, days)
            yield day, order, lambda: self._correct(made["disclosure"], sample, day)
        if days := sample.get("withdraw_after"):
            day = self._shift(on, days)
            yield day, order, lambda: _ignore(
                disclosures.withdraw(
                    disclosure=made["disclosure"], reason=sample["withdraw_reason"], by=BY, at=_morning(day)
                )
            )

    def _correct(self, disclosure: Disclosure, sample: dict[str, Any], on: dt.date) -> None:
        disclosure.refresh_from_db()
        disclosures.edit(disclosure=disclosure, body=sample["corrected_body"], by=BY, at=_morning(on))
        self.people.release(disclosure, by=BY, at=_morning(on), change_note=sample["correct_note"])


def load(*, agency: Agency, folder: Path, at: dt.datetime) -> int:
    """Load the samples of ``folder`` for an agency whose catalogue is in force; return how many there were."""
    today = timezone.localdate(at)
    people = sample_people.open_accounts(agency=agency, since=today - LONG_AGO, by="首次启动", at=at)
    return Samples(agency, folder, today, calendar_in_force(), people).load()


def _morning(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, dt.time(9, 30)))


def _ignore(_: object) -> None:
    """An act's result is not needed here."""
