"""What only a whole column shows: what its hollow marks mean, and which columns a catalogue does not have."""

from collections.abc import Iterable, Sequence

from gongkai.rules.catalogue_layout import Column, Layout, Role
from gongkai.rules.catalogue_marks import has_filled, has_hollow
from gongkai.rules.catalogue_model import CatalogueItem
from gongkai.rules.catalogue_tables import Row
from gongkai.rules.findings import Finding

_MARKED: tuple[Role, ...] = ("channels", "audience", "everyone", "groups", "mode", "tiers")
_EXPECTED: dict[str, tuple[Role, ...]] = {
    "公开事项": ("level",), "公开内容": ("content",), "公开依据": ("basis",), "公开时限": ("limit",),
    "公开主体": ("agency",), "公开渠道": ("channels",), "公开对象": ("audience", "everyone", "groups"),
    "责任科室": ("office",),
}  # fmt: skip
_OFFICE_ENDINGS = ("处", "科", "室", "股", "办", "队", "处室", "科室")


class HollowColumns:
    """Knows the columns whose only marks are hollow ones (□, 口): there a hollow mark is all that can choose."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Look through the columns that carry marks."""
        self._filled: set[tuple[tuple[Column, ...], str]] = set()
        self._hollow: dict[tuple[tuple[Column, ...], int], None] = {}
        self._known: dict[int, tuple[Layout, frozenset[int]]] = {}
        for row in rows:
            for place in (place for role in _MARKED for place in row.layout.of(role)):
                self._note(row, place)

    def _note(self, row: Row, place: int) -> None:
        """Note the marks of one cell."""
        text = row.texts[place]
        if not text:
            return
        if has_filled(text):
            self._filled.add((row.layout.columns, self._shared(row.layout.columns, place)))
        elif has_hollow(text):
            self._hollow[row.layout.columns, place] = None

    @staticmethod
    def _shared(columns: tuple[Column, ...], place: int) -> str:
        """Name what shares its marks: the sub-columns of one heading, or one column."""
        return columns[place].group or f"{place}"

    def of(self, layout: Layout) -> frozenset[int]:
        """Return the columns of a layout that know only hollow marks."""
        known = self._known.get(id(layout))
        if known is None:
            places = frozenset(place for columns, place in self._unclear() if columns == layout.columns)
            known = self._known[id(layout)] = (layout, places)
        return known[1]

    def _unclear(self) -> list[tuple[tuple[Column, ...], int]]:
        return [
            (columns, place)
            for columns, place in self._hollow
            if (columns, self._shared(columns, place)) not in self._filled
        ]

    def findings(self) -> list[Finding]:
        """Report each such column once."""
        labels = dict.fromkeys(columns[place].label for columns, place in self._unclear())
        return [
            Finding("marks_hollow", "warning", f"“{label}”一栏只有空心的方框，按“已选”读取；请核对原件里哪些打了勾")
            for label in labels
        ]


def columns_missing(rows: Sequence[Row], items: Sequence[CatalogueItem]) -> list[Finding]:
    """Report the columns that a catalogue should have and no header of this one has, and offices named as 公开主体."""
    roles = {role for row in rows for role in row.layout.places}
    missing = [name for name, wanted in _EXPECTED.items() if not roles.intersection(wanted)]
    findings = []
    if rows and missing:
        everyone = "；没有公开对象，按全社会读取" if "公开对象" in missing else ""
        findings.append(Finding("columns_missing", "note", f"目录没有这些栏目：{'、'.join(missing)}{everyone}"))
    agencies = {item.agency for item in items if item.agency}
    if "office" not in roles and agencies and all(agency.endswith(_OFFICE_ENDINGS) for agency in agencies):
        message = "“公开主体”一栏写的都是科室，没有写行政机关"
        findings.append(Finding("agency_names_offices", "note", message, field="agency"))
    return findings
