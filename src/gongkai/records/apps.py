"""Names this room to Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Name the room."""

    name = "gongkai.records"
    label = "records"
    verbose_name = "结构化名单"
