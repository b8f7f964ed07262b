"""``gongkai due TEXT --from DATE``: when a time limit falls due, with its working. Needs no database."""

import argparse
import importlib
import json
import re
import sys
from datetime import date
from pathlib import Path

from gongkai.project.commands.workdays_read import notice_in
from gongkai.rules.deadlines import NoDueDate, due
from gongkai.rules.timelimits import read_limit
from gongkai.rules.workdays import Calendar, NotCovered, shipped_calendar
from gongkai.sources.errors import BadInput

HELP = "算出一个公开时限的到期日，并列出计算过程"
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = (
        "算得出时退出码为0；日期不对、时限读不懂或没有到期日时为2。不用数据库：只依据随程序附带的放假通知和 --notice 给出的通知，"
        "用 gongkai workdays add 登记的通知请用 --notice 再给一次。"
    )
    parser.add_argument("text", metavar="时限", help="例如“信息形成或者变更之日起20个工作日内”")
    parser.add_argument("--from", dest="start", required=True, metavar="日期", help="起算日（信息形成、批准、颁发之日），例如2026-09-24")
    parser.add_argument("--notice", type=Path, action="append", default=[], metavar="文件", help="另加一份放假安排通知，可以多次给出")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print the due date."""
    limit, start = read_limit(args.text), read_date(args.start)
    calendar = _calendar(args.notice)
    try:
        found = due(limit, start, calendar)
    except NoDueDate as error:
        raise BadInput(str(error)) from error
    except NotCovered as error:
        raise BadInput(f"{str(error).rstrip('。')}（用 --notice 给出通知文件）。") from error
    except (OverflowError, ValueError) as error:
        raise BadInput(f"从{start}起“{args.text}”超出了日历，算不出到期日，请核对日期和天数。") from error
    if args.json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        importlib.import_module("gongkai.project.commands.date_print").print_due(limit, start, found, calendar)
    return 0


def read_date(text: str) -> date:
    """Read a day as typed: 2026-09-24, 2026/9/24, 2026年9月24日, 20260924; raise BadInput for anything else."""
    match = _DATE.fullmatch("".join(text.split()))
    numbers = [int(part) for part in match.groups() if part] if match else []
    try:
        return date(*numbers)
    except (TypeError, ValueError) as error:
        raise BadInput(f"“{text}”不是存在的日期，请写成2026-09-24的样子。") from error


def _calendar(notices: list[Path]) -> Calendar:
    """Return the shipped calendar with the notices given on top."""
    calendar = shipped_calendar()
    for path in notices:
        calendar = calendar.with_notice(notice_in(path))
    return calendar
