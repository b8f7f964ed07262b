"""What a person should know of an Office file beside its texts: comments, changes not accepted, macros, links to data.

They are findings without the file's name; who shows them puts it before. ``field`` is the place inside the file.
"""

import re
from collections.abc import Iterator

from gongkai.rules.findings import Finding
from gongkai.sources.archive import Archive
from gongkai.sources.markup import Element, attribute, local
from gongkai.sources.messages import WHOLE

COMMENT_PARTS = re.compile(r"(?:word/comments\d*|xl/(?:comments/?|threadedComments/)\w+|ppt/comments/\w+)\.xml$")
ONE_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment|cm)[\s>]")
MACROS = re.compile(r"vbaProject\.bin$|/macrosheets/|/activeX/", re.I)
TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange"}


def of_package(archive: Archive) -> Iterator[Finding]:
    """Yield what the members of an Office package show by being there."""
    comments = sum(
        len(ONE_COMMENT.findall(archive.read(member)))
        for member in archive.matching("", ".xml")
        if COMMENT_PARTS.match(member)
    )
    if comments:
        yield _note("file_comments", f"有{comments}条批注")
    if any(MACROS.search(member) for member in archive.names):
        yield _note("file_macros", "带有宏或控件")
    if archive.matching("xl/revisions/"):
        yield _note("tracked_changes", "保留了修订记录（共享工作簿）")
    if archive.matching("xl/externalLinks/") or "xl/connections.xml" in archive.names:
        yield _note("file_external_data", "链接了其他文件或数据库的数据")


def tracked_changes(root: Element, place: str) -> Iterator[Finding]:
    """Yield a finding when a story of a Word document holds changes that nobody accepted or refused."""
    number = sum(local(each) in TRACKED for each in root.iter())
    if number:
        yield _note("tracked_changes", f"{place}有{number}处修订痕迹没有接受或拒绝", place)


def hidden_words(root: Element, place: str) -> Iterator[Finding]:
    """Yield a finding when a story of a Word document holds hidden words."""
    hidden = [each for each in root.iter() if local(each) == "vanish" and attribute(each, "val") not in ("0", "false", "off")]
    # A mark of a whole paragraph's end or of a style hides no word.
    number = sum(
        any(local(text) == "t" for text in each.getparent().getparent().iter())
        for each in hidden
        if local(each.getparent().getparent()) == "r"
    )
    if number:
        yield _note("hidden_text", f"{place}有{number}处隐藏文字", place)


def hidden_sheets(names: list[str]) -> Iterator[Finding]:
    """Yield a finding for each sheet out of sight."""
    for name in names:
        yield _note("hidden_sheet", f"工作表“{name}”是隐藏的", f"工作表“{name}”")


def hidden_cells(sheet: str, rows: int, columns: int) -> Iterator[Finding]:
    """Yield a finding when a sheet in sight has rows or columns out of sight."""
    parts = [f"{number}{what}" for number, what in ((rows, "行"), (columns, "列")) if number]
    if parts:
        yield _note("hidden_cells", f"工作表“{sheet}”隐藏了{'、'.join(parts)}", f"工作表“{sheet}”")


def _note(kind: str, message: str, place: str = WHOLE) -> Finding:
    return Finding(kind, "warning", message, field=place)
