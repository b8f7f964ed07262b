"""``gongkai duties generate``: make the duties that the calendar brings. The clock does this every day by itself."""

import argparse

from django.utils import timezone

from gongkai.duties import actions as duties
from gongkai.project.commands import agency_choice, duty_print

HELP = "产生按期公开的义务（年报、每年10月底前的指南、更新周期等）"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "每天自动进行；重复运行不会产生重复的义务。"
    agency_choice.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Make the duties and print the new ones."""
    agency, now = agency_choice.chosen(args.agency), timezone.now()
    new = duties.generate(agency=agency, on=timezone.localdate(now), by=args.by, at=now)
    if new:
        duty_print.print_duties(new, on=timezone.localdate(now), title="按期产生的公开义务")
    else:
        duty_print.print_lines(["没有新的按期公开义务。"])
    return 0
