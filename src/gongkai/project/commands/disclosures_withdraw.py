"""``gongkai disclosures withdraw``: take a publication back; its address says why, for ever."""

import argparse

from django.utils import timezone

from gongkai.disclosures import actions as disclosures
from gongkai.project.commands import agency_choice
from gongkai.project.commands import disclosure_parts as parts

HELP = "撤回一条已公开的信息：原地址保留撤回原因"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--index", required=True, metavar="索引号", help="索引号；只写“年份-流水号”也可以")
    parser.add_argument("--reason", required=True, metavar="原因", help="撤回原因（向公众显示）")
    parts.add_by(parser)


def run(args: argparse.Namespace) -> int:
    """Withdraw, and show the address of the tombstone."""
    disclosure = parts.found(args.index, agency_choice.chosen(args.agency))
    withdrawn = disclosures.withdraw(disclosure=disclosure, reason=args.reason, by=args.by, at=timezone.now())
    parts.print_publication(withdrawn)
    parts.bring_to_site()
    return 0
