"""The acts on disclosures, by what they are for: writing, review, letting out, bundles, what happens at its hour, handing over,
objections and notice windows.

Callers say ``disclosures.actions.submit(...)``. Each act is atomic, audited and can be repeated.
"""

from gongkai.disclosures.actions.attachments import Attached, attach_upload, order_files, remove_file, rename_file
from gongkai.disclosures.actions.bundles import add_to_bundle, bundle, release_bundle, unbundle
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
from gongkai.disclosures.actions.expiring import expire_rows
from gongkai.disclosures.actions.handing import assign, assign_all, move_to_office
from gongkai.disclosures.actions.interpreting import interpret
from gongkai.disclosures.actions.lapsing import NothingToConfirm, confirm_expiry
from gongkai.disclosures.actions.notices import extend_notices, note_uptime
from gongkai.disclosures.actions.objections import (
    Incomplete,
    NotAnotherPerson,
    confirm_objection,
    draft_outcome,
    forget_objectors,
    handle_objection,
    receive_objection,
    return_objection,
)
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
    "EVERY_WARNING", "Attached", "EditedMeanwhile", "Fired", "Incomplete", "MayNotReview", "NotAnotherPerson", "NotInForce",
    "NotPublished", "NotReady", "NotReviewed", "NotWhatWasSeen", "NothingToConfirm", "WarningsUnanswered", "add_to_bundle",
    "assign", "assign_all", "attach", "attach_upload", "bundle", "confine", "confirm_expiry", "confirm_objection", "detach",
    "discard_changes", "draft", "draft_outcome", "drop_notice", "edit", "end_displays", "expire_rows", "extend_notices",
    "forget_objectors", "give_opinion", "handle_objection", "interpret", "is_being_corrected", "media_type_of",
    "move_to_office", "note_uptime", "open_notice", "order_files", "place_under", "publish", "receive_objection",
    "release_bundle", "release_due", "remove_file", "rename_file", "reschedule", "return_objection", "row_in_force",
    "safe_name", "submit", "take_back", "unbundle", "withdraw",
]  # fmt: skip
