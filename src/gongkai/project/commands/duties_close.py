"""``gongkai duties close``: the endings of a duty other than by publishing, and looking again at what was withheld.

Withholding takes two people, so the command only proposes it; a reviewer confirms or returns it at the desk.
"""

import argparse
from typing import Any

from django.utils import timezone
from rich.console import Console

from gongkai.duties import actions as duties
from gongkai.duties.models import Duty
from gongkai.project.commands import agency_choice, duty_print
from gongkai.project.commands import disclosure_parts as parts
from gongkai.project.commands.disclosures_submit import duty_numbered
from gongkai.project.commands.due import read_date
from gongkai.sources.errors import BadInput

HELP = "结束一项公开义务：本期无公开内容、撤销；提出不予公开；或再评估"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = (
        "--withhold 只是提出，须由另一人在工作台审查同意后才不予公开。"
        "已不予公开的义务：再用 --withhold 提出再评估后仍不予公开；用 --reopen 表示可以公开，产生一项新的公开义务。"
    )
    parser.add_argument("--id", type=int, required=True, metavar="编号", help="公开义务的编号，见 gongkai duties list")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--nothing", metavar="理由", help="本期无公开内容（理由向公众显示）")
    way.add_argument("--withhold", metavar="条款", help="提出依法不予公开：条款，如“条例第十四条”；另须 --reassess、--reason")
    way.add_argument("--cancel", metavar="理由", help="撤销：不应有这项义务，如重复登记")
    way.add_argument("--reopen", metavar="理由", help="再评估后可以公开")
    parser.add_argument("--reassess", metavar="日期", help="再评估日期（条例第十八条）")
    parser.add_argument("--reason", default="", metavar="理由", help="不予公开的理由")
    parts.add_by(parser)


def run(args: argparse.Namespace) -> int:
    """End the duty and show how it stands."""
    now = timezone.now()
    today = timezone.localdate(now)
    duty = duty_numbered(args.id, agency_choice.chosen(args.agency))
    ended = _act(args, duty, {"by": args.by, "on": today, "at": now})
    duty_print.print_duties([ended], on=today, title="新产生的公开义务" if args.reopen else "公开义务")
    if args.withhold is not None:
        Console().print("已提出不予公开，等待审查：由另一人在工作台“公开义务—待审查的不予公开”中同意或退回。")
    parts.bring_to_site()
    return 0


def _act(args: argparse.Namespace, duty: Duty, who: dict[str, Any]) -> Duty:
    if args.nothing is not None:
        return duties.declare_nothing(duty=duty, reason=args.nothing, **who)
    if args.cancel is not None:
        return duties.cancel(duty=duty, reason=args.cancel, **who)
    if args.reopen is not None:
        return duties.reopen(duty=duty, reason=args.reopen, **who)
    if not args.reassess:
        raise BadInput("请用 --reassess 写明再评估日期（条例第十八条要求定期评估）。")
    duties.propose_withholding(
        duty=duty, article=args.withhold, reason=args.reason, reassess_on=read_date(args.reassess), **who
    )
    return duty
