"""Keeps what a catalogue says beyond the published shape of an item, so that nothing of a row is lost.

序号, 公开方式, 公开层级 and columns of the file's own (对应职责, 网站所属栏目) stay under their headings.
"""

from gongkai.rules.catalogue_layout import Column, Role
from gongkai.rules.catalogue_marks import is_mark, read_listed
from gongkai.rules.catalogue_reading import Reading, tidy
from gongkai.rules.catalogue_words import join_words


def read_extras(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return heading and text of every column without a field of its own; cells beyond the header are unplaced."""
    for _, column, text in reading.cells("number"):
        reading.keep(column.label, tidy(text))
    _keep_chosen(reading, "mode")
    _keep_chosen(reading, "tiers")
    for place, column, text in reading.cells("extra"):
        _keep_own(reading, place, column, text)
    if beyond := [join_words(text) for text in reading.row.overflow if text]:
        reading.unplaced += beyond
        reading.say("cell_beyond_header", "", f"表头右边多出的内容：{'；'.join(beyond)}")
    return tuple(reading.extras.items())


def _keep_own(reading: Reading, place: int, column: Column, text: str) -> None:
    """Keep a column of the file's own; under a shared heading its own name stays with it."""
    name = f"{column.group}/{column.label}" if column.group else column.label
    if not is_mark(text):
        reading.keep(name, tidy(text))
    elif reading.chooses(place, text):
        reading.keep(name, join_words(text))


def _keep_chosen(reading: Reading, role: Role) -> None:
    """Keep the sub-headings that are marked, and words written instead of marks, under the heading they share."""
    chosen: dict[str, list[str]] = {}
    for place, column, text in reading.cells(role):
        shared = column.group or ("公开方式" if role == "mode" else column.label)
        if is_mark(text):
            names = [column.label] if reading.chooses(place, text) else []
        else:
            listed = read_listed(text, hollow_chooses=place in reading.hollow_columns)
            reading.keep(f"{column.label}（未选）", "、".join(listed.refused))
            names = [f"{column.label}：{name}" if column.group else name for name in listed.chosen]
        chosen.setdefault(shared, []).extend(names)
    for shared, names in chosen.items():
        reading.keep(shared, "、".join(dict.fromkeys(names)))
