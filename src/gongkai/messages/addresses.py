"""The addresses of channels: what may be pasted, what is kept, what is shown.

A person's own robot can only stand at one of four known services, so that nobody can make the server call an address
of their choice; a webhook elsewhere, perhaps inside the department's network, is set by the administrator.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from gongkai.messages.errors import BadChannel

SERVICES = {"wecombot": "企业微信", "dingtalk": "钉钉", "feishu": "飞书", "lark": "Lark"}
WEBHOOKS = ("json", "jsons")
PASTED = (  # the addresses as the services show them
    (re.compile(r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9_-]+)"), "wecombot"),
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=([A-Za-z0-9]+)"), "dingtalk"),
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([A-Za-z0-9_-]+)/?"), "feishu"),
    (re.compile(r"https://open\.larksuite\.com/open-apis/bot/v2/hook/([A-Za-z0-9_-]+)/?"), "lark"),
)
TOKEN = re.compile(r"(wecombot|feishu|lark)://([A-Za-z0-9_-]{6,100})/?|(dingtalk)://(?:([A-Za-z0-9]{6,100})@)?([A-Za-z0-9]{6,100})/?")
OURS = {"rto", "cto", "retry", "wait", "redirect", "overflow", "format", "store", "tz", "emojis", "optional", "tags"}  # we decide
HOW = (
    "请粘贴群机器人的 Webhook 地址，例如 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…（企业微信）、"
    "https://oapi.dingtalk.com/robot/send?access_token=…（钉钉）、https://open.feishu.cn/open-apis/bot/v2/hook/…（飞书）"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is kept (with its secret) and as it is shown."""

    url: str
    masked: str


def read_address(pasted: str, *, secret: str = "", own: bool) -> Address:
    """Read what was pasted; ``secret`` is DingTalk's 加签, ``own`` restricts it to the known services.

    >>> read_address("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4", own=True).masked
    '企业微信 …4bc4'
    """
    text, secret = pasted.strip(), secret.strip()
    for pattern, scheme in PASTED:
        if found := pattern.fullmatch(text):
            text = f"{scheme}://{found[1]}"
    if found := TOKEN.fullmatch(text):
        return _of_service(found, secret)
    scheme = text.partition("://")[0].lower()
    if scheme in WEBHOOKS and not own:
        return _of_webhook(text)
    if scheme in WEBHOOKS:
        raise BadChannel("自己的渠道只能用企业微信、钉钉、飞书的群机器人；其他接口请系统管理员设置。")
    raise BadChannel(f"这个地址不能用：{HOW}" + ("。" if own else "；其他系统的接口写 json://主机:端口/路径（https 写 jsons://）。"))


def _of_service(found: re.Match[str], secret: str) -> Address:
    scheme, token = found[1] or found[3], found[2] or found[5]
    secret = secret or found[4] or ""
    if secret and scheme != "dingtalk":
        raise BadChannel("只有钉钉机器人可以填加签密钥；其他机器人请在安全设置里用关键词“政府信息公开”。")
    if secret and not re.fullmatch(r"[A-Za-z0-9]{6,100}", secret):
        raise BadChannel("加签密钥只有字母和数字，请从钉钉机器人的安全设置里重新复制。")
    return Address(f"{scheme}://{secret + '@' if secret else ''}{token}", f"{SERVICES[scheme]} …{token[-4:]}")


def _of_webhook(text: str) -> Address:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        raise BadChannel("接口地址写得不对：请写成 json://主机:端口/路径，例如 json://10.0.0.5:8080/hook。")
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in OURS])
    shown = f"接口 {host}" + (f":{port}" if port else "")
    return Address(parts._replace(scheme=parts.scheme.lower(), query=query, fragment="").geturl(), shown[:120])
