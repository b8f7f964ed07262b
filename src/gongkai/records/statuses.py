"""The states of records and of uploads, in one place."""

from django.db import models


class RecordStatus(models.TextChoices):
    """Whether the decision a record tells of still stands (行政处罚法 48: changed, withdrawn, unlawful, void)."""

    IN_FORCE = "in_force", "有效"
    CHANGED = "changed", "已变更"
    ANNULLED = "annulled", "已撤销"
    UNLAWFUL = "unlawful", "确认违法"
    VOID = "void", "确认无效"


class UploadState(models.TextChoices):
    """How far a table handed in has come."""

    READING = "reading", "正在读取"
    REFUSED = "refused", "不能读取"
    READY = "ready", "待核对"
    STORING = "storing", "正在保存"
    STORED = "stored", "已保存"


BUSY = (UploadState.READING, UploadState.STORING)
