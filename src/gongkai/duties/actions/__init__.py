"""The acts on duties, by what brings them about: an event, the calendar, an ending, a notice, a decision, a new catalogue.

Each is atomic, audited and can be repeated. Callers say ``duties.actions.register_event(...)``.
"""

from gongkai.duties.actions.closing import (
    AlreadyClosed,
    IncompleteClosing,
    WithholdingPending,
    cancel,
    close_as_published,
    declare_nothing,
    refuse_personal_data,
    withhold,
)
from gongkai.duties.actions.corrections import correct_event
from gongkai.duties.actions.enforcement import Carried, Enforced, Kept, carry_over, enforce
from gongkai.duties.actions.event_lists import (
    OfAnotherOffice,
    PlannedEvent,
    Registered,
    plan_events_file,
    register_events,
    register_events_file,
)
from gongkai.duties.actions.events import SameKeyOtherEvent, register_event
from gongkai.duties.actions.handing_over import HandOverRefused, assign, hand_over, hand_over_all
from gongkai.duties.actions.limits import LimitDecided, LimitUnusable, decide_limit
from gongkai.duties.actions.notices import NoticeAdded, NoticeRefused, add_notice
from gongkai.duties.actions.periods import generate
from gongkai.duties.actions.reassessment import reopen, withhold_again
from gongkai.duties.actions.statutory import register_statutory
from gongkai.duties.actions.withholding import (
    AlreadyDecided,
    NotAnother,
    ProposalOpen,
    confirm_withholding,
    propose_withholding,
    return_withholding,
    take_back_withholding,
)
from gongkai.duties.queries.previews import NotHappened, NotInForce

__all__ = [
    "AlreadyClosed", "AlreadyDecided", "Carried", "Enforced", "HandOverRefused", "IncompleteClosing", "Kept", "LimitDecided",
    "LimitUnusable", "NotAnother", "NotHappened", "NotInForce", "NoticeAdded", "NoticeRefused", "OfAnotherOffice",
    "PlannedEvent", "ProposalOpen", "Registered", "SameKeyOtherEvent", "WithholdingPending", "add_notice", "assign", "cancel",
    "carry_over", "close_as_published", "confirm_withholding", "correct_event", "decide_limit", "declare_nothing", "enforce",
    "generate", "hand_over", "hand_over_all", "plan_events_file", "propose_withholding", "refuse_personal_data",
    "register_event", "register_events", "register_events_file", "register_statutory", "reopen", "return_withholding", "take_back_withholding",
    "withhold", "withhold_again",
]  # fmt: skip
