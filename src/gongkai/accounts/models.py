"""The people of the desk. Every account is one person and, where it has one, belongs to one office."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with an account; ``office`` is empty for the system administrator and auditors."""

    office = models.ForeignKey(
        "agencies.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="users", verbose_name="科室"
    )

    one_time_password = models.CharField("一次性密码（散列）", max_length=128, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "用户"

    @property
    def must_change_password(self) -> bool:
        """Tell whether the password is still the one that was printed or handed out once."""
        return bool(self.one_time_password) and self.password == self.one_time_password
