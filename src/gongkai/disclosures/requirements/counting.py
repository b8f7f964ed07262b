"""Counts finds by what they are, with the first few places: a column of ten thousand numbers is one finding, not ten thousand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.disclosures.requirements.kinds import KINDS, finding
from gongkai.rules.findings import Finding
from gongkai.rules.privacy import NAMES, REMEDIES, Hit, severity_of
from gongkai.rules.wording import Slip

SHOWN = 5
ORDER = {str(kind): number for number, kind in enumerate(NAMES)}
TOLD = {str(kind): (name, REMEDIES[kind]) for kind, name in NAMES.items()}


@dataclass(slots=True)
class Tally:
    """How often one thing was found, and where first."""

    count: int = 0
    places: list[str] = field(default_factory=list)

    def add(self, place: str) -> None:
        """Count one more find at a place."""
        self.count += 1
        if len(self.places) < SHOWN and place not in self.places:
            self.places.append(place)


@dataclass(slots=True)
class Counted:
    """Personal data by (kind, is it sure) and wrong words by (wrong, right, severity, note), each with its tally."""

    personal: dict[tuple[str, bool], Tally] = field(default_factory=dict)
    words: dict[tuple[str, str, str, str], Tally] = field(default_factory=dict)

    def add_hits(self, hits: Iterable[Hit], place: str) -> None:
        """Count personal data found at a place."""
        for hit in hits:
            self.personal.setdefault((hit.kind, severity_of(hit) == "error"), Tally()).add(place)

    def add_slips(self, slips: Iterable[Slip], place: str) -> None:
        """Count wrong words found at a place."""
        for slip in slips:
            word = slip.word
            self.words.setdefault((word.wrong, word.right, word.severity, word.note), Tally()).add(place)

    def as_json(self) -> dict[str, Any]:
        """Give what can be remembered; ``from_json`` reads it."""
        return {
            "personal": [[*key, tally.count, tally.places] for key, tally in self.personal.items()],
            "words": [[*key, tally.count, tally.places] for key, tally in self.words.items()],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Counted":
        """Read what ``as_json`` gave."""
        counted = cls()
        for kind, sure, count, places in value["personal"]:
            counted.personal[kind, sure] = Tally(count, places)
        for wrong, right, severity, note, count, places in value["words"]:
            counted.words[wrong, right, severity, note] = Tally(count, places)
        return counted

    def findings(self, where: str, field_name: str) -> Iterator[Finding]:
        """Yield one finding for each thing counted; ``where`` is the text, list or file in the clerk's words."""
        for (kind, sure), tally in sorted(self.personal.items(), key=lambda each: (ORDER[each[0][0]], not each[0][1])):
            name, remedy = TOLD[kind]
            words = f"{where}{'有' if sure else '可能有'}{tally.count}处{name}（{places(tally)}）"
            remedy = remedy if sure else "请核对；" + remedy.removeprefix("请核对")
            yield finding(f"personal_data_{kind}", f"{words}：{remedy}。", field=field_name, weak=not sure)
        for (wrong, right, severity, note), tally in self.words.items():
            message = f"{where}有{tally.count}处“{wrong}”（{places(tally)}）：应为“{right}”。" + (f"{note}。" if note else "")
            yield Finding("wrong_word", "error" if severity == "error" else KINDS["wrong_word"].severity, message, field=field_name)


def places(tally: Tally) -> str:
    """Write where something was found."""
    return "、".join(tally.places) + ("等" if tally.count > len(tally.places) else "")
