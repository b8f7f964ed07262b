"""``gongkai workdays read FILE``: the days off and make-up days of a holiday notice, checked. Needs no database."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from gongkai.rules.notices import Notice, NoticeContradicts, NoticeUnread, read_notice, shipped_notices
from gongkai.sources.errors import BadInput

HELP = "读一份放假安排通知，核对星期和天数"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "通知前后一致时退出码为0；读不懂或自相矛盾时为2，并说明在哪里。"
    parser.add_argument("file", type=Path, metavar="文件", help="通知文件（文本、DOCX、HTML、PDF），“-”表示从标准输入读取")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print the notice's days."""
    notice = notice_in(args.file)
    if args.json:
        sys.stdout.write(json.dumps(as_json(notice), ensure_ascii=False, indent=2) + "\n")
    else:
        importlib.import_module("gongkai.project.commands.date_print").print_notice(notice)
    return 0


def as_json(notice: Notice) -> dict[str, object]:
    """Give the shape of ``gongkai workdays read --json``."""
    return {
        "year": notice.year,
        "number": notice.number,
        "days_off": [day.isoformat() for day in notice.days_off],
        "make_up_days": [day.isoformat() for day in notice.make_up_days],
    }


def notice_in(path: Path) -> Notice:
    """Read the notice in a file; one that only extends a shipped year's break is given the whole break."""
    try:
        notice = read_notice(_text_of(path))
    except (NoticeContradicts, NoticeUnread) as error:
        name = "标准输入" if str(path) == "-" else path.name
        raise BadInput(f"“{name}”：{error}") from error
    bases = [known for known in shipped_notices() if known.year == notice.year]
    if notice.extended_to and bases:
        festivals = notice.arrangements[0].festivals
        whole = bases[0].amended_by(notice)
        part = next(part for part in whole.arrangements if set(part.festivals) & set(festivals))
        return Notice(notice.year, notice.number, (part,), notice.text, amends=True)
    return notice


def _text_of(path: Path) -> str:
    """Return all text of a file, whatever its format."""
    if str(path) == "-":
        return sys.stdin.read()
    texts = importlib.import_module("gongkai.sources.texts")
    data = importlib.import_module("gongkai.sources.tables").bytes_of(path)
    lines = []
    for part in texts.texts_of(data, path.name):
        if isinstance(part, texts.Unreadable):
            raise BadInput(part.why)
        if isinstance(part, texts.TextPart):
            lines.append(part.text)
    return "\n".join(lines)
