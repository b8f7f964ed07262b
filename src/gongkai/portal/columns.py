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

ART20 = {
    1: "行政法规、规章和规范性文件",
    2: "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    3: "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    4: "国民经济和社会发展统计信息",
    5: "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    6: "实施行政处罚、行政强制的依据、条件、程序以及具有一定社会影响的行政处罚决定",
    7: "财政预算、决算信息",
    8: "行政事业性收费项目及其依据、标准",
    9: "政府集中采购项目的目录、标准及实施情况",
    10: "重大建设项目的批准和实施情况",
    11: "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    12: "突发公共事件的应急预案、预警信息及应对情况",
    13: "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    14: "公务员招考的职位、名额、报考条件等事项以及录用结果",
    15: "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
}


def links() -> tuple[Link, ...]:
    """Return the four sections and their neighbour, in the uniform order."""
    return tuple(Link(column.name, column.url, column.description) for column in (*SECTIONS, *NEIGHBOURS))
