"""``gongkai catalogue read FILE``: the items of a catalogue as received, with what was mended and what is in doubt."""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.rules.catalogue_model import CatalogueRead
from gongkai.rules.catalogue_rows import NoHeaderFound, read_catalogue
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables_with_findings

HELP = "读一份主动公开事项目录，列出事项和问题"
EXITS = "读完时退出码为0；读完但文件本身要先处理（隐藏的行和工作表、公式、宏、文件名不实）时为1；文件读不了时为2。"
UNCLEAN = {
    "type_mismatch", "macros_present", "formula_cell", "hidden_sheet", "hidden_rows", "hidden_columns", "hidden_text",
    "tracked_changes",
}  # fmt: skip
PATIENCE = 2.0  # seconds before progress is shown
Step = Callable[[str, int, int | None], None]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXITS
    parser.add_argument("file", type=Path, metavar="文件", help="目录文件：文本、XLSX、XLS、DOCX、HTML、PDF")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print the catalogue; doubts about its words are for ``lint`` to judge, those about the file end with 1."""
    progress = LateProgress()
    try:
        read = read_file(args.file, progress.step)
    finally:
        progress.stop()
    if args.json:
        sys.stdout.write(json.dumps(read.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        importlib.import_module("gongkai.project.commands.catalogue_read_print").print_read(read)
    unclean = [finding.message for finding in read.findings if finding.kind in UNCLEAN]
    if unclean:
        sys.stderr.write(f"“{args.file.name}”请先处理再提交：{''.join(unclean)}\n")
    return int(bool(unclean))


def read_file(path: Path, step: Step) -> CatalogueRead:
    """Read the catalogue in a file, telling how far it is; raises BadInput when there is none in it."""
    grids, findings = read_tables_with_findings(path, on_progress=lambda done, total: step("打开文件", done, total))
    rows = sum(grid.height for grid in grids)
    try:
        read = read_catalogue(grids, on_progress=lambda done: step("读取事项", done, rows))
    except NoHeaderFound as error:
        raise BadInput(f"“{path.name}”：{error}") from error
    return replace(read, findings=(*findings, *read.findings))


class LateProgress:
    """Shows a progress bar on stderr, but only to people, and for a reading that takes longer than a blink."""

    def __init__(self) -> None:
        """Start the clock."""
        self._start = time.monotonic()
        self._bar: Any = None

    def step(self, words: str, done: int, total: int | None) -> None:
        """Tell how far the reading is."""
        if self._bar is None:
            if time.monotonic() - self._start < PATIENCE or not sys.stderr.isatty():
                return
            self._bar = importlib.import_module("gongkai.project.commands.catalogue_read_print").Bar()
        self._bar.step(words, done, total)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
