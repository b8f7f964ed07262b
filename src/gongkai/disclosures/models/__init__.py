"""What an agency publishes: drafts and their former states, the reviews of them, and the publications the public really got.

A ``Disclosure`` can change; a ``Review`` is of one exact content; a ``Publication`` holds exactly what the public got and
never changes (the database refuses it). Corrections and withdrawals are further publications. What comes in afterwards,
objections and penalties set aside, stands in ``notices``.
"""

from gongkai.disclosures.content_marks import ContentMark
from gongkai.disclosures.models.drafts import EXPIRING_WITHIN, Attachment, Bundle, Disclosure, Placement, Revision
from gongkai.disclosures.models.notices import Objection, Objector, PenaltyChange, Uptime
from gongkai.disclosures.models.publications import NoticeWindow, Publication, PublicPlace, Serial
from gongkai.disclosures.models.reviews import Opinion, OutsideOpinion, PassedWarning, Review
from gongkai.disclosures.wrong_words import WrongWord

__all__ = [
    "EXPIRING_WITHIN", "Attachment", "Bundle", "ContentMark", "Disclosure", "NoticeWindow", "Objection", "Objector", "Opinion",
    "OutsideOpinion", "PassedWarning", "PenaltyChange", "Placement", "PublicPlace", "Publication", "Review", "Revision", "Serial", "Uptime",
    "WrongWord",
]  # fmt: skip
