"""The marks by which copied content is known again: hashes of what was published, by part, findable by item.

Marks say nothing of titles and white space. They are derived from publications and can be made anew at any time; what
the parts are is said in ``likeness``.
"""

from django.db import models


class ContentMark(models.Model):
    """One hash of one part (``whole``, ``undated``, ``body``, ``values``, ``file``, ``list``) of what the public can read now."""

    disclosure = models.ForeignKey("disclosures.Disclosure", on_delete=models.CASCADE, related_name="content_marks")
    item = models.ForeignKey("catalogue.Item", on_delete=models.CASCADE, related_name="content_marks")
    part = models.CharField("部分", max_length=10)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "内容特征"
        indexes = [models.Index(fields=["item", "sha256"], name="content_mark_by_item")]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "part", "sha256"], name="content_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.sha256[:12]}"
