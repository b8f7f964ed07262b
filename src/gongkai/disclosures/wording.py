"""The department's list of wrong words: read for the checks, and edited with its record of who changed what."""

import datetime as dt
import hashlib
import json

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.disclosures.wrong_words import Severity, WrongWord
from gongkai.rules.findings import Severity as Grade
from gongkai.rules.wording import WordList, WrongWording, faults_of
from gongkai.sources.errors import BadInput


class CannotBeUsed(BadInput):
    """The entry would accuse right texts or could never be found."""


def wording_of(word: WrongWord) -> WrongWording:
    """Return an entry as the rules know it."""
    exceptions = tuple(filter(None, (line.strip() for line in word.exceptions.splitlines())))
    severity: Grade = "error" if word.severity == Severity.ERROR else "warning"
    return WrongWording(word.wrong, word.right, exceptions, severity, word.note)


def words_in_use() -> tuple[WrongWording, ...]:
    """Return the active entries; one query."""
    return tuple(wording_of(word) for word in WrongWord.objects.filter(is_active=True).order_by("wrong"))


def word_list(words: tuple[WrongWording, ...]) -> tuple[WordList, str]:
    """Return the entries ready to be looked for, and a fingerprint that changes whenever one of them does."""
    said = [[word.wrong, word.right, list(word.exceptions), word.severity, word.note] for word in words]
    text = json.dumps(said, ensure_ascii=False)
    return WordList(words), hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def set_word(
    *,
    wrong: str,
    right: str,
    by: str,
    at: dt.datetime,
    exceptions: str = "",
    severity: str = Severity.WARNING,
    note: str = "",
    is_active: bool = True,
) -> WrongWord:
    """Add an entry, or change the one for the same wrong word; ``exceptions`` one a line. Raises CannotBeUsed."""
    word = WrongWord.objects.select_for_update().filter(wrong=wrong.strip()).first() or WrongWord(wrong=wrong.strip())
    before = _values(word) if word.pk else None
    word.right, word.exceptions, word.note = right.strip(), exceptions.strip(), note.strip()
    word.severity, word.is_active = severity, is_active
    if faults := faults_of(wording_of(word)):
        raise CannotBeUsed("".join(faults))
    word.full_clean()
    if before == _values(word):
        return word
    word.save()
    record(by=by, act="修改错别字词" if before else "增加错别字词", subject=word, at=at, before=before, after=_values(word))
    return word


def _values(word: WrongWord) -> dict[str, str | bool]:
    fields = ("wrong", "right", "exceptions", "severity", "note", "is_active")
    return {name: getattr(word, name) for name in fields}
