"""``gongkai catalogue diff OLD NEW``: what a new version of a catalogue adds, removes, changes and moves."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from gongkai.project.commands.catalogue_file import open_catalogue
from gongkai.rules.catalogue_diff import diff

HELP = "比较两份目录：增加、删除、逐字段修改"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("old", type=Path, metavar="旧目录", help="原来的目录文件")
    parser.add_argument("new", type=Path, metavar="新目录", help="新的目录文件")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print the comparison; differing is no failure, so the answer is 0."""
    found = diff(open_catalogue(args.old, quiet=args.json), open_catalogue(args.new, quiet=args.json))
    if args.json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        importlib.import_module("gongkai.project.commands.catalogue_print").print_diff(found)
    return 0
