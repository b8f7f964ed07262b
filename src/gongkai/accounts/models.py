"""The people of the desk. Every account is one person and, where it has one, belongs to one office."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with an account; ``office`` is empty for the system administrator and auditors."""

    office = models.ForeignKey(
        "agencies.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="users", verbose_name="科室"
    )

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "用户"
