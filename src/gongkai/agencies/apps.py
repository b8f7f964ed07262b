"""Names this room to Django."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Name the room."""

    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机构"
