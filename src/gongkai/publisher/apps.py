"""Names this room to Django."""

from django.apps import AppConfig


class PublisherConfig(AppConfig):
    """Name the room."""

    name = "gongkai.publisher"
    label = "publisher"
    verbose_name = "发布"
