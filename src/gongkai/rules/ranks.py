"""The rank an instrument can have: by what is known of it, by the form of its issue, by its title (立法法; norms 12).

Each test only rules ranks out; a rank is read where one is left, and never guessed. So a title such as 办法, which
proves nothing, gives None, and a stated rank is called impossible only where every remaining rank contradicts it.
"""

import re

from gongkai.rules.instruments import STATE, canonical_title, known

LAW, REGULATION, LOCAL, AUTONOMOUS = "法律", "行政法规", "地方性法规", "自治条例和单行条例"
MINISTRY_RULE, LOCAL_RULE, NORMATIVE = "部门规章", "地方政府规章", "规范性文件"
SUPERVISION, JUDICIAL, PARTY, STANDARD, CONSTITUTION = "监察法规", "司法解释", "党内法规", "标准", "宪法"
LEGISLATION = (CONSTITUTION, LAW, REGULATION, SUPERVISION, LOCAL, AUTONOMOUS, MINISTRY_RULE, LOCAL_RULE)
ORDER = (*LEGISLATION, NORMATIVE, JUDICIAL, PARTY, STANDARD)
ALL = frozenset(ORDER)
MEASURES = ("办法", "规定", "细则", "规则")
NATIONAL = frozenset({CONSTITUTION, LAW, REGULATION, SUPERVISION, MINISTRY_RULE, JUDICIAL})

PROVINCES = (
    "北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|山东省|河南省|湖北省|湖南省|广东省|"
    "海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区"
)
AUTONOMY = re.compile(r"^(?!中华)[\u4e00-\u9fff]{2,12}?自治[州县旗]")
# A city's name; 城市, 上市, 市场 and the like at the head of a national title are no cities.
REGION = re.compile(rf"^(?:{PROVINCES}|[\u4e00-\u9fff]{{1,4}}[^城上]市(?![场政容民])|(?:兴安|锡林郭勒|阿拉善)盟)")
PARTY_HEAD = re.compile(r"^(?:中国共产党|中共|党政机关|党政领导|中央办公厅)")
PAPER = re.compile(
    r"(?:通知|意见|通告|通报|批复|复函|的函|指南|指引|要点|关于.+的公告|(?:实施|工作|行动|处置|改革|试点)方案|行动计划)$"
)
TAIL_NOTE = re.compile(r"(?:\([^()]*\))+$")
NOT_A_LAW = ("办法", "方法", "做法", "算法", "执法", "司法", "立法", "普法", "用法")
# 条例 that the Standing Committee of the National People's Congress itself passed as laws.
LAWS_NAMED_REGULATION = frozenset(
    {"户口登记条例", "学位条例", "人民警察警衔条例", "海关关衔条例", "消防救援衔条例", "中国人民解放军军官军衔条例"}
)
RULES_BY_ORDER_SINCE = 2002  # 规章制定程序条例 in force: since then a rule has an order, not a 〔year〕 number

STATED = {
    "宪法": {CONSTITUTION},
    "法律": {LAW},
    "行政法规": {REGULATION},
    "监察法规": {SUPERVISION},
    "地方性法规": {LOCAL},
    "地方法规": {LOCAL},
    "自治条例": {AUTONOMOUS},
    "单行条例": {AUTONOMOUS},
    "自治条例和单行条例": {AUTONOMOUS},
    "法规": {REGULATION, LOCAL, SUPERVISION, AUTONOMOUS},
    "规章": {MINISTRY_RULE, LOCAL_RULE},
    "部门规章": {MINISTRY_RULE},
    "国务院部门规章": {MINISTRY_RULE},
    "部委规章": {MINISTRY_RULE},
    "地方政府规章": {LOCAL_RULE},
    "政府规章": {LOCAL_RULE},
    "地方规章": {LOCAL_RULE},
    "司法解释": {JUDICIAL},
    "其他": set(ALL),
}


def possible_ranks(title: str, number: str | None = None) -> frozenset[str]:
    """Give every rank that this instrument can have; the whole list when nothing is known.

    >>> sorted(possible_ranks("内蒙古自治区禁毒条例"))
    ['地方性法规']
    >>> "行政法规" in possible_ranks("内蒙古自治区麻黄草收购许可证管理办法")
    False
    """
    instrument = known(title)
    if instrument and instrument.rank:
        return frozenset({instrument.rank})
    by_title = _by_title(title)
    return by_title & _by_number(number or "") or by_title


