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
EXITS = "读完时退出码为0，文件读不了时为2。"
PATIENCE = 2.0  # seconds before progress is shown
Step = Callable[[str, int, int | None], None]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = EXITS
    parser.add_argument("file", type=Path, metavar="文件", help="目录文件：文本、XLSX、XLS、DOCX、HTML、PDF")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print the catalogue; doubts are for ``lint`` to judge, so the answer is 0."""
    if args.json:
        sys.stdout.write(json.dumps(read_file(args.file, _silent).as_json(), ensure_ascii=False, indent=2) + "\n")
        return 0
    progress = LateProgress()
    try:
        read = read_file(args.file, progress.step)
    finally:
        progress.stop()
    importlib.import_module("gongkai.project.commands.catalogue_read_print").print_read(read)
    return 0


def read_file(path: Path, step: Step) -> CatalogueRead:
    """Read the catalogue in a file, telling how far it is; raises BadInput when there is none in it."""
    grids, findings = read_tables_with_findings(path, on_progress=lambda done, total: step("打开文件", done, total))
    rows = sum(grid.height for grid in grids)
    try:
        read = read_catalogue(grids, on_progress=lambda done: step("读取事项", done, rows))
    except NoHeaderFound as error:
        raise BadInput(f"“{path.name}”：{error}") from error
    return replace(read, findings=(*findings, *read.findings))


def _silent(words: str, done: int, total: int | None) -> None:
    """Tell nobody."""


class LateProgress:
    """Shows a progress bar on stderr, but only for a reading that takes longer than a blink."""

    def __init__(self) -> None:
        """Start the clock."""
        self._start = time.monotonic()
        self._bar: Any = None

    def step(self, words: str, done: int, total: int | None) -> None:
        """Tell how far the reading is."""
        if self._bar is None:
            if time.monotonic() - self._start < PATIENCE:
                return
            self._bar = importlib.import_module("gongkai.project.commands.catalogue_read_print").Bar()
        self._bar.step(words, done, total)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
