"""Which of the fifteen items of 条例第二十条 a catalogue row falls under.

A row that cites 第二十条 with an item number says so itself; any other row is told by the nature of what it publishes.
The public site shows the catalogue in this order, and the annual report counts by it, so it is read once, here.
"""

import re

from gongkai.rules.catalogue_model import CatalogueItem
from gongkai.rules.instruments import canonical_title
from gongkai.rules.numerals import read_number

NAMES = {
    1: "行政法规、规章和规范性文件",
    2: "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    3: "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    4: "国民经济和社会发展统计信息",
    5: "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    6: "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
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
OTHER = 15

REGULATION = canonical_title("中华人民共和国政府信息公开条例")
NUMERAL = re.compile(r"[(（]\s*(十[一二三四五]?|[一二三四五六七八九])\s*[)）]")

# What is published is itself a document that binds the public: 第二十条(一).
DOCUMENT = re.compile(r"(?:办法|规定|细则|意见|规范性文件)(?:[(（](?:试行|暂行)[)）])?$")
# Told by the words of the path, the first that fits; licences stand before supervision, because a licence for
# 安全生产 is a licence. Recognitions (认定) and applications for funds are 其他对外管理服务事项: 第二十条(五).
NATURES = (
    (7, re.compile(r"预算|决算|三公")),
    (6, re.compile(r"处罚|行政强制|裁量")),
    (8, re.compile(r"收费|(?<!土地)(?<!房屋)征收")),
    (9, re.compile(r"政府采购|集中采购")),
    (5, re.compile(r"许可|审批|核准|核发|行政确认|认定|申报|办事指南|服务事项")),
    (14, re.compile(r"公务员|招考|招录")),
    (13, re.compile(r"监督检查|安全生产|双随机|随机抽查|产品质量|环境保护|公共卫生|食品药品")),
    (12, re.compile(r"突发|应急|预警")),
    (10, re.compile(r"重大建设项目|重大项目")),
    (4, re.compile(r"统计")),
    (3, re.compile(r"规划")),
    (11, re.compile(r"扶贫|乡村振兴|教育|医疗|社会保障|社会救助|就业")),
    (2, re.compile(r"机构|机关简介|职能|领导|联系方式|办公地址")),
    (1, re.compile(r"规章|规范性文件|行政法规|政策文件")),
)


def read_art20(item: CatalogueItem) -> int:
    """Return the number, 1 to 15, of the item of 条例第二十条 that this row falls under."""
    return _by_clause(item) or _by_nature(item)


def _by_clause(item: CatalogueItem) -> int | None:
    """Return the number that the cited clause names, when it names exactly one."""
    numbers = {
        read_number(numeral)
        for basis in item.bases
        if canonical_title(basis.title) == REGULATION
        for citation in basis.citations
        if "第二十条" in citation.article + citation.text
        for numeral in NUMERAL.findall(citation.article + citation.text)
    }
    return numbers.pop() if len(numbers) == 1 else None


def _by_nature(item: CatalogueItem) -> int:
    """Return the number by what is published: a document as such, then the words of the path, then of the content."""
    last = next((level for level in reversed(item.path) if level), "")
    if DOCUMENT.search(item.content.strip()) or DOCUMENT.search(last):
        return 1
    for text in ("/".join(item.path), item.content):
        for number, words in NATURES:
            if words.search(text):
                return number
    return OTHER
