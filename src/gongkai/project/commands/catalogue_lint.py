"""``gongkai catalogue lint FILE``: the catalogue against itself and against the clauses it quotes."""

import argparse
import datetime as dt
import importlib
import json
import sys
from pathlib import Path

from gongkai.project.commands.catalogue_file import open_catalogue
from gongkai.rules.catalogue_lint import lint

HELP = "检查目录本身以及目录与所引条款是否一致"
EXITS = "没有“错误”级的问题时退出码为0，有则为1；文件读不了时为2。"
CHINA = dt.timezone(dt.timedelta(hours=8))


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXITS
    parser.add_argument("file", type=Path, metavar="文件", help="目录文件：文本、XLSX、XLS、DOCX、HTML、PDF")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    parser.add_argument("--year", type=int, metavar="年份", help="按哪一年判断过期（默认今年）")


def run(args: argparse.Namespace) -> int:
    """Print the findings; return 1 when one of them is an error."""
    read = open_catalogue(args.file, quiet=args.json)
    findings = lint(read, on_year=args.year or dt.datetime.now(CHINA).year)
    if args.json:
        shape = {"findings": [finding.as_json() for finding in findings]}
        sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
    else:
        importlib.import_module("gongkai.project.commands.catalogue_print").print_findings(read, findings)
    return int(any(finding.severity == "error" for finding in findings))
