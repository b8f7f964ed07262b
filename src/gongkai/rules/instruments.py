"""The instruments whose true rank and standing are known, each with the evidence for it.

A table of its own, because it is facts and not rules: it grows by a line when somebody has looked an instrument up, and
every line says how sure it is. Facts and marks come from norms 12.3.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Status = Literal["in_force", "expired", "suspended", "replaced", "unknown"]
Evidence = Literal["seen", "derived", "memory", "unknown"]

STATE = "中华人民共和国"
BRACKETS = str.maketrans("（）〈〉＜＞“”‘’　", "()《》《》\"\"'' ")
AMENDED = re.compile(r"\((?:19|20)\d\d年?(?:第[一二三四]次)?(?:修正|修订|修改|公布|颁布)\)$|\((?:修正|修订)\)$")


@dataclass(frozen=True, slots=True)
class Instrument:
    """What is known of one: ``rank`` in the catalogue's words, ``detail`` finer; ``since`` dates the status."""

    title: str
    rank: str | None
    detail: str | None
    number: str | None
    issuer: str | None
    status: Status
    since: str | None
    replaced_by: str | None
    note: str
    evidence: Evidence
    source: str


def canonical_title(title: str) -> str:
    """Give the form under which an instrument is one and the same, however a catalogue names it.

    The State's name in front, 书名号 around, blanks, the width of brackets and a note of amendment behind make no
    difference; a region's name and a version (2024年本, 试行) do.

    >>> canonical_title("《中华人民共和国行政处罚法》（2021年修订）") == canonical_title("行政处罚法")
    True
    >>> canonical_title("内蒙古自治区禁毒条例")
    '内蒙古自治区禁毒条例'
    """
    plain = re.sub(r"\s", "", title.translate(BRACKETS))
    if plain.startswith("《") and plain.find("》") == len(plain) - 1:
        plain = plain[1:-1]
    plain = AMENDED.sub("", plain)
    if plain.startswith("《") and plain.find("》") == len(plain) - 1:
        plain = plain[1:-1]
    return plain.removeprefix(STATE) or plain


@cache
def table() -> dict[str, Instrument]:
    """Load the known instruments by canonical title."""
    raw = json.loads((files("gongkai.rules") / "data" / "instruments.json").read_text("utf-8"))
    return {canonical_title(row["title"]): Instrument(**row) for row in raw}


def known(title: str) -> Instrument | None:
    """Find what is known of the instrument of this title.

    >>> known("《食盐专营办法》").rank
    '行政法规'
    """
    return table().get(canonical_title(title))