def read_rank(title: str, number: str | None = None) -> str | None:
    """Read the true rank in the catalogue's own coarse words, or None where it cannot be known.

    >>> read_rank("食盐专营办法"), read_rank("内蒙古自治区企业技术中心管理办法")
    ('行政法规', None)
    >>> read_rank("内蒙古自治区企业技术中心管理办法", "内工信科电字〔2021〕10号")
    '规范性文件'
    """
    ranks = possible_ranks(title, number)
    return next(iter(ranks)) if len(ranks) == 1 else None


def stated_ranks(word: str) -> frozenset[str]:
    """Give the ranks that a word of the 依据效力位阶 column can mean; none when the word is no rank (法律法规).

    >>> sorted(stated_ranks("规章")), stated_ranks("法律法规")
    (['地方政府规章', '部门规章'], frozenset())
    """
    plain = re.sub(r"\s", "", word)
    if plain in STATED:
        return frozenset(STATED[plain])
    if re.search(r"党内法规|党的|党内", plain):
        return frozenset({PARTY, NORMATIVE})
    if plain.endswith("标准"):
        return frozenset({STANDARD})
    return frozenset({NORMATIVE}) if plain.endswith("文件") else frozenset()


def in_region(title: str) -> bool:
    """Tell whether a title opens with the name of a province, city, league or autonomous area."""
    return bool(REGION.match(title) or AUTONOMY.match(title))


def _by_number(number: str) -> frozenset[str]:
    """Read the form of issue: an order names its rank, a 〔year〕 number is a normative document (norms 12.2)."""
    if "主席令" in number:
        return frozenset({LAW})
    if "国务院令" in number:
        return frozenset({REGULATION})
    if "政府令" in number:
        return frozenset({LOCAL_RULE})
    if re.search(r"(?:部|委|委员会|总局|局|署|银行|办公室)令", number):
        return frozenset({MINISTRY_RULE})
    year = re.search(r"〔(\d{4})〕", number)
    return frozenset({NORMATIVE}) if year and int(year[1]) >= RULES_BY_ORDER_SINCE else ALL


def _by_title(title: str) -> frozenset[str]:
    name = TAIL_NOTE.sub("", canonical_title(title))
    if PARTY_HEAD.match(name):
        return frozenset({PARTY, NORMATIVE})
    if name.startswith("最高人民"):
        return frozenset({JUDICIAL, NORMATIVE})
    if re.match(r"^全国人民代表大会(?:常务委员会)?关于.+(?:决定|决议)$", name):
        return frozenset({LAW})
    if PAPER.search(name):
        return frozenset({NORMATIVE})
    if in_region(name):
        return _of_a_region(name)
    return _of_the_state(name, named=title.lstrip("《").startswith(STATE))


def _of_a_region(name: str) -> frozenset[str]:
    """规章制定程序条例第七条: a rule is never called 条例; so a region's 条例 is its congress's."""
    congress = frozenset({LOCAL, AUTONOMOUS}) if AUTONOMY.match(name) else frozenset({LOCAL})
    if name.endswith("条例"):
        return congress
    return congress | {LOCAL_RULE, NORMATIVE} if name.endswith(MEASURES) else ALL - NATIONAL


def _of_the_state(name: str, *, named: bool) -> frozenset[str]:
    if name.endswith("条例"):
        return _of_a_regulation(name, named=named)
    if name == CONSTITUTION:
        return frozenset({CONSTITUTION})
    if name.endswith("法典") or (name.endswith("法") and len(name) > 1 and not name.endswith(NOT_A_LAW)):
        return frozenset({LAW})
    if name.endswith(MEASURES):
        if named:  # 中华人民共和国…实施细则: the State Council's or a ministry's
            return frozenset({REGULATION, MINISTRY_RULE})
        return ALL - {LAW, CONSTITUTION}
    return ALL


def _of_a_regulation(name: str, *, named: bool) -> frozenset[str]:
    if name in LAWS_NAMED_REGULATION:
        return frozenset({LAW})
    if "监察" in name:
        return frozenset({SUPERVISION, REGULATION})
    if named or name.endswith("法实施条例"):
        return frozenset({REGULATION})
    return frozenset({LAW, REGULATION, LOCAL, PARTY})  # 规章制定程序条例第七条: anything but a rule or less
