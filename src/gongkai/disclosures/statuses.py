"""How a disclosure stands, and what a publication did.

    draft ──publish──► published ──correct──► published
                          └──withdraw──► withdrawn (a tombstone stays at its address)
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
