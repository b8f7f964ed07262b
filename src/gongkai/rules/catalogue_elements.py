"""Splits 公开内容（要素） into the elements a disclosure must carry; the whole text stays in ``content``.

Decided so: a numbered list and top-level ``、，；`` part elements, signs inside 《》“”（） never do; ``等…`` at the end
goes; what stands before the first ``的`` and governs a list of short nouns goes (``机关领导的姓名、职务`` names 姓名 and
职务); 和, 及, 以及 part two nouns, inside a list only. Where two parts share the document word at the end
(``设置、使用许可``), the text is one element.
"""

import re
from functools import lru_cache

_OPEN, _CLOSE = "《“（(〈「[【", "》”）)〉」]】"
_SIGNS = "、，,；;。\n"
_NUMBER = r"\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]"
_NUMBERED = re.compile(rf"(?:(?<=^)|(?<=[\s。；;，,、]))(?:{_NUMBER})\s*")
_AND_SO_ON = re.compile(r"等(?:[^、，,；;等]{0,8})?$")
_GOVERNS = re.compile(r"^.{2,}?的(?=[^的]{2,}$)")
_AND = re.compile(r"(?<![涉普波以顾总饱共温调])(?:以及|及其|及|和)(?![国谐平解睦时格])")
_SHARED = re.compile(r"(?:名单|结果|许可|许可证|目录|公告|公示|处罚|证书|批复)$")
_OWN_NOUN = re.compile(
    r"(?:条件|程序|依据|情况|内容|信息|方式|时间|地点|标准|流程|材料|期限|电话|地址|文件|职责|姓名|职务)$"
)


@lru_cache(maxsize=8192)
def split_elements(content: str) -> tuple[str, ...]:
    """Return the elements of a content text whose blanks are already joined.

    >>> split_elements("机关领导的姓名、职务、分工等信息")
    ('姓名', '职务', '分工')
    >>> split_elements("2024年“数字化车间、智能工厂”公示名单")
    ('2024年“数字化车间、智能工厂”公示名单',)
    """
    if not content:
        return ()
    numbered = [part.strip(_SIGNS + " ") for part in _NUMBERED.split(content)]
    numbered = [part for part in numbered if part]
    if len(numbered) > 1 and _NUMBERED.match(content):
        return tuple(dict.fromkeys(numbered))
    whole = _NUMBERED.sub("", content, count=1) if _NUMBERED.match(content) else content
    return tuple(dict.fromkeys(_split_prose(whole.strip(_SIGNS + " ") or content)))


def _split_prose(text: str) -> list[str]:
    """Split a text without numbers at its top-level signs."""
    parts = _top_level(text)
    if len(parts) < 2 or _shares_its_last_word(parts):
        return [text] if parts else []
    last = _AND_SO_ON.sub("", parts[-1])
    parts = [*parts[:-1], last] if last else parts[:-1]
    parts = [noun for part in parts for noun in _two_nouns(part)]
    if not any("的" in part for part in parts[1:]):
        parts[0] = _GOVERNS.sub("", parts[0])
    return parts


def _top_level(text: str) -> list[str]:
    """Split at signs outside all brackets and quotation marks; an unclosed bracket protects nothing behind it."""
    parts, part, depth = [], "", 0
    balanced = sum(text.count(sign) for sign in _OPEN) == sum(text.count(sign) for sign in _CLOSE)
    for sign in text:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign in _SIGNS and (depth <= 0 or not balanced):
            parts.append(part)
            part = ""
        else:
            part += sign
    return [kept for kept in (found.strip() for found in [*parts, part]) if kept]


def _shares_its_last_word(parts: list[str]) -> bool:
    """Say whether two parts are one phrase: only the second has the word that says what kind of document it is."""
    if len(parts) != 2 or not _SHARED.search(parts[1]):
        return False
    return not (_SHARED.search(parts[0]) or _OWN_NOUN.search(parts[0]))


def _two_nouns(part: str) -> list[str]:
    """Part two nouns joined by 和 or 及 inside a list, where no 的 behind the word governs both."""
    match = _AND.search(part)
    if match is None or match.start() < 2 or len(part) - match.end() < 2 or "的" in part[match.end() :]:
        return [part]
    return [part[: match.start()], part[match.end() :]]
