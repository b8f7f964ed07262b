"""The words around a message: what every letter begins with, where it leads, how much a chat group can take."""

from django.conf import settings

from gongkai.messages.models import Message

HEAD = "【政府信息公开】"  # robots of DingTalk and Feishu may ask for a keyword: 政府信息公开 is always there
CUT = "……其余请到工作台查看。"


def subject_of(message: Message) -> str:
    """Return the subject as it travels."""
    return f"{HEAD}{message.subject}"


def body_of(message: Message) -> str:
    """Return the text with its link as it travels."""
    link = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + message.path if message.path else ""
    return "\n\n".join(part for part in (message.text, link and f"请到工作台办理：{link}") if part)


def shortened(text: str, room: int) -> str:
    """Return whole lines of a text that fit into so many bytes, saying so where some are left out.

    >>> shortened("第一行\\n第二行", 100)
    '第一行\\n第二行'
    """
    if len(text.encode()) <= room:
        return text
    kept: list[str] = []
    left = room - len(CUT.encode())
    for line in text.split("\n"):
        left -= len(line.encode()) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join([*kept, CUT])
