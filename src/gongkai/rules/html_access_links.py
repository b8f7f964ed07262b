"""Whether the links of a body lead somewhere, for everybody, from outside the house. No address is ever asked.

Only what the address itself shows is judged: that it is one, that it is not of an inner network, that it names no
password, and that it hands out no file which another site may change or take away.
"""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from gongkai.rules.findings import Finding
from gongkai.rules.html_access_reading import Reading

VAGUE = {
    "点击这里", "点击此处", "请点击这里", "请点击此处", "点此", "点这里", "这里", "此处", "点击", "点击查看", "查看", "查看详情", "详情", "更多",
    "链接", "网址", "下载", "点击下载", "click here", "here", "more", "link",
}  # fmt: skip
FILES = re.compile(r"\.(?:docx?|xlsx?|pptx?|wps|et|pdf|ofd|zip|rar|7z|csv|txt|jpe?g|png|mp4)$", re.I)
DISKS = re.compile(r"(?:^|\.)(?:pan\.baidu\.com|aliyundrive\.com|alipan\.com|115\.com|weiyun\.com|cloud\.189\.cn|lanzou\w?\.com|quark\.cn)$")
INNER_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|lan|intra|intranet|internal|corp|home|localdomain)$", re.I)
HOST = re.compile(r"(?=.{1,253}$)(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W_]{2,63}", re.U)
DANGEROUS = re.compile(r"""href\s*=\s*["']?\s*(javascript|vbscript|data|file|blob)\s*:""", re.I)
STRAY = re.compile(r"[\s，。；：、“”‘’（）《》【】<>\\^`{|}]")
SHOWN = 3


def dangerous(raw: str) -> Iterator[Finding]:
    """Yield the links of a body, not yet cleaned, that would run something or open a reader's own file."""
    schemes = list(dict.fromkeys(match[1].lower() for match in DANGEROUS.finditer(raw)))
    if schemes:
        yield Finding("link_dangerous", "warning", f"正文的链接使用了{'、'.join(schemes)}，公开时会去掉：请改成网页地址，或删除链接。", field="body")


def link_faults(reading: Reading, *, own_hosts: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Yield what is wrong with the links of a body, one finding for each kind with the words of the links."""
    found: dict[str, list[str]] = {}
    for number, link in enumerate((each for each in reading.elements if each.tag == "a"), 1):
        words = reading.words(link).strip()
        said = f"第{number}个链接“{words[:20]}”" if words else f"第{number}个链接"
        for kind in faults(words, link.attributes.get("href", ""), own_hosts=own_hosts):
            found.setdefault(kind, []).append(said)
    for kind, places in found.items():
        listed = "、".join(places[:SHOWN]) + (f"等{len(places)}处" if len(places) > SHOWN else "")
        yield Finding(kind, "warning", f"正文{listed}{WORDS[kind]}", field="body")


WORDS = {
    "link_empty": "没有文字：请写明链接到什么，或删除。",
    "link_vague": "没有说明链接到什么：请写成“某某办法全文”这样的文字。",
    "link_nowhere": "没有地址：请填写完整的网址，或去掉链接。",
    "link_malformed": "的地址不是完整、正确的网址：请从浏览器地址栏重新复制。",
    "link_local": "指向内部网络或本机，公众打不开：请改成公众能打开的网址。",
    "link_with_password": "的地址里带有用户名或密码：请删除。",
    "link_to_file": "指向其他网站或网盘上的文件，随时可能失效或被改：请把文件作为附件上传。",
    "link_unencrypted": "使用不加密的 http：对方支持的话请改成 https。",
}


def faults(words: str, href: str, *, own_hosts: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the kinds of what is wrong with one link.

    >>> list(faults("点击这里", "http://192.168.1.2/a.doc"))
    ['link_vague', 'link_local']
    >>> list(faults("办法全文", "https://www.example.gov.cn/a.html"))
    []
    """
    if not words:
        yield "link_empty"
    elif words.strip("（）()【】[]>》 …。").lower() in VAGUE:
        yield "link_vague"
    yield from address_faults(href.strip(), own_hosts)


def address_faults(href: str, own_hosts: frozenset[str]) -> Iterator[str]:
    """Yield the kinds of what is wrong with one address."""
    if not href:
        yield "link_nowhere"
        return
    if href.lower().startswith("mailto:"):
        if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+", unquote(href[7:].partition("?")[0])):
            yield "link_malformed"
        return
    parts = split(href)
    if parts is None:
        yield "link_malformed"
        return
    host = parts.hostname or ""
    if parts.username or parts.password:
        yield "link_with_password"
    if is_inner(host):
        yield "link_local"
    elif not (HOST.fullmatch(host) or is_address(host)):
        yield "link_malformed"
    elif host not in own_hosts and (FILES.search(unquote(parts.path)) or DISKS.search(host)):
        yield "link_to_file"
    elif parts.scheme == "http":
        yield "link_unencrypted"


def split(href: str) -> SplitResult | None:
    """Take a web address apart; None when it is none."""
    try:
        parts = urlsplit(href)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    stray = STRAY.search(href) or href.lower().count("http://") + href.lower().count("https://") > 1 + ("?" in href)
    return None if stray or parts.scheme not in ("http", "https") or not parts.hostname else parts


def is_address(host: str) -> bool:
    """Tell a number address from a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_inner(host: str) -> bool:
    """Tell what can only be reached inside a house: private and loopback addresses, names without a dot.

    >>> [is_inner(host) for host in ("10.1.2.3", "oa", "fe80::1", "www.gov.cn", "8.8.8.8")]
    [True, True, True, False, False]
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or bool(INNER_NAMES.search(host))
    return not address.is_global
