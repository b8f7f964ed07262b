"""Names this room to Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Name the room."""

    name = "gongkai.desk"
    label = "desk"
    verbose_name = "工作台"
