"""Check marks and the lists they stand in: channels, audiences, levels of government (norms 9.1, 9.3).

Filled marks (√ ■ ☑ ▄, and the letters that symbol fonts leave behind, ``R`` and ``t``) choose. A hollow mark (□ 口) beside filled ones
does not; where a column has only hollow marks they were bullets, or lost their filling, and the reader says so in a finding.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.rules.catalogue_words import bare, join_words

CHANNELS = (
    "社区/企事业单位/村公示栏（电子屏）", "社区/企事业单位/村公示栏(电子屏)", "社区/企事业单位/村公示栏",
    "发布会/听证会", "入户/现场", "政府网站", "政府公报", "两微一端", "广播电视", "纸质媒体", "公开查阅点",
    "政务服务中心", "便民服务站", "精准推送", "政务新媒体", "新闻发布会", "听证会", "12345热线", "图书馆",
    "国家档案馆", "档案馆", "公示栏", "电子屏", "微信公众号", "政务微博", "政务微信", "新闻媒体", "信用中国",
    "投资项目在线审批监管平台", "公共资源交易平台", "招投标公共服务平台", "提供政务服务的场所", "其他",
)  # fmt: skip
FILLED = "√✓✔☑☒■▄█▇◼●◆þü"
HOLLOW = "□☐◻▢○◇×✗✘£¨"
_CHANNEL = "|".join(map(re.escape, CHANNELS))
_KNOWN = re.compile(_CHANNEL)
_KNOWN_ROW = re.compile(rf"(?:{_CHANNEL}){{2,}}")
_LETTER = r"(?<![A-Za-z])[RPt](?=[一-鿿]|$)"
_MARK = re.compile(rf"[{FILLED}{HOLLOW}]|{_LETTER}|口(?={_CHANNEL})|^口$")
_LONE = re.compile(rf"[{FILLED}{HOLLOW}RPt口]")
_SEPARATOR = re.compile(r"[、，,；;|。]")
_SLASHED = re.compile(rf"{_CHANNEL}|[^/]+")
_HOLLOW = frozenset(HOLLOW + "口")
_NEVER = frozenset("×✗✘")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with marks: what is chosen, what is not, and whether it had marks and all of them were hollow."""

    chosen: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    only_hollow: bool = False


def is_mark(text: str) -> bool:
    """Say whether a cell is a check mark and nothing else.

    >>> is_mark("√"), is_mark("R"), is_mark("政府网站")
    (True, True, False)
    """
    return _LONE.fullmatch(bare(text)) is not None


@lru_cache(maxsize=4096)
def has_filled(text: str) -> bool:
    """Say whether a text has a mark that chooses.

    >>> has_filled("■政府网站 □政府公报"), has_filled("□政府网站"), has_filled("t政府网站")
    (True, False, True)
    """
    return any(mark[0] not in _HOLLOW for mark in _MARK.finditer(join_words(text)))


@lru_cache(maxsize=4096)
def has_hollow(text: str) -> bool:
    """Say whether a text has a hollow mark, which may mean "not chosen" or may have lost its filling.

    >>> has_hollow("□政府网站"), has_hollow("×"), has_hollow("窗口")
    (True, False, False)
    """
    return any(mark[0] in _HOLLOW - _NEVER for mark in _MARK.finditer(join_words(text)))


def is_chosen(mark: str, *, hollow_chooses: bool) -> bool:
    """Say whether a lone mark chooses; a hollow one only where its column knows no other.

    >>> is_chosen("□", hollow_chooses=False), is_chosen("√", hollow_chooses=False)
    (False, True)
    """
    sign = bare(mark)
    return sign not in _HOLLOW or (hollow_chooses and sign not in _NEVER)


@lru_cache(maxsize=4096)
def read_listed(text: str, *, hollow_chooses: bool = False) -> Listed:
    """Read a list with or without marks.

    >>> read_listed("■政府网站 □政府公报 ■两微一端").chosen
    ('政府网站', '两微一端')
    >>> read_listed("R政府网站t公开查阅点").chosen
    ('政府网站', '公开查阅点')
    >>> read_listed("政府 网站、发布会/听证会").chosen
    ('政府网站', '发布会/听证会')
    """
    words = join_words(_keep_lines(text))
    marks = list(_MARK.finditer(words))
    if not marks:
        return Listed(tuple(split_list(words)))
    hollow = [mark[0] in _HOLLOW for mark in marks]
    chosen: list[str] = []
    refused: list[str] = []
    for sign, label in _marked(words, marks):
        (chosen if is_chosen(sign, hollow_chooses=hollow_chooses) else refused).extend(split_list(label))
    return Listed(tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(refused)), all(hollow))


def _keep_lines(text: str) -> str:
    """Turn line breaks into separators where every line is a channel by itself; elsewhere they only broke a word."""
    lines = [join_words(line) for line in text.splitlines() if line.strip()]
    return "、".join(lines) if len(lines) > 1 and all(_KNOWN.fullmatch(line) for line in lines) else text


def _marked(words: str, marks: list[re.Match[str]]) -> list[tuple[str, str]]:
    """Pair each mark with its label: after it, or before it where the text ends with a mark."""
    if marks[0].start() > 0 and marks[-1].end() == len(words):
        starts = [0, *(mark.end() for mark in marks)]
        return [(mark[0], words[start : mark.start()]) for start, mark in zip(starts, marks, strict=False)]
    ends = [mark.start() for mark in marks[1:]] + [len(words)]
    pairs = [(mark[0], words[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    return ([("×", words[: marks[0].start()])] if marks[0].start() else []) + pairs


def split_list(words: str) -> list[str]:
    """Split a list at its signs, and where known channels stand side by side; a slash inside a known name is no sign.

    >>> split_list("政府网站政府公报"), split_list("政府网站/政务新媒体")
    (['政府网站', '政府公报'], ['政府网站', '政务新媒体'])
    """
    parts: list[str] = []
    for part in _SEPARATOR.split(words):
        if _KNOWN_ROW.fullmatch(part):
            parts += _KNOWN.findall(part)
        else:
            parts += _SLASHED.findall(part) if "/" in part else [part]
    return [part.strip() for part in parts if part.strip()]
