"""Names this room to Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Name the room."""

    name = "gongkai.audit"
    label = "audit"
    verbose_name = "操作记录"
