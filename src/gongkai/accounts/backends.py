"""Lets in whoever holds a role, and gives no other permission: what one may do is asked of roles, not of a permission table."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from gongkai.accounts.models import Appointment, User


class RoleBackend(ModelBackend):
    """Sign-in by username and password; the only permission is entry to the desk."""

    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:
        """Allow entry to everyone who was ever appointed; everything behind it asks for a role held today."""
        if perm != "wagtailadmin.access_admin" or not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        if not hasattr(user_obj, "_may_enter"):
            user_obj._may_enter = Appointment.objects.filter(user=user_obj).exists()  # type: ignore[attr-defined]
        return bool(user_obj._may_enter)  # type: ignore[attr-defined]

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Nothing is allowed by app."""
        return False

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        """Name the one permission where it holds."""
        return {"wagtailadmin.access_admin"} if self.has_perm(user_obj, "wagtailadmin.access_admin") else set()
