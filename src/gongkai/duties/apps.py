"""Names this room to Django."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Name the room."""

    name = "gongkai.duties"
    label = "duties"
    verbose_name = "公开义务"
