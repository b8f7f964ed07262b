"""Workbooks as offices keep them: what is shown, and what lies in a hidden sheet beside it."""

import io
from collections.abc import Iterable, Sequence

import openpyxl


def workbook(rows: Iterable[Sequence[object]], *, hidden: Iterable[Sequence[object]] = ()) -> bytes:
    """Return a workbook with a sheet that is shown and, where asked for, one that is hidden."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if hidden:
        aside = book.create_sheet("台账")
        aside.sheet_state = "hidden"
        for row in hidden:
            aside.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
