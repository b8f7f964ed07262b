"""Robots of chat groups and webhooks, by Apprise, with two of its plug-ins made to read what the service answers.

WeCom and DingTalk answer a refused message with HTTP 200 and an error number in the body; Apprise 2.3 takes that for
delivered. Ours read the number. Nothing here may show an address: Apprise's own words are listened to, numbers only.
"""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from apprise import AppriseAsset, NotifyBase, NotifyFormat, NotifyType
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark
from apprise.plugins.wecombot import NotifyWeComBot

from gongkai.messages.errors import BadChannel, NotDelivered
from gongkai.messages.letterheads import body_of, shortened, subject_of
from gongkai.messages.models import Delivery

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 10.0
ROOM = 1900  # bytes; WeCom takes 2048 of a text
KEYWORD = "；请核对机器人是否还在、关键词或加签是否正确"
ASSET = AppriseAsset(app_id="gongkai", app_desc="政府信息公开工作台", async_mode=False, http_redirects=False)


def _ask(plugin: Any, url: str, payload: dict[str, Any], params: dict[str, str] | None = None) -> bool:
    """Post to a service that answers with an ``errcode``; raise NotDelivered where it is not 0."""
    try:
        answer = requests.post(
            url, json=payload, params=params, timeout=plugin.request_timeout, verify=True, allow_redirects=False
        )
        code = answer.json().get("errcode") if answer.status_code == 200 else None
    except requests.Timeout as error:
        raise NotDelivered("对方没有按时答复", way_is_down=True) from error
    except (requests.RequestException, ValueError, AttributeError) as error:
        raise NotDelivered(f"连不上对方，或答复读不懂（{type(error).__name__}）", way_is_down=True) from error
    if code != 0:
        said = f"错误码 {code}{KEYWORD}" if isinstance(code, int) else f"HTTP {answer.status_code}"
        raise NotDelivered(f"对方没有接受（{said}）", way_is_down=True)
    return True


class WeCom(NotifyWeComBot):  # type: ignore[no-untyped-call]
    """A robot in a WeCom group."""

    def send(self, body: str, title: str = "", notify_type: NotifyType = NotifyType.INFO, **kwargs: Any) -> bool:
        """Send a text."""
        return _ask(self, self.api_url, {"msgtype": "text", "text": {"content": body}})


class DingTalk(NotifyDingTalk):  # type: ignore[no-untyped-call]
    """A robot in a DingTalk group."""

    def send(
        self,
        body: str,
        title: str = "",
        notify_type: NotifyType = NotifyType.INFO,
        body_format: NotifyFormat | None = None,
        **kwargs: Any,
    ) -> bool:
        """Send a text, signed where the robot has a secret."""
        sign = dict(zip(("timestamp", "sign"), self.signature(), strict=True)) if self.secret else None
        payload = {"msgtype": "text", "text": {"content": f"{title}\n{body}" if title else body}}
        return _ask(self, self.notify_url.format(token=self.token), payload, sign)

    def signature(self) -> tuple[str, str]:
        """Return moment and signature; Apprise 2.3 quotes it for the address, and requests once more: too often."""
        moment, quoted = self.get_signature()  # type: ignore[no-untyped-call]
        return str(moment), unquote(str(quoted))


PLUGINS: dict[str, type[NotifyBase]] = {
    "wecombot": WeCom,
    "dingtalk": DingTalk,
    "feishu": NotifyFeishu,
    "lark": NotifyLark,
    "json": NotifyJSON,
    "jsons": NotifyJSON,
}


def plugin_for(url: str) -> Any:
    """Return the plug-in of an address that was kept; raise BadChannel where Apprise cannot read it."""
    kind = PLUGINS.get(urlsplit(url).scheme)
    parsed = kind.parse_url(url) if kind else None
    if not kind or not parsed:
        raise BadChannel("地址读不懂：请重新设置这个渠道。")
    try:
        made = kind(**(parsed | {"asset": ASSET}))
    except TypeError as error:  # Apprise's own refusals are TypeErrors, and quote the address
        raise BadChannel("地址里的密钥读不懂：请重新从机器人设置里复制。") from error
    made.socket_connect_timeout, made.socket_read_timeout = CONNECT_SECONDS, ANSWER_SECONDS
    return made


def send(delivery: Delivery) -> None:
    """Send one message to its channel; raise NotDelivered where it was not taken."""
    channel = delivery.channel
    if channel is None or not channel.is_active:
        raise NotDelivered("渠道已经移除", for_good=True)
    try:
        plugin = plugin_for(channel.url)
    except BadChannel as error:
        raise NotDelivered(str(error), for_good=True) from None
    text = shortened(body_of(delivery.message), ROOM - len(subject_of(delivery.message).encode()))
    with _listening() as heard:
        taken = plugin.notify(
            body=text or delivery.message.subject,  # Apprise takes no empty body
            title=subject_of(delivery.message),
            notify_type=NotifyType.INFO,
            body_format=NotifyFormat.TEXT,
        )
    if not taken:
        raise NotDelivered(_reason(" ".join(heard)), way_is_down=True)


def _reason(heard: str) -> str:
    if found := re.search(r"\bcode=(-?[0-9]+)", heard):
        return f"对方没有接受（错误码 {found[1]}{KEYWORD}）"
    if found := re.search(r"(?:error=|failed: )([1-5][0-9]{2})\b", heard):
        return f"对方没有接受（HTTP {found[1]}）"
    return "连不上对方，或对方没有按时答复"


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what Apprise says in this thread."""
    heard: list[str] = []
    thread = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                heard.append(record.getMessage())

    logger, ear = logging.getLogger("apprise"), Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
