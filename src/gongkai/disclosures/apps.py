"""Names this room to Django."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Name the room."""

    name = "gongkai.disclosures"
    label = "disclosures"
    verbose_name = "信息公开"
