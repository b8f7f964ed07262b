"""``gongkai rota check``: is there somebody for every stage on every day ahead, and four different people for each disclosure?"""

import argparse
import datetime as dt
import json
import sys

from django.utils import timezone

from gongkai.accounts.rota import DAYS, Gap, Outlook, outlook
from gongkai.accounts.rota_kept import sentences
from gongkai.desk.people.queries import offices_that_must_work
from gongkai.project.commands import agency_choice
from gongkai.sources.errors import BadInput

LONGEST = 366


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--days", type=int, default=DAYS, metavar="天数", help=f"看今后多少天（默认{DAYS}，最多{LONGEST}）")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    agency_choice.add_arguments(parser, by=False)


def run(args: argparse.Namespace) -> int:
    """Print what is missing; end with 1 if anything is."""
    if not 1 <= args.days <= LONGEST:
        raise BadInput(f"--days 须在1至{LONGEST}之间。")
    on = timezone.localdate()
    offices = offices_that_must_work(on=on, agency=agency_choice.chosen(args.agency))
    found = outlook(first_on=on, last_on=on + dt.timedelta(days=args.days - 1), offices=offices)
    gaps = found.gaps
    sys.stdout.write(_as_json(found, gaps) if args.json else _as_text(found, gaps))
    return 1 if gaps else 0


def _as_text(found: Outlook, gaps: list[Gap]) -> str:
    span = f"{found.first_on}至{found.last_on}"
    if not gaps:
        return f"{span}，{len(found.offices)}个科室每个环节每天都有人，且凑得齐四个不同的人。\n"
    lines = [f"{span}，{len({gap.office.pk for gap in gaps})}个科室有空缺："]
    lines += [f"  · {sentence}" for sentence in sentences(gaps, len(found.offices))]
    return "\n".join(lines) + "\n"


def _as_json(found: Outlook, gaps: list[Gap]) -> str:
    shape = {
        "first_on": found.first_on.isoformat(),
        "last_on": found.last_on.isoformat(),
        "offices": [office.name for office in found.offices],
        "gaps": [
            {
                "office": gap.office.name,
                "posts": [post.key for post in gap.posts],
                "people": [user.username for user in gap.people],
                "first_on": gap.first_on.isoformat(),
                "last_on": gap.last_on.isoformat(),
            }
            for gap in gaps
        ],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
