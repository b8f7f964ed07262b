"""How a disclosure stands, what a publication did, and how a review goes.

    draft ──publish──► published ──correct──► published
                          ├──supersede, extend, expire──► published (by themselves: no word of the content is new)
                          └──withdraw──► withdrawn (a tombstone stays at its address)

    submit ─► office ─► secrecy ─► release ─► (its hour) ─► released
                └──────────┴──────────┴─► returned      any edit ─► void      its author ─► taken back
"""

from django.db import models


class Status(models.TextChoices):
    """How a disclosure stands."""

    DRAFT = "draft", "拟稿"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤回"


class Act(models.TextChoices):
    """What one publication did."""

    PUBLISH = "publish", "首次公开"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤回"
    SUPERSEDE = "supersede", "被取代"
    EXTEND = "extend", "公示延长"
    EXPIRE = "expire", "到期撤下"


class Validity(models.TextChoices):
    """有效性 of a document (norms 1.5, 1.6)."""

    VALID = "valid", "有效"
    AMENDED = "amended", "已修改"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"


class Confinement(models.TextChoices):
    """Who may see a draft."""

    OFFICE = "office", "本科室和审查人员"
    NAMED = "named", "仅限指定的人"


class Ending(models.TextChoices):
    """How a run of the chain ended."""

    RELEASED = "released", "已公开"
    RETURNED = "returned", "已退回"
    VOID = "void", "修改后作废"
    TAKEN_BACK = "taken_back", "送审人撤回"


class Outcome(models.TextChoices):
    """What an opinion says."""

    APPROVE = "approve", "同意"
    RETURN = "return", "退回"


class SecrecyOutcome(models.TextChoices):
    """The outcome of the secrecy review (条例 14, 17)."""

    CLEAR = "clear", "不涉密，可以公开"
    SECRET = "secret", "涉密，不得公开"
    UNSURE = "unsure", "不能确定，须报有关主管部门或保密行政管理部门"


class Attribute(models.TextChoices):
    """公开属性 (norms 10.1)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class OutsideOutcome(models.TextChoices):
    """What someone without an account says."""

    AGREE = "agree", "同意公开"
    CHANGE = "change", "建议修改"
    OBJECT = "object", "不同意公开"


class ObjectionFinding(models.TextChoices):
    """What an office found about an objection."""

    UPHELD = "upheld", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_UPHELD = "not_upheld", "不予采纳"


class ObjectionState(models.TextChoices):
    """How far an objection has come."""

    RECEIVED = "received", "待处理"
    HANDLED = "handled", "待确认"
    CONFIRMED = "confirmed", "已办结"
