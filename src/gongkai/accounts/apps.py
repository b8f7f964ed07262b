"""Names this room to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Name the room."""

    name = "gongkai.accounts"
    label = "accounts"
    verbose_name = "账户"
