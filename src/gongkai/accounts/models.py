"""The people of the desk: one account is one person. What they may do follows from their appointments.

A username is never changed and never given to another person, and accounts are never removed: what is recorded by
username stays true. Who has left is deactivated.
"""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from gongkai.accounts.roles import OF_AN_OFFICE, Role
from gongkai.agencies.models import Office


class User(AbstractUser):
    """A person with an account; ``office`` is where they work, empty for the system administrator and auditors."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="users", verbose_name="科室"
    )
    is_sample = models.BooleanField("示例", default=False)
    one_time_password = models.CharField("一次性密码（散列）", max_length=128, blank=True, editable=False)
    feed_key = models.CharField("日历订阅密钥", max_length=43, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "用户"

    @property
    def must_change_password(self) -> bool:
        """Tell whether the password is still the one that was printed or handed out once."""
        return bool(self.one_time_password) and self.password == self.one_time_password

    @property
    def full_name(self) -> str:
        """Return the person's name as it is written in Chinese, or the username where none is known."""
        return f"{self.last_name}{self.first_name}" or self.username

    def __str__(self) -> str:
        return f"{self.full_name}（{self.username}）" if self.full_name != self.username else self.username


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """The words with which appointments are asked for."""

    def on(self, day: dt.date) -> Self:
        """Keep the appointments that hold on a day, of people whose account is active."""
        return self.filter(user__is_active=True, since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Appointment(models.Model):
    """A person holds a role, in one office or in the whole agency, from a day until a day (both included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", verbose_name="人员")
    role = models.CharField("角色", max_length=20, choices=Role)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="科室"
    )
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    made_at = models.DateTimeField("任命时间")
    made_by = models.CharField("任命人", max_length=150)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任命"
        ordering = ["user", "role", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="appointment_dates_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OF_AN_OFFICE) | Q(office__isnull=False), name="appointment_of_an_office_names_it"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "office"], condition=Q(until__isnull=True), name="appointment_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}：{self.get_role_display()}" + (f"（{self.office}）" if self.office else "")


class Leave(models.Model):
    """A person is away from a day until a day (both included), and a deputy acts in all their roles meanwhile."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="leaves", verbose_name="人员")
    deputy = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="deputising", verbose_name="代理人"
    )
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "休假"
        ordering = ["-first_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="leave_dates_in_order"),
            models.CheckConstraint(condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="leave_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}（{self.first_on}至{self.last_on}）"


class SignInFailures(models.Model):
    """How often in a row somebody at one address failed to sign in as one user, and until when they must wait.

    The row goes with the first success; rows a day old are swept out.
    """

    username = models.CharField("用户名", max_length=150)
    address = models.CharField("来源地址", max_length=45)
    count = models.PositiveSmallIntegerField("次数")
    since_at = models.DateTimeField("首次失败时间", db_index=True)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        ordering = ["-since_at"]
        constraints = [models.UniqueConstraint(fields=["username", "address"], name="failures_once_per_user_and_address")]

    def __str__(self) -> str:
        return f"从{self.address}登录"  # without the name: people type passwords into the wrong field
