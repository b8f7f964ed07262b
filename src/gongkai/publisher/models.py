"""The outbox: what changed and still has to reach the public files. Written in the transaction of the change itself."""

from datetime import datetime
from typing import Self

from django.db import models


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    """The words with which the outbox is asked for."""

    def pending(self) -> Self:
        """Keep what has not reached the files yet, oldest first."""
        return self.filter(done_at__isnull=True).order_by("id")

    def due(self, at: datetime) -> Self:
        """Keep what is pending and not put off beyond a moment, oldest first."""
        return self.pending().filter(models.Q(not_before__isnull=True) | models.Q(not_before__lte=at))

    def untried(self) -> Self:
        """Keep what has not failed yet."""
        return self.filter(attempts=0)


class OutboxEntry(models.Model):
    """One change: ``kind`` and ``key`` tell the portal which pages it touches."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待发布"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="outbox_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
