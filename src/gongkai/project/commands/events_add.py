"""``gongkai events add FILE``: register the events of a list, all or nothing; each gives one duty."""

import argparse
from pathlib import Path

from django.utils import timezone

from gongkai.duties import actions as duties
from gongkai.project.commands import agency_choice, duty_print
from gongkai.project.commands.catalogue_read import LateProgress

SHOWN = 200
HELP = "登记一份事件清单（CSV、XLSX），每个事件产生一项公开义务"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "需要的列：事项（编号或名称）、事件、日期、内容；可选：外部编号、备注。有一行不对，整份都不登记。"
    parser.add_argument("file", type=Path, metavar="文件", help="事件清单")
    agency_choice.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Register the events and print their duties."""
    agency, now = agency_choice.chosen(args.agency), timezone.now()
    progress = LateProgress()
    try:
        done = duties.register_events_file(agency=agency, path=args.file, by=args.by, at=now, on_progress=progress.step)
    finally:
        progress.stop()
    lines = [f"登记{len(done.new)}个事件；{len(done.known)}个此前已登记。"]
    if done.new:
        duty_print.print_duties(done.new[:SHOWN], on=timezone.localdate(now), title="新产生的公开义务")
    if len(done.new) > SHOWN:
        lines.insert(0, f"另有{len(done.new) - SHOWN}项，见 gongkai duties list。")
    duty_print.print_lines(lines)
    return 0
