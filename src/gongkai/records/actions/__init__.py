"""The acts on lists: storing one whole, correcting single records, annulling a penalty, and what is handed in on the way.

Each is atomic and audited. Callers say ``records.actions.change_record(...)``.
"""

from gongkai.records.actions.annulling import NotAPenalty, Withdrawal, annul_record
from gongkai.records.actions.changing import (
    ChangedMeanwhile,
    RecordRefused,
    add_record,
    change_record,
    remove_record,
    rename,
)
from gongkai.records.actions.loading import ListRefused, load, load_file
from gongkai.records.actions.staging import (
    Busy,
    StaleCell,
    abandon,
    fill_column,
    forget_abandoned,
    read_upload,
    remove_row,
    retype_cells,
    stage,
)
from gongkai.records.actions.storing import NotReady, store_upload

__all__ = [
    "Busy", "ChangedMeanwhile", "ListRefused", "NotAPenalty", "NotReady", "RecordRefused", "StaleCell", "Withdrawal", "abandon", "add_record",
    "annul_record", "change_record", "fill_column", "forget_abandoned", "load", "load_file", "read_upload", "remove_record",
    "remove_row", "rename", "retype_cells", "stage", "store_upload",
]  # fmt: skip
