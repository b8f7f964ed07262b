"""The ways a duty stands and the five ways it ends.

    open ──► due soon ──► overdue
      └─────────┴────────────┴──► published on time | published late | nothing this period | withheld | cancelled

Only what ends a duty is stored (``Closing``); everything else is derived from dates.
"""

from django.db import models


class Closing(models.TextChoices):
    """What closed a duty."""

    PUBLISHED = "published", "已公开"
    NOTHING = "nothing", "本期无公开内容"
    WITHHELD = "withheld", "依法不予公开"
    CANCELLED = "cancelled", "已撤销"


class State(models.TextChoices):
    """How a duty stands on a given day: two open states before it is late, then the five endings."""

    OPEN = "open", "待公开"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "已逾期"
    ON_TIME = "published_on_time", "按期公开"
    LATE = "published_late", "逾期公开"
    NOTHING = "nothing", "本期无公开内容"
    WITHHELD = "withheld", "依法不予公开"
    CANCELLED = "cancelled", "已撤销"


RUNNING = (State.OPEN, State.DUE_SOON, State.OVERDUE)
ENDINGS = (State.ON_TIME, State.LATE, State.NOTHING, State.WITHHELD, State.CANCELLED)


class Trigger(models.TextChoices):
    """The events that start a limit (system.md 3)."""

    FORMED = "formed", "信息形成"
    CHANGED = "changed", "信息变更"
    OBTAINED = "obtained", "获取信息"
    ISSUED = "issued", "颁发"
    DECIDED = "decided", "作出决定"
    APPROVED = "approved", "批准"
    RECEIVED = "received", "收到"
    PUBLISHED = "published", "公布"


class Decided(models.TextChoices):
    """What became of a proposal to withhold; one that is open has none of these."""

    CONFIRMED = "confirmed", "同意不予公开"
    RETURNED = "returned", "退回"
    TAKEN_BACK = "taken_back", "申请人撤回"
