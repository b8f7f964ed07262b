"""The uniform sections of a 政府信息公开 platform (国办公开办函〔2019〕61号): their names and order are constants.

No editor can rename them; 依申请公开 stands beside the four.
"""

from dataclasses import dataclass

from gongkai.portal import addresses
from gongkai.portal.values import Link


@dataclass(frozen=True, slots=True)
class Column:
    """A section with what its meta tags say (ColumnName, ColumnDescription, ColumnKeywords, ColumnType)."""

    name: str
    url: str
    description: str
    keywords: str
    type: str


GUIDE = Column(
    "政府信息公开指南",
    addresses.GUIDE,
    "本机关政府信息的分类、编排体系、获取方式，以及政府信息公开工作机构的联系方式。",
    "政府信息公开指南,公开机构,联系方式",
    "信息公开指南",
)
RULES = Column(
    "政府信息公开制度",
    addresses.RULES,
    "政府信息公开条例和本机关公开事项所依据的法律、法规、规章和文件。",
    "政府信息公开制度,政府信息公开条例,公开依据",
    "政策文件",
)
STATUTORY = Column(
    "法定主动公开内容",
    addresses.STATUTORY,
    "本机关主动公开事项目录：按事项层级、责任科室和《条例》第二十条查找已经公开的信息。",
    "法定主动公开内容,主动公开事项目录,公开要素,公开时限",
    "信息公开目录",
)
REPORTS = Column(
    "政府信息公开年报",
    addresses.REPORTS,
    "本机关历年政府信息公开工作年度报告。",
    "政府信息公开年报,年度报告",
    "信息公开年报",
)
REQUESTS = Column(
    "依申请公开",
    addresses.REQUESTS,
    "公民、法人和其他组织向本机关申请获取政府信息的方式、需要提供的内容和答复期限。",
    "依申请公开,申请方式,答复期限",
    "依申请公开",
)

SECTIONS = (GUIDE, RULES, STATUTORY, REPORTS)
NEIGHBOURS = (REQUESTS,)

def links() -> tuple[Link, ...]:
    """Return the four sections and their neighbour, in the uniform order."""
    return tuple(Link(column.name, column.url, column.description) for column in (*SECTIONS, *NEIGHBOURS))
