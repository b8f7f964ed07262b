"""Names this room to Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Name the room."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "公开网站"
