"""``gongkai limit TEXT``: what a 公开时限 text means as a rule. Needs no database."""

import argparse
import importlib
import json
import sys

from gongkai.rules.timelimits import read_limit

HELP = "读懂一条“公开时限”文字"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "读不懂的文字也会原样给出，种类为unread。"
    parser.add_argument("text", metavar="时限", help="例如“每年1月31日前”")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print the limit."""
    if args.json:
        sys.stdout.write(json.dumps(read_limit(args.text).as_json(), ensure_ascii=False) + "\n")
    else:
        importlib.import_module("gongkai.project.commands.date_print").print_limit(args.text)
    return 0
