"""The grounds on which something may lawfully not be made public (条例第十四条至第十六条), in the statute's own words.

A clerk chooses one of them instead of writing an article from memory; the chosen one is kept with the duty as it is
written here, so that the public reads the law's words.
"""

import datetime as dt
from dataclasses import dataclass

from gongkai.rules.month_arithmetic import add_months

REASSESS_AFTER_MONTHS = 12  # 条例第十八条 asks for 定期评估 and names no period; a year is suggested, the clerk may choose


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its code in forms, the article, how it is stated on a duty, and the statute's sentence."""

    code: str
    article: str
    stated: str
    statute: str


FOURTEEN = (
    "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、"
    "社会稳定的政府信息，不予公开。"
)
FIFTEEN = (
    "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。但是，第三方同意公开或者行政机关"
    "认为不公开会对公共利益造成重大影响的，予以公开。"
)
SIXTEEN_1 = "行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。"
SIXTEEN_2 = (
    "行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以"
    "不予公开。法律、法规、规章规定上述信息应当公开的，从其规定。"
)

GROUNDS = {
    ground.code: ground
    for ground in (
        Ground("14-1", "条例第十四条", "条例第十四条：依法确定为国家秘密", FOURTEEN),
        Ground("14-2", "条例第十四条", "条例第十四条：法律、行政法规禁止公开", FOURTEEN),
        Ground("14-3", "条例第十四条", "条例第十四条：公开后可能危及国家安全、公共安全、经济安全、社会稳定", FOURTEEN),
        Ground("15", "条例第十五条", "条例第十五条：涉及商业秘密、个人隐私等，公开会损害第三方合法权益", FIFTEEN),
        Ground("16-1", "条例第十六条第一款", "条例第十六条第一款：内部事务信息", SIXTEEN_1),
        Ground("16-2", "条例第十六条第二款", "条例第十六条第二款：过程性信息", SIXTEEN_2),
        Ground("16-3", "条例第十六条第二款", "条例第十六条第二款：行政执法案卷信息", SIXTEEN_2),
    )
}


def suggested_reassessment(on: dt.date) -> dt.date:
    """Return when to look again at what is withheld on a day.

    >>> suggested_reassessment(dt.date(2028, 2, 29)).isoformat()
    '2029-02-28'
    """
    return add_months(on, REASSESS_AFTER_MONTHS)
