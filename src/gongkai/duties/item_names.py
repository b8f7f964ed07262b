"""Which item a clerk means who writes a number or a name."""

import datetime as dt
from collections import defaultdict

from gongkai.agencies.models import Agency
from gongkai.catalogue import queries
from gongkai.catalogue.models import Item
from gongkai.sources.errors import BadInput


class ItemUnclear(BadInput):
    """No item has this number or name, or several have the name."""


class ItemNames:
    """The items of an agency by number and, those in force on one day, by every usual way of writing their names."""

    def __init__(self, agency: Agency, *, on: dt.date) -> None:
        """Read all numbers and names at once."""
        self._by_number = {item.number: item for item in agency.items.all()}
        self._by_name: dict[str, dict[int, Item]] = defaultdict(dict)
        for row in queries.rows_in_force(agency, on=on):
            for name in queries.names_of(row):
                self._by_name[_plain(name)][row.item_id] = row.item

    def find(self, written: str) -> Item:
        """Return the item that is meant; raises ItemUnclear, naming the candidates' numbers where there are several."""
        number = written.strip().removeprefix("事项").strip()
        if number.isascii() and number.isdigit():
            if int(number) in self._by_number:
                return self._by_number[int(number)]
            raise ItemUnclear(f"没有编号为{number}的事项。")
        found = list(self._by_name.get(_plain(written), {}).values())
        if len(found) == 1:
            return found[0]
        if found:
            numbers = "、".join(str(item.number) for item in found)
            raise ItemUnclear(f"“{written}”对应{len(found)}个事项（编号{numbers}），请改写编号或完整的事项路径。")
        raise ItemUnclear(f"目录中没有叫“{written}”的事项，请改写编号或目录中的名称。")


def _plain(name: str) -> str:
    """Return a name without blanks, quotes and the difference of bracket widths."""
    return "".join(name.split()).translate(str.maketrans("（）", "()", "“”\"《》"))
