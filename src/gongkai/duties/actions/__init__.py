"""The acts on duties, by what brings them about: an event, the calendar, an ending, a notice, a decision, a new catalogue.

Each is atomic, audited and can be repeated. Callers say ``duties.actions.register_event(...)``.
"""

from gongkai.duties.actions.closing import (
    AlreadyClosed,
    IncompleteClosing,
    cancel,
    close_as_published,
    declare_nothing,
    refuse_personal_data,
    withhold,
)
from gongkai.duties.actions.corrections import correct_event
from gongkai.duties.actions.enforcement import Carried, Enforced, Kept, carry_over, enforce
from gongkai.duties.actions.event_lists import Registered, register_events, register_events_file
from gongkai.duties.actions.events import (
    NotHappened,
    NotInForce,
    SameKeyOtherEvent,
    register_event,
)
from gongkai.duties.actions.limits import LimitDecided, LimitUnusable, decide_limit
from gongkai.duties.actions.notices import NoticeAdded, NoticeRefused, add_notice
from gongkai.duties.actions.periods import generate
from gongkai.duties.actions.reassessment import reopen, withhold_again

__all__ = [
    "AlreadyClosed", "Carried", "Enforced", "IncompleteClosing", "Kept", "LimitDecided", "LimitUnusable", "NotHappened",
    "NotInForce", "NoticeAdded", "NoticeRefused", "Registered", "SameKeyOtherEvent", "add_notice", "cancel", "carry_over",
    "close_as_published", "correct_event", "decide_limit", "declare_nothing", "enforce", "generate", "refuse_personal_data",
    "register_event", "register_events", "register_events_file", "reopen", "withhold", "withhold_again",
]  # fmt: skip
