"""Finds likely slips of the pen without a list of known ones: each rule needs evidence from the catalogue itself.

Chinese doubles characters lawfully across words (委员会会议, 银行行政), so a doubled character alone proves nothing: it
counts at the end of a name, or where the same words stand elsewhere in the catalogue without the doubling.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from gongkai.rules.catalogue_lint_scope import Scope, at
from gongkai.rules.catalogue_model import CatalogueItem
from gongkai.rules.findings import Finding
from gongkai.rules.ranks import PROVINCES

HAN = r"[\u4e00-\u9fff]"
DOUBLED = re.compile(rf"({HAN})\1")
DOUBLED_WORD = re.compile(rf"({HAN}{{2}})\1(?![化家性率者员])")
REPEATED_SIGN = re.compile(r"([，,、；;：:。])\1")
LAWFUL = frozenset("人天年个层家处时常种步往次代件项条一二三四五六七八九十户村")
PAIRS = {"《": "》", "(": ")", "“": "”", "〔": "〕", "【": "】"}
SAME_PAIR = str.maketrans("（）", "()")
LEAST = 6
REGION = re.compile(PROVINCES)


def slips(scope: Scope) -> Iterator[Finding]:
    """Find likely slips in names, contents, agencies, offices and titles; one finding a field says them all."""
    seen = _windows(scope)
    names = _whole_names(scope)
    for number, item in scope.numbered():
        for field, texts in _fields(item).items():
            told = dict.fromkeys(note for text in texts for note in _slips_of(text, field, item, seen, names))
            if told:
                yield at("slip", "warning", number, field, "疑似笔误：" + "；".join(told) + "。请核对改正。")


def _fields(item: CatalogueItem) -> dict[str, tuple[str, ...]]:
    return {
        "path": item.path,
        "content": (item.content,),
        "agency": (item.agency,),
        "office": (item.office,),
        "bases": tuple(basis.title for basis in item.bases),
    }


def _slips_of(text: str, field: str, item: CatalogueItem, seen: Counter[str], names: tuple[str, ...]) -> Iterator[str]:
    yield from near_names(text, names)
    yield from _doubled(text, field, seen)
    if field == "path":
        yield from _extra_character(text, item)
        yield from _unpaired(text, PAIRS)
    if sign := REPEATED_SIGN.search(text):
        yield f"“{_around(text, sign.start())}”标点重复"
    if field == "content":  # 1）… 2）… is a list, not a bracket left open
        yield from _unpaired(text, {"《": "》", "“": "”"})


def near_names(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """Find a name of a region or agency with one character lost, changed or put in.

    >>> list(near_names("2024年内蒙自治区结果", ("内蒙古自治区",)))
    ['“内蒙自治区”应为“内蒙古自治区”']
    """
    for name in names:
        if name[0] not in text:
            continue
        for near in _near(name).finditer(text.replace(name, " ")):
            yield f"“{near[0]}”应为“{name}”"


@cache
def _near(name: str) -> re.Pattern[str]:
    """Match every text one step away from a name that keeps its first and last character.

    Agencies differ from each other by one character (教育局, 体育局), so for them only a lost one counts.
    """
    cuts = [(name[:place], name[place:]) for place in range(1, len(name))]
    steps = [head + tail[1:] for head, tail in cuts[: len(name) - 2]]
    if REGION.fullmatch(name):
        changed = [f"{head}{HAN}{tail[1:]}" for head, tail in cuts[: len(name) - 2]]
        steps = [f"{head}{HAN}{tail}" for head, tail in cuts] + changed + steps
    return re.compile("|".join(steps))


def _whole_names(scope: Scope) -> tuple[str, ...]:
    """List the names that this catalogue surely means: its region and the agency most items name."""
    text = scope.read.title + "".join(scope.agencies)
    regions = dict.fromkeys(REGION.findall(text))
    agency = [scope.agency] if len(scope.agency) >= LEAST else []
    return tuple(name for name in [*agency, *regions] if len(name) >= 4)


def _windows(scope: Scope) -> Counter[str]:
    """Count the runs of characters around each place where a doubling could stand, over the whole catalogue."""
    counted: Counter[str] = Counter()
    texts = {text for _, item in scope.numbered() for field in _fields(item).values() for text in field}
    for text in texts:
        counted.update({text[place : place + LEAST - 1] for place in range(max(0, len(text) - LEAST + 2))})
    return counted


def _doubled(text: str, field: str, seen: Counter[str]) -> Iterator[str]:
    for pair in DOUBLED.finditer(text):
        place = pair.start()
        ends_a_name = field == "path" and pair.end() == len(text) and pair[1] not in LAWFUL and len(text) > 3
        single = text[max(0, place - 2) : place + 1] + text[place + 2 : place + 4]
        known_single = len(single) == LEAST - 1 and seen[single] > 0 and seen[text[place - 2 : place + 3]] < 2
        if ends_a_name or (known_single and pair[1] not in LAWFUL):
            yield f"“{_around(text, place)}”中“{pair[0]}”重复"
    for word in DOUBLED_WORD.finditer(text):
        if field != "content" and word[1][0] != word[1][1]:
            yield f"“{_around(text, word.start())}”中“{word[1]}”重复"


def _extra_character(name: str, item: CatalogueItem) -> Iterator[str]:
    """Find a character put in twice: without it the name stands word for word elsewhere in the same item."""
    others = [other for other in (*item.path, item.content) if other and other != name]
    if any(name in other for other in others):
        return
    for place, sign in enumerate(name):
        rest = name[:place] + name[place + 1 :]
        if sign in rest and len(rest) >= LEAST and any(rest in other for other in others):
            yield f"“{name}”多了一个“{sign}”，似应为“{rest}”"
            return


def _unpaired(text: str, pairs: dict[str, str]) -> Iterator[str]:
    plain = text.translate(SAME_PAIR)
    for opening, closing in pairs.items():
        if plain.count(opening) != plain.count(closing):
            yield f"“{text[:30]}”的{opening}{closing}不成对"


def _around(text: str, place: int) -> str:
    return text[max(0, place - 4) : place + 6]
