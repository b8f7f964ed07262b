"""What a request's headers ask for (RFC 9110), as plain functions: compression, a version already held, a range."""

import re
from email.utils import parsedate_to_datetime

_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*")
_TAG = re.compile(r'(?:W/)?("[^"]*")')


class Unsatisfiable(Exception):
    """The range begins behind the end."""


def accepts_gzip(header: str) -> bool:
    """Tell whether an Accept-Encoding takes gzip.

    >>> accepts_gzip("br, gzip;q=0.8"), accepts_gzip("gzip;q=0, *"), accepts_gzip("*"), accepts_gzip("")
    (True, False, True, False)
    """
    weights: dict[str, float] = {}
    for choice in header.lower().split(","):
        coding, _, weight = choice.strip().partition(";")
        weights[coding.strip()] = _weight(weight)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def holds_it(tag: str, modified: int, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Tell whether the client already has the version with this quoted tag; a tag asked for beats a date."""
    if if_none_match is not None:
        return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)
    since = _seconds(if_modified_since)
    return since is not None and modified <= since


def range_applies(tag: str, modified: int, if_range: str | None) -> bool:
    """Tell whether a range may be cut from this version: the client's is the same, or it did not say."""
    if if_range is None:
        return True
    if if_range.lstrip().startswith(("W/", '"')):
        return if_range.strip() == tag
    return _seconds(if_range) == modified


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first byte and one past the last, None where the header is to be ignored; ``Unsatisfiable`` asks for a 416.

    >>> parse_range("bytes=0-9", 100), parse_range("bytes=-10", 100), parse_range("bytes=0-1,5-6", 100)
    ((0, 10), (90, 100), None)
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        begin, end = max(size - int(last), 0), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < begin:
            return None
    if begin >= size or begin >= end:
        raise Unsatisfiable
    return begin, end


def _seconds(date: str | None) -> int | None:
    try:
        return int(parsedate_to_datetime(date).timestamp()) if date else None
    except (ValueError, OverflowError):
        return None
