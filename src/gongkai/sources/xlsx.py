"""XLSX workbooks: what a person sees on the visible sheets, with merged cells, and findings for all that is not seen.

Values come from calamine; the parts calamine keeps silent about (hidden rows, formulas never calculated) come from
``sheet_scan``.
"""

import io
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import python_calamine

from gongkai.rules.findings import Finding
from gongkai.rules.grid import Grid
from gongkai.sources.archive import Archive
from gongkai.sources.calamine_sheets import grid_of_sheet
from gongkai.sources.errors import BadInput
from gongkai.sources.grids import CellCount
from gongkai.sources.markup import attribute, descendants, parse_xml
from gongkai.sources.sheet_scan import SheetScan, scan_sheet

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it: its name and the member that holds it."""

    name: str
    member: str


def read(data: bytes, name: str, report: Progress) -> Iterator[Grid | Finding]:
    """Yield one Grid for each visible worksheet, and findings for what is hidden, calculated or programmed."""
    archive = Archive(data, name)
    if archive.matching("xl/vbaProject"):
        yield Finding("macros_present", "note", f"“{name}”带有宏程序。宏没有运行，只读取了单元格里的内容。请另存为不带宏的 .xlsx 后再提交。")
    book = python_calamine.load_workbook(io.BytesIO(data))
    parts = {part.name: part for part in sheet_parts(archive)}
    count = CellCount(name)
    for page, meta in enumerate(book.sheets_metadata, 1):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != python_calamine.SheetVisibleEnum.Visible:
            yield hidden_sheet(meta.name)
            continue
        yield from read_sheet(archive, book, parts.get(meta.name), meta.name, page, count, report)


def read_sheet(
    archive: Archive, book: python_calamine.CalamineWorkbook, part: SheetPart | None, sheet: str, page: int,
    count: CellCount, report: Progress,
) -> Iterator[Grid | Finding]:  # fmt: skip
    """Yield a visible worksheet's findings and its Grid."""
    if part and part.member in archive.names:
        scan = scan_sheet(lambda: archive.chunks(part.member), archive.name, sheet)
        yield from findings_of(scan, sheet)
    yield from grid_of_sheet(book.get_sheet_by_name(sheet), page, count, report)


def hidden_sheet(sheet: str) -> Finding:
    """Say that a hidden sheet was left out."""
    message = f"工作表“{sheet}”是隐藏的，没有读入。如果里面也是目录，请取消隐藏后重新提交；如果不是，请删除。"
    return Finding("hidden_sheet", "warning", message)


def findings_of(scan: SheetScan, sheet: str) -> Iterator[Finding]:
    """Turn what the scan saw into findings."""
    if scan.hidden_rows:
        rows = runs(scan.hidden_rows)
        message = f"工作表“{sheet}”第 {rows} 行是隐藏的，已一并读入。请核对这些行是否应当公开。"
        yield Finding("hidden_rows", "warning", message)
    if scan.hidden_columns:
        columns = runs(scan.hidden_columns)
        message = f"工作表“{sheet}”第 {columns} 列是隐藏的，已一并读入。请核对这些列是否应当公开。"
        yield Finding("hidden_columns", "warning", message)
    if scan.uncalculated:
        cells = "、".join(scan.uncalculated[:10])
        message = f"工作表“{sheet}”的 {cells} 是公式，但没有保存计算结果，读出来是空白。请在 Excel 中打开并保存一次。"
        yield Finding("formula_cell", "error", message)
    if scan.formulas > len(scan.uncalculated):
        number = scan.formulas - len(scan.uncalculated)
        yield Finding("formula_cell", "note", f"工作表“{sheet}”有 {number} 个公式，读取的是上次保存时的计算结果。请核对，或粘贴为数值后再提交。")


def runs(numbers: list[int]) -> str:
    """Write numbers as runs.

    >>> runs([3, 4, 5, 9])
    '3-5、9'
    """
    pairs: list[list[int]] = []
    for number in numbers:
        if pairs and number == pairs[-1][1] + 1:
            pairs[-1][1] = number
        else:
            pairs.append([number, number])
    words = [f"{first}-{last}" if last > first else str(first) for first, last in pairs[:20]]
    return "、".join(words) + (" 等" if len(pairs) > 20 else "")


def sheet_parts(archive: Archive) -> list[SheetPart]:
    """List a workbook's sheets in their order, with the members that hold them."""
    workbook = target_of_package(archive)
    if workbook not in archive.names:
        raise BadInput(f"“{archive.name}”里找不到工作簿的主要部分，文件已损坏。请用 Excel 打开、另存一份后再提交。")
    targets = relationships(archive, workbook)
    root = parse_xml(archive.read(workbook), archive.name)
    return [
        SheetPart(sheet.get("name", ""), targets.get(attribute(sheet, "id") or "", ""))
        for sheet in descendants(root, "sheet")
    ]


def target_of_package(archive: Archive) -> str:
    """Find the main part that the package's own relationships name."""
    return next((t for t in relationships(archive, "").values() if "workbook" in t), "xl/workbook.xml")


def relationships(archive: Archive, part: str) -> dict[str, str]:
    """Give a part's relationships, id to member name; nothing when it has none."""
    folder, leaf = posixpath.split(part)
    member = posixpath.join(folder, "_rels", leaf + ".rels")
    if member not in archive.names:
        return {}
    root = parse_xml(archive.read(member), archive.name)
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        for each in descendants(root, "Relationship")
        if each.get("TargetMode") != "External"
    }
