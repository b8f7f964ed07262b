"""Names this room to Django."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Name the room; Django's own passing notices already have the plain label."""

    name = "gongkai.messages"
    label = "gongkai_messages"
    verbose_name = "消息"
