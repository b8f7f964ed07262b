"""May this be published? Small checkers that return findings; none raises, none changes what is stored.

``error`` stops a publication, ``warning`` asks for a reason, ``note`` informs; which is which stands in ``kinds``. Messages
never repeat personal data. ``Finding.field`` is the field to mend: a field's name, an element's name, ``body``, ``notice``,
``file:NAME`` or ``list:ID``. ``key_of`` names a finding across checks of the same content.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures.models import Disclosure
from gongkai.disclosures.requirements import completeness, dates, fields, files, lists, repeats
from gongkai.disclosures.requirements.kinds import KINDS, Kind, graded
from gongkai.disclosures.wording import word_list, words_in_use
from gongkai.rules.findings import Finding
from gongkai.rules.html_access import barriers
from gongkai.rules.html_access_links import dangerous, link_faults

__all__ = ["KINDS", "Kind", "check", "key_of"]


def check(disclosure: Disclosure, row: ItemVersion, *, on: dt.date) -> list[Finding]:
    """Return everything that stands against, or should be seen before, publishing ``disclosure`` on the day ``on``."""
    return list(_checks(disclosure, row, on=on))


def key_of(finding: Finding) -> str:
    """Return what names a finding across checks of the same content: a passed warning keeps its reason under it."""
    text = "\0".join((finding.kind, finding.field or "", finding.message))
    return hashlib.sha256(text.encode()).hexdigest()


def _checks(disclosure: Disclosure, row: ItemVersion, *, on: dt.date) -> Iterator[Finding]:
    words, fingerprint = word_list(words_in_use())
    reading = fields.read_body(disclosure)
    has_files = disclosure.pk is not None and (disclosure.attachments.exists() or disclosure.record_lists.exists())
    yield from completeness.duty_of_another_item(disclosure)
    yield from completeness.missing_content(disclosure, has_files=has_files)
    yield from completeness.missing_elements(disclosure, row, has_files=has_files)
    yield from dates.dates_out_of_order(disclosure, on=on)
    yield from dates.display_limit(disclosure, on=on)
    yield from dates.notice_window(disclosure, on=on)
    yield from repeats.title_repeated(disclosure)
    yield from repeats.content_copied(disclosure)
    yield from fields.findings_in_fields(disclosure, words)
    yield from fields.findings_in_body(reading, words)
    yield from lists.findings_in_lists(disclosure, words, fingerprint)
    yield from files.findings_in_files(disclosure, words, fingerprint, on=on)
    for found in (*dangerous(disclosure.body), *link_faults(reading), *barriers(reading)):
        yield graded(found)
