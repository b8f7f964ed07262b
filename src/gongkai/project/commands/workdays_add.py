"""``gongkai workdays add FILE``: register a holiday notice, and show every running duty that it moves."""

import argparse
from pathlib import Path

from django.utils import timezone

from gongkai.duties import actions as duties
from gongkai.project.commands import date_print, duty_print
from gongkai.project.commands.workdays_read import notice_in

HELP = "登记一份放假安排通知，重算未结束的公开义务并列出变动"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="文件", help="通知文件（文本、DOCX、HTML、PDF），“-”表示从标准输入读取")
    parser.add_argument("--by", default="命令行", metavar="姓名", help="操作人姓名，写入操作记录")


def run(args: argparse.Namespace) -> int:
    """Register the notice and show what moved."""
    report = duties.add_notice(text=notice_in(args.file).text, by=args.by, at=timezone.now())
    if report.repeated:
        duty_print.print_lines([f"{report.row}此前已登记，没有变化。"])
        return 0
    date_print.print_notice(report.notice)
    duty_print.print_moves(report.moves, recomputed=report.recomputed)
    return 0
