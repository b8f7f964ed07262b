"""The door for tables: a file as received goes in, Grids and findings come out, or one clear sentence why not.

The type is told by content. Text is read here at once; every other format in a process of its own (``isolated``), so
that reading text loads nothing heavy and no file can harm the program.
"""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources import limits, text
from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import REFUSALS, kind_of, kind_of_text, mismatch, refusal

Progress = Callable[[int, int | None], None]


def read_tables(path: Path, *, on_progress: Progress | None = None) -> list[Grid]:
    """Read every table of a file, in order; raises BadInput in the clerk's words when it cannot be used."""
    return read_tables_with_findings(path, on_progress=on_progress)[0]


def read_tables_with_findings(
    path: Path, *, on_progress: Progress | None = None
) -> tuple[list[Grid], tuple[Finding, ...]]:
    """Read every table of a file, and what a person should know of it: hidden sheets and rows, formulas, macros."""
    return read_tables_of(bytes_of(path), path.name, on_progress=on_progress)


def read_tables_of(
    data: bytes, name: str, *, on_progress: Progress | None = None
) -> tuple[list[Grid], tuple[Finding, ...]]:
    """Read the tables of a file already in memory, under the name it was received by."""
    check_size(len(data), name)
    kind = kind_of(data, name)
    report = on_progress or unreported
    grids: list[Grid] = []
    findings: list[Finding] = []
    for event in events(kind, data, name, report, findings):
        if isinstance(event, Grid):
            grids.append(event)
        else:
            findings.append(event)
    if not any(grid.cells for grid in grids):
        why = "".join(finding.message for finding in findings if finding.kind == "hidden_sheet")
        raise BadInput(f"“{name}”里没有任何内容。{why or '请检查是否保存完整。'}")
    return grids, tuple(findings)


def events(kind: str, data: bytes, name: str, report: Progress, findings: list[Finding]) -> Iterator[Grid | Finding]:
    """Yield what the reader of this kind of file tells."""
    decoded = ""
    if kind == "text":
        decoded = text.decode(data, name)
        kind = kind_of_text(decoded)
    if kind in REFUSALS:
        raise refusal(kind, name)
    if claim := mismatch(kind, name):
        findings.append(Finding("type_mismatch", "note", claim))
    if kind == "text":
        return text.read(decoded, name, report)
    isolated: Any = importlib.import_module("gongkai.sources.isolated")
    data = decoded.encode("utf-8") if kind == "html" else data
    told: Iterator[Grid | Finding] = isolated.read_isolated(kind, "read", data, name, report)
    return told


def bytes_of(path: Path) -> bytes:
    """Read a file into memory after checking that it is one and that it is not too large."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise BadInput(f"“{path}”是文件夹，不是文件。请指定里面的一份文件。")
        if not path.exists():
            raise BadInput(f"找不到文件“{path}”。请检查路径和文件名。")
        if not path.is_file():
            raise BadInput(f"“{path}”不是普通文件，不能读取。请先另存为普通文件。")
        check_size(path.stat().st_size, name)
        with path.open("rb") as stream:
            data = stream.read(limits.FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"打不开文件“{path}”（{why}）。请检查文件是否存在、是否有读取权限。") from error
    check_size(len(data), name)
    return data


def check_size(size: int, name: str) -> None:
    """Refuse a file far larger than any catalogue, before it is read."""
    if size > limits.FILE_BYTES:
        most = limits.FILE_BYTES // limits.MEGABYTE
        raise BadInput(f"“{name}”有 {size // limits.MEGABYTE} MB，超过 {most} MB，没有读取。请拆成几份后再提交。")


def unreported(done: int, total: int | None) -> None:
    """Report progress to nobody."""
