"""Names this room to Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Name the room."""

    name = "gongkai.catalogue"
    label = "catalogue"
    verbose_name = "主动公开事项目录"
