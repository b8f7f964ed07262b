"""The project as a Django app: it carries the commands that belong to no room."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Name the project app."""

    name = "gongkai.project"
    label = "project"
    verbose_name = "系统"
