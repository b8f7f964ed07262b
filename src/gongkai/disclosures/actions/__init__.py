"""The acts on disclosures, by what they are for: writing, review, letting out, bundles, what happens at its hour, handing over.

Callers say ``disclosures.actions.submit(...)``. Each act is atomic, audited and can be repeated.
"""

from gongkai.disclosures.actions.attachments import Attached, attach_upload, order_files, remove_file, rename_file
from gongkai.disclosures.actions.bundles import bundle, release_bundle, unbundle
from gongkai.disclosures.actions.drafting import (
    EditedMeanwhile,
    NotInForce,
    NotPublished,
    attach,
    confine,
    detach,
    draft,
    drop_notice,
    edit,
    media_type_of,
    open_notice,
    place_under,
    row_in_force,
    safe_name,
)
from gongkai.disclosures.actions.handing import assign, assign_all, move_to_office
from gongkai.disclosures.actions.publishing import NotReady, NotReviewed, publish, withdraw
from gongkai.disclosures.actions.restoring import discard_changes, is_being_corrected
from gongkai.disclosures.actions.reviewing import (
    EVERY_WARNING,
    MayNotReview,
    NotWhatWasSeen,
    WarningsUnanswered,
    give_opinion,
    submit,
    take_back,
)
from gongkai.disclosures.actions.schedule import Fired, end_displays, release_due, reschedule

__all__ = [
    "EVERY_WARNING", "Attached", "EditedMeanwhile", "Fired", "MayNotReview", "NotInForce", "NotPublished", "NotReady",
    "NotReviewed", "NotWhatWasSeen", "WarningsUnanswered", "assign", "assign_all", "attach", "attach_upload", "bundle",
    "confine", "detach", "discard_changes", "draft", "drop_notice", "edit", "end_displays", "give_opinion", "is_being_corrected",
    "media_type_of", "move_to_office", "open_notice", "order_files", "place_under", "publish", "release_bundle",
    "release_due", "remove_file", "rename_file", "reschedule", "row_in_force", "safe_name", "submit", "take_back", "unbundle", "withdraw",
]  # fmt: skip
