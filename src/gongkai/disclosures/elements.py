"""What kind of value a content element (公开要素) takes, told by its name, and the one way each kind is written down.

The catalogue names elements in words only. The kind decides which field the form shows and how a value is checked; what is
stored is always the text that the public reads, so a kind can be changed without touching what was published.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from gongkai.rules.codes import credit_code_fault, fold_code


class Kind(StrEnum):
    """What an element holds."""

    DATE = "date"
    MONEY = "money"
    CREDIT_CODE = "credit_code"
    OFFICE = "office"
    PERSON = "person"
    FILES = "files"
    LIST = "list"
    LINE = "line"
    TEXT = "text"


class NotOfThisKind(ValueError):
    """A text is no value of the element's kind; the message says what to do."""


# The end of a name says what the thing is (决算报表 is a table, 报表说明 is not), so every rule reads the end. Where a rule
# could be wrong the answer is text, which holds everything: 办公时间 are hours, 单位概况 is prose, a bare 资金 is a topic.
ENDINGS: tuple[tuple[Kind, str], ...] = (
    (Kind.CREDIT_CODE, r"信用代码"),
    (Kind.LINE, r"(办公|工作|服务|受理|接待|上班|开放|咨询|办理|参观)时间"),
    (Kind.DATE, r"日期|时间|截止日|年月日|有效期[自至]"),
    (Kind.MONEY, r"金额|经费|费用|收费|.资金|总额|数额|价款|投资额|罚款|预算数|决算数|成交价|中标价"),
    (Kind.TEXT, r"(处罚|办理|处理|审批|许可|审查|整改|调查)结果"),
    (Kind.LIST, r"(名单|目录|清单|结果|名录|花名册|持证企业信息|发证情况|许可|核发|核准|处罚)(公示|公告|公开)?"),
    (Kind.FILES, r"附件|文件|(?<!代)表|原文|全文|办法|基准|细则|规定|指南|通知|公告|通告|公报|方案|规划|白皮书|年报|年度报告"),
    (Kind.OFFICE, r"科室|处室|部门|单位|股室|机构名称"),
    (Kind.PERSON, r"姓名|负责人|联系人|法定代表人|经办人|代表人|责任人"),
    (Kind.LINE, r"名称|电话|地址|职务|编号|号码|文号|字号|邮箱|邮编|传真|网址|网站|类别|类型|等级|级别|年度|期限|有效期|地点|机关|.代码"),
)
RULES = tuple((kind, re.compile(rf"(?:{ending})(?:（[^（）]*）|\([^()]*\))?$")) for kind, ending in ENDINGS)
UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
MONEY = re.compile(r"(?:人民币|[¥￥])?(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>亿元|万元|元|亿|万)?(?:整)?(?:[（(][0-9.,]+万?元[)）])?")
DATE = re.compile(r"(?P<y>[12][0-9]{3})(?:年|[-/.])(?P<m>[01]?[0-9])(?:月|[-/.])(?P<d>[0-3]?[0-9])日?|(?P<ymd>[12][0-9]{7})")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－／", "0123456789.,-/")
LARGEST = Decimal(10) ** 15
IN_BODY, IN_FILES, IN_LISTS, BETWEEN, NOTE = "见正文", "见附件：", "见名单：", "、", "；"


def kind_of(name: str) -> Kind:
    """Return the kind of an element by the end of its name.

    >>> [kind_of(name).value for name in ("处罚日期", "罚款金额", "单位概况", "承办单位", "第22批企业技术中心名单", "办公时间")]
    ['date', 'money', 'text', 'office', 'list', 'line']
    """
    plain = "".join(name.split()).rstrip("。；、，")
    return next((kind for kind, rule in RULES if rule.search(plain)), Kind.TEXT)


def unit_of(name: str) -> str:
    """Return the unit of money that a name itself states, else 元.

    >>> unit_of("罚款金额（万元）"), unit_of("罚款金额")
    ('万元', '元')
    """
    stated = re.search(r"[（(]单?位?[:：]?(亿元|万元|元)[)）]$", name.strip())
    return stated[1] if stated else "元"


def canonical(kind: Kind, text: str) -> str:
    """Return the one way a value of a kind is written; raises NotOfThisKind. An empty text is a value of every kind.

    >>> canonical(Kind.DATE, "2026年3月1日"), canonical(Kind.MONEY, "123.45万元"), canonical(Kind.CREDIT_CODE, "9111 0000 6000 3734 1l")
    ('2026-03-01', '1,234,500元（123.45万元）', '91110000600037341L')
    """
    text = text.strip()
    if not text:
        return ""
    if kind == Kind.DATE:
        return date_of(text).isoformat()
    if kind == Kind.MONEY:
        return money_text(money_of(text))
    if kind == Kind.CREDIT_CODE:
        if fault := credit_code_fault(text):
            raise NotOfThisKind(f"{fault}。")
        return fold_code(text)
    return text


def is_of_kind(kind: Kind, text: str) -> bool:
    """Tell whether a stored text is a value of a kind; where not, it was written as free words and stays so."""
    try:
        canonical(kind, text)
    except NotOfThisKind:
        return False
    return True


