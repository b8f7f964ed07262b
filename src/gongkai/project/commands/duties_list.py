"""``gongkai duties list``: what must be published by when, by which office, and how it stands."""

import argparse
import datetime as dt
import importlib
import json
import sys
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.duties.models import Duty, DutyQuerySet
from gongkai.project.commands import agency_choice
from gongkai.project.commands.due import read_date
from gongkai.sources.errors import BadInput

HELP = "列出公开义务：事项、到期日、责任科室、状态"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--office", metavar="科室", help="只列一个责任科室（名称或代码）")
    parser.add_argument("--overdue", action="store_true", help="只列已逾期的")
    parser.add_argument("--reassess", action="store_true", help="只列不予公开、已到再评估日期的（条例第十八条）")
    parser.add_argument("--all", action="store_true", help="也列已结束的")
    parser.add_argument("--on", metavar="日期", help="按哪一天判断状态（默认今天）")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    agency_choice.add_arguments(parser, by=False)


def run(args: argparse.Namespace) -> int:
    """Print the duties, the earliest due first."""
    on = read_date(args.on) if args.on else timezone.localdate()
    found = list(_chosen(args, on).select_related("item", "item_version", "office"))
    if args.json:
        shape = {"on": on.isoformat(), "duties": [as_json(duty, on) for duty in found]}
        sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
    else:
        duty_print: Any = importlib.import_module("gongkai.project.commands.duty_print")
        duty_print.print_duties(found, on=on, title="公开义务")
        again = _of(args).to_reassess(on=on).count()
        if again and not args.reassess:
            duty_print.print_lines([f"另有{again}项不予公开的已到再评估日期：gongkai duties list --reassess"])
    return 0


def as_json(duty: Duty, on: dt.date) -> dict[str, Any]:
    """Give one duty in the printed JSON shape."""
    state = duty.state(on=on)
    return {
        "id": duty.pk,
        "item": duty.item.number,
        "item_name": duty.item_version.name,
        "subject": duty.subject,
        "office": duty.office.name if duty.office else None,
        "trigger_on": duty.trigger_on.isoformat(),
        "limit": duty.limit.get("text", ""),
        "limit_source": duty.limit_source,
        "due_on": duty.due_on.isoformat(),
        "safe_on": duty.safe_on.isoformat(),
        "provisional": duty.is_provisional,
        "state": state.value,
        "state_label": str(state.label),
        "closed_on": duty.closed_on.isoformat() if duty.closed_on else None,
        "reassess_on": duty.reassess_on.isoformat() if duty.reassess_on else None,
    }


def _chosen(args: argparse.Namespace, on: dt.date) -> DutyQuerySet:
    duties = _of(args)
    if args.overdue:
        return duties.overdue(on=on)
    if args.reassess:
        return duties.to_reassess(on=on)
    return duties if args.all else duties.running()


def _of(args: argparse.Namespace) -> DutyQuerySet:
    agency = agency_choice.chosen(args.agency)
    duties = Duty.objects.of(agency)
    if args.office:
        office = agency.offices.filter(Q(name=args.office) | Q(code=args.office)).first()
        if office is None:
            names = "、".join(agency.offices.values_list("name", flat=True))
            raise BadInput(f"没有叫“{args.office}”的责任科室，已有的是：{names}。")
        duties = duties.of_office(office)
    return duties
