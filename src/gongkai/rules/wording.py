"""Finds well-known slips of the pen in a text: words that are always wrong, but for the longer words they are part of.

The list itself is data that the department edits; here is only how a text is held against it. An exception is a longer
wording in which the wrong word is right: 按装 is wrong, 按装机容量 is not.
"""

import re
from collections.abc import Iterable
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
        longest_first = sorted(self._words, key=len, reverse=True)
        # The lookahead makes a find at every place, so that an excused one hides none that overlaps it.
        self._pattern = re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))") if longest_first else None
        self._excuses = {
            word.wrong: [(longer, at.start()) for longer in word.exceptions for at in re.finditer(re.escape(word.wrong), longer)]
            for word in self._words.values()
        }

    def slips(self, text: str) -> list[Slip]:
        """Return the wrong words of a text in order of place; no two overlap."""
        if self._pattern is None:
            return []
        found: list[Slip] = []
        for match in self._pattern.finditer(text):
            start, wrong = match.start(), match[1]
            overlaps = found and found[-1].end > start
            if overlaps or any(text.startswith(longer, start - offset) for longer, offset in self._excuses[wrong] if start >= offset):
                continue
            found.append(Slip(start, start + len(wrong), self._words[wrong]))
        return found


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
