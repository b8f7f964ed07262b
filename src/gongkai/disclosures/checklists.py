"""The checklist of each stage (条例第十七条; 三审三校): what a reviewer looks at and ticks, one by one.

Each of the three people proofreads too, with other eyes (``wording``). Every line must be ticked for an approval. Keys are
stored with the opinion and never change their meaning.
"""

from gongkai.accounts.roles import Stage

CHECKLISTS: dict[Stage, dict[str, str]] = {
    Stage.OFFICE: {
        "facts": "内容真实、准确，与原件一致",
        "complete": "公开要素齐全，附件、名单能打开且是最终版本",
        "wording": "一校：没有错别字；单位名称、人名、地名、日期、数字已核对",
    },
    Stage.SECRECY: {
        "secret": "不含国家秘密、工作秘密（条例第十四条；保守国家秘密法）",
        "safety": "公开后不危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）",
        "third_party": "不含商业秘密、个人隐私；确需公开的已依法处理（条例第十五条）",
        "internal": "不属于内部事务信息、过程性信息，或者法律、法规、规章规定应当公开（条例第十六条）",
        "consistent": "涉及其他机关的，已经沟通一致（条例第十一条）",
        "wording": "二校：标题、正文、附件之间说法一致，表述规范",
    },
    Stage.RELEASE: {
        "reviewed": "已看过送审内容和前面各环节的意见",
        "timing": "公开时间、渠道和范围适当",
        "wording": "三校：标题、发文字号、日期和单位名称准确",
    },
}


def missing(stage: Stage, ticked: dict[str, bool]) -> list[str]:
    """Return the lines of a stage's checklist that are not ticked, in their words."""
    return [words for key, words in CHECKLISTS[stage].items() if not ticked.get(key)]
