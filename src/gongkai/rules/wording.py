"""Finds well-known slips of the pen in a text: words that are always wrong, but for the longer words they are part of.

The list itself is data that the department edits; here is only how a text is held against it. An exception is a longer
wording in which the wrong word is right: 按装 is wrong, 按装机容量 is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.rules.findings import Severity


@dataclass(frozen=True, slots=True)
class WrongWording:
    """One entry of the list: what is wrong, what is meant, and the longer wordings in which it is right after all."""

    wrong: str
    right: str
    exceptions: tuple[str, ...] = ()
    severity: Severity = "warning"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong word in a text, from ``start`` to ``end`` as in a slice."""

    start: int
    end: int
    word: WrongWording


class WordList:
    """A list made ready to be looked for; asking costs the same however long the list is.

    >>> words = WordList([WrongWording("按装", "安装", ("按装机",))])
    >>> [slip.start for slip in words.slips("按装机容量按装设备")]
    [5]
    """

    def __init__(self, words: Iterable[WrongWording]) -> None:
        self._words = {word.wrong: word for word in words if word.wrong}
        self._begun_by: dict[str, list[WrongWording]] = {}
        for word in self._words.values():
            self._begun_by.setdefault(word.wrong[0], []).append(word)
        self._first = re.compile("[" + "".join(map(re.escape, self._begun_by)) + "]") if self._words else None
        self._excuses = {
            wrong: [(longer, at) for longer in word.exceptions for at in places_of(wrong, longer)] for wrong, word in self._words.items()
        }

    def slips(self, text: str) -> list[Slip]:
        """Return the wrong words of a text in order of place, of two at one place the longer; no two overlap."""
        if self._first is None:
            return []
        found = [
            Slip(start, start + len(word.wrong), word)
            for letter in set(self._first.findall(text))
            for word in self._begun_by[letter]
            if word.wrong in text  # by far the quickest question, and nearly always the last
            for start in places_of(word.wrong, text)
            if not self._is_excused(word.wrong, text, start)
        ]
        apart: list[Slip] = []
        for slip in sorted(found, key=lambda slip: (slip.start, -slip.end)):
            if not apart or apart[-1].end <= slip.start:
                apart.append(slip)
        return apart

    def _is_excused(self, wrong: str, text: str, start: int) -> bool:
        return any(start >= at and text.startswith(longer, start - at) for longer, at in self._excuses[wrong])


def places_of(wrong: str, text: str) -> Iterator[int]:
    """Yield every place where a word begins in a text, overlapping ones too.

    >>> list(places_of("。。", "好。。。"))
    [1, 2]
    """
    place = text.find(wrong)
    while place >= 0:
        yield place
        place = text.find(wrong, place + 1)


def faults_of(word: WrongWording) -> list[str]:
    """Say in Chinese what is wrong with an entry itself; an empty list when it can be used.

    >>> faults_of(WrongWording("按装", "按装", ("安装",)))
    ['正确写法与错误写法相同：请核对。', '例外“安装”里没有“按装”：例外应当是包含错误写法的更长的词。']
    """
    faults = []
    if len(word.wrong) < 2:
        faults.append("错误写法至少要有两个字：一个字会误报得太多。")
    if word.wrong == word.right:
        faults.append("正确写法与错误写法相同：请核对。")
    faults += [
        f"例外“{longer}”里没有“{word.wrong}”：例外应当是包含错误写法的更长的词。"
        for longer in word.exceptions
        if word.wrong not in longer or longer == word.wrong
    ]
    return faults