def date_of(text: str) -> dt.date:
    """Read a date as people write it; raises NotOfThisKind."""
    match = DATE.fullmatch("".join(text.translate(FULL_WIDTH).split()))
    if match is None:
        raise NotOfThisKind("不是能认出的日期：请写成 2026-03-01 或 2026年3月1日。")
    parts = (match["y"], match["m"], match["d"]) if match["y"] else (match["ymd"][:4], match["ymd"][4:6], match["ymd"][6:])
    try:
        return dt.date(*map(int, parts))
    except ValueError:
        raise NotOfThisKind("没有这一天：请核对年、月、日。") from None


def money_of(text: str, unit: str = "元") -> Decimal:
    """Read an amount in 元; a unit in the text goes before ``unit``. Raises NotOfThisKind.

    >>> money_of("1,234.5"), money_of("0.5", "万元"), money_of("0.5亿元", "元")
    (Decimal('1234.5'), Decimal('5000.0'), Decimal('50000000.0'))
    """
    plain = re.sub(r"(?<=[0-9])[,，](?=[0-9])", "", "".join(text.translate(FULL_WIDTH).split()))
    match = MONEY.fullmatch(plain)
    if match is None:
        raise NotOfThisKind("不是能认出的金额：请只写数字（可以带万元、亿元），例如 123.45 万元。")
    written = match["unit"] or unit
    amount = Decimal(match["number"]) * UNITS[written if written.endswith("元") else f"{written}元"]
    if amount >= LARGEST or amount != amount.quantize(Decimal("0.01")):
        raise NotOfThisKind("金额过大或小于分：请核对数字和单位（元还是万元）。")
    return amount


def money_text(amount: Decimal) -> str:
    """Write an amount in both units: in 元 and, in brackets, in 万元.

    >>> money_text(Decimal("2000")), money_text(Decimal("0.5")), money_text(Decimal("0"))
    ('2,000元（0.2万元）', '0.50元（0.00005万元）', '0元（0万元）')
    """
    yuan = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    wan = f"{amount / UNITS['万元']:,f}"
    return f"{yuan}元（{wan.rstrip('0').rstrip('.') if '.' in wan else wan}万元）"


def money_parts(text: str) -> tuple[str, str]:
    """Return number and unit for the fields of a form: in 万元 where that is shorter, else in 元; free words stay whole.

    >>> money_parts("1,234,500元（123.45万元）"), money_parts("2,000元（0.2万元）"), money_parts("不收费")
    (('123.45', '万元'), ('2000', '元'), ('不收费', '元'))
    """
    try:
        amount = money_of(text)
    except (NotOfThisKind, InvalidOperation):
        return text, "元"
    unit = "万元" if amount >= UNITS["万元"] else "元"
    number = f"{amount / UNITS[unit]:f}"
    return (number.rstrip("0").rstrip(".") if "." in number else number), unit


@dataclass(frozen=True, slots=True)
class Pointer:
    """An element whose content is elsewhere in the disclosure: in the body, in files, in lists; ``note`` is said besides."""

    in_body: bool = False
    files: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        """Write where the content is.

        >>> str(Pointer(in_body=True, files=("决算报表.xlsx",), note="金额单位为万元"))
        '见正文；见附件：决算报表.xlsx；金额单位为万元'
        """
        named = ((IN_FILES, self.files), (IN_LISTS, self.lists))
        parts = [IN_BODY if self.in_body else "", *(start + BETWEEN.join(names) for start, names in named if names), self.note.strip()]
        return NOTE.join(part for part in parts if part)


def pointer_of(text: str, *, files: Iterable[str], lists: Iterable[str]) -> Pointer:
    """Read where the content of an element is; ``files`` and ``lists`` are the names there are. Unknown words are the note.

    >>> pointer_of("见名单：名单（一）、名单；共12家", files=[], lists=["名单", "名单（一）"])
    Pointer(in_body=False, files=(), lists=('名单（一）', '名单'), note='共12家')
    """
    rest, in_body = text.strip(), False
    if rest == IN_BODY or rest.startswith(IN_BODY + NOTE):
        rest, in_body = rest[len(IN_BODY) :].removeprefix(NOTE), True
    found: dict[str, tuple[str, ...]] = {IN_FILES: (), IN_LISTS: ()}
    for start, known in ((IN_FILES, files), (IN_LISTS, lists)):
        if rest.startswith(start) and (names := _names_in(rest[len(start) :], known)):
            rest = rest[len(start) + len(BETWEEN.join(names)) :].removeprefix(NOTE)
            found[start] = tuple(names)
    return Pointer(in_body, found[IN_FILES], found[IN_LISTS], rest)


def _names_in(text: str, known: Iterable[str]) -> list[str]:
    """Return the known names that a text lists, up to its end or a note; none when it is not such a list."""
    longest_first = sorted(known, key=len, reverse=True)
    found: list[str] = []
    while name := next((one for one in longest_first if text.startswith(one)), None):
        found.append(name)
        text = text[len(name) :]
        if not text or text.startswith(NOTE):
            return found
        text = text.removeprefix(BETWEEN)
    return []
