"""操作记录: who did what, when, and what it was before and after. Rows are only ever added (the database sees to it).

Names, not keys, are stored, so that live data can neither block nor alter what was recorded. Every way of searching has
its index ending in time and id, so that a page of a million entries is read from an index and never sorted.
"""

from django.db import models


class AuditEntry(models.Model):
    """One act. ``subject`` names what was acted on in words; ``subject_kind``/``subject_key`` find it again."""

    at = models.DateTimeField("时间", db_index=True)
    by = models.CharField("操作人", max_length=150)
    act = models.CharField("操作", max_length=60)
    subject_kind = models.CharField("对象类型", max_length=60)
    subject_key = models.CharField("对象编号", max_length=80)
    subject = models.CharField("对象", max_length=300)
    before = models.JSONField("之前", null=True)
    after = models.JSONField("之后", null=True)
    note = models.TextField("说明", blank=True)
    office_key = models.BigIntegerField("科室编号", null=True)  # whose people may look; a number, not a key

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "at", "id"], name="audit_by_subject"),
            models.Index(fields=["by", "at", "id"], name="audit_by_person"),
            models.Index(fields=["subject_kind", "at", "id"], name="audit_by_kind"),
            models.Index(fields=["office_key", "at", "id"], name="audit_by_office"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.act} {self.subject}"
