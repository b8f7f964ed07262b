"""What the columns of a catalogue are called, in all the ways seen in the wild (norms 9.2, 9.3), and what each means.

A heading is compared without blanks, line breaks and bracketed remarks, so ``事项类别(法 定公开、其他)`` is
``事项类别``. A heading that is not known is not an error: its column is kept among the item's extras under its own name.
"""

import re
from functools import lru_cache
from typing import Literal

from gongkai.rules.catalogue_words import bare

Role = Literal[
    "number", "level", "item", "content", "basis", "clause", "rank", "limit", "cycle", "retention", "agency",
    "category", "channels", "mode", "audience", "everyone", "groups", "tiers", "office", "extra",
]  # fmt: skip

_NAMES: dict[Role, str] = {
    "number": "序号 编号 代码 编码 事项编号 事项编码 项目编号 序",
    "item": "公开事项 事项名称 公开事项名称 主动公开事项 事项 公开项目 公开目录 公开栏目",
    "content": "公开内容 内容规范 公开要素 公开内容要素 公开内容和要素 内容要素 具体内容 公开具体内容",
    "basis": "公开依据 依据 法律依据 法规依据 政策依据 公开依据文件 依据名称",
    "clause": "条款内容 依据条款 条款 具体条款 依据内容 依据条款内容",
    "rank": "依据效力位阶 效力位阶 依据位阶 位阶 效力层级 依据效力层级",
    "limit": "公开时限 时限 公开时间 公开期限 时限要求 公开时限要求",
    "cycle": "更新周期 更新频率 更新时限 更新要求",
    "retention": "公开时长 保留时限 保留期限 保留时间 公开保留时间",
    "agency": "公开主体 责任主体 发布主体 公开责任主体 公开机构 发布机构 公开单位",
    "category": "事项类别 事项类型 公开类别 公开类型",
    "channels": "公开渠道和载体 公开渠道及载体 公开渠道 公开载体 公开形式 公开平台 公开途径 渠道和载体 发布渠道",
    "mode": "公开方式 公开属性 主动 主动公开 依申请 依申请公开",
    "audience": "公开对象 公开范围",
    "everyone": "全社会 全社 社会公众 面向全社会",
    "groups": "特定群体 特定群众 特定对象 特定人群",
    "tiers": "公开层级 公开级别",
    "office": "责任科室 责任处室 责任部门 责任股室 责任单位 承办科室 承办处室 业务处室 业务科室 主管处室 牵头处室",
    "extra": "对应职责 网站所属栏目 所属栏目 备注 五公开 公开 说明",
}
_ROLES: dict[str, Role] = {name: role for role, names in _NAMES.items() for name in names.split()}
_REMARK = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_LEVEL = re.compile(r"第?([一二三四五六1-6])级(?:公开)?(?:事项|目录|栏目|指标|分类|类目|主题|标题|名称|项目)*")
_DIGITS = {sign: place for place, pair in enumerate(("一1", "二2", "三3", "四4", "五5", "六6"), 1) for sign in pair}
_GROUP_ROLES: frozenset[Role | None] = frozenset({"item", "mode", "audience", "tiers"})
_SUB_ROLES: frozenset[Role | None] = frozenset({"level", "mode", "everyone", "groups"})
_TIER = re.compile(r".{0,4}[级乡镇村县市旗街]")
LONGEST = 40
EXPECTED = "公开事项（一级、二级、三级）、公开内容（要素）、公开依据、公开时限、公开主体、公开渠道、公开对象、责任科室"


@lru_cache(maxsize=2048)
def heading(text: str) -> str:
    """Return a heading as compared: no blanks, no bracketed remark, no colon.

    >>> heading("公开渠道\\n和载体："), heading("责任部门(处室)")
    ('公开渠道和载体', '责任部门')
    """
    whole = bare(text).strip("：:*＊")
    return _REMARK.sub("", whole) or whole


def role_of(text: str) -> Role | None:
    """Return what a heading means, or None for one that is not known.

    >>> role_of("公开 时限"), role_of("三级目录"), role_of("领导分工")
    ('limit', 'level', None)
    """
    return _known_role(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=2048)
def _known_role(text: str) -> Role | None:
    name = heading(text)
    return "level" if _LEVEL.fullmatch(name) else _ROLES.get(name)


def level_of(text: str) -> int:
    """Return which level a heading such as ``二级事项`` names, 0 for none.

    >>> level_of("二级 事项"), level_of("公开事项")
    (2, 0)
    """
    match = _LEVEL.fullmatch(heading(text))
    return _DIGITS[match[1]] if match else 0


def is_group(text: str) -> bool:
    """Say whether a heading may stand over sub-columns (公开事项, 公开对象, 公开方式, 公开层级)."""
    return role_of(text) in _GROUP_ROLES


def is_sub(text: str) -> bool:
    """Say whether a heading is one that stands under another (一级事项, 全社会, 依申请)."""
    return role_of(text) in _SUB_ROLES


def belongs_under(group: str, sub: str) -> bool:
    """Say whether ``sub`` is a sub-column of ``group``.

    >>> [belongs_under("公开事项", sub) for sub in ("二级事项", "全社会")], belongs_under("公开层级", "乡、村级")
    ([True, False], True)
    """
    over, under = role_of(group), role_of(sub)
    if over == "item":
        return under in ("level", "item")
    if over == "audience":
        return under in ("everyone", "groups")
    if over == "mode":
        return under == "mode"
    return over == "tiers" and under is None and _TIER.fullmatch(heading(sub)) is not None


def role_under(group: str, sub: str) -> Role:
    """Return the role of a sub-column under its group heading; the group decides where the sub's own word is free.

    >>> role_under("公开层级", "县级"), role_under("公开对象", "办事群众"), role_under("公开事项", "子项")
    ('tiers', 'groups', 'level')
    """
    over, under = role_of(group), role_of(sub)
    if over == "tiers" or over == "mode":
        return over
    if over == "audience":
        return "everyone" if under == "everyone" else "groups"
    if over == "item" and under not in ("number", "content"):
        return "level"
    return under or "extra"
