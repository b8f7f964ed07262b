"""The header layouts of norms 9.2, by their numbers there, and the columns that each must be read as."""

L3 = "公开事项||"
HEADERS = {
    "1 with 对应职责": (
        f"{L3}|公开内容(要素)|公开依据|条款内容|依据效力位阶|公开时限|公开主体|事项类别(法定公开、其他)|公开渠道和载体|公开对象||责任科室|对应职责\n"
        "一级事项|二级事项|三级事项|||||||||全社会|特定群体||",
        "level1 level2 level3 content basis clause rank limit agency category channels everyone groups office extra",
    ),
    "2 序号 first, 责任处室": (
        f"序号|{L3}|公开内容(要素)|公开依据|条款内容|依据效力位阶|公开时限|公开主体|事项类别|公开渠道和载体|公开对象||责任处室\n"
        "|一级事项|二级事项|三级事项|||||||||全社会|特定群体|",
        "number level1 level2 level3 content basis clause rank limit agency category channels everyone groups office",
    ),
    "3 no 依据": (
        f"{L3}|公开内容(要素)|公开时限|公开主体|公开渠道和载体|公开对象||责任科室\n一级事项|二级事项|三级事项|||||全社会|特定群体|",
        "level1 level2 level3 content limit agency channels everyone groups office",
    ),
    "4 national without 公开层级": (
        "序号|公开事项||公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象||公开方式|\n"
        "|一级事项|二级事项||||||全社会|特定群众|主动|依申请",
        "number level1 level2 content basis limit agency channels everyone groups mode mode",
    ),
    "5 coded 序号 in two columns": (
        "序号||公开事项||公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象||公开方式||公开层级|\n"
        "||一级 事项|二级 事项||||||全社 会|特定群体|主动|依申 请|县级|乡级\n"
        "05|0505|示例|示例|示例||||||||||",
        "number number level1 level2 content basis limit agency channels everyone groups mode mode tiers tiers",
    ),
    "6 公开层级 县级, 乡、村级": (
        "序号|公开事项||公开内容（要素）|公开时限|公开主体|公开方式||公开层级|\n|一级事项|二级事项||||主动|依申请公开|县级|乡、村级",
        "number level1 level2 content limit agency mode mode tiers tiers",
    ),
    "7 公开层级 镇级, 村级": (
        "序号|公开事项||公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象||公开方式||公开层级|\n"
        "|一级事项|二级事项||||||全社会|特定群体|主动|依申请|镇级|村级",
        "number level1 level2 content basis limit agency channels everyone groups mode mode tiers tiers",
    ),
    "8 公开事项 without sub-columns": (
        "序号|公开事项|公开内容（要素）|公开依据|公开时限|公开主体|公开对象||公开层级\n||||||全社会|特定群体|乡级",
        "number level1 content basis limit agency everyone groups tiers",
    ),
    "9 three levels of government, 公开, 五公开": (
        "公开事项||公开内容（要素）|公开时限|公开主体|公开层级|||公开|五公开\n一级事项|二级事项||||东阳市级|镇街乡|村||",
        "level1 level2 content limit agency tiers tiers tiers extra extra",
    ),
    "10 field after 序号": (
        "序号|对应试点领域|公开事项||公开内容（要素）|公开依据|公开时限\n||一级事项|二级事项|||",
        "number extra level1 level2 content basis limit",
    ),
    "11 four levels, 网站所属栏目": (
        "公开事项||||公开内容（要素）|公开时限|公开主体|网站所属栏目\n一级目录|二级目录|三级目录|四级目录||||",
        "level1 level2 level3 level4 content limit agency extra",
    ),
    "12 levels without a group": (
        "一级目录|二级目录|三级目录|公开内容(要素)|公开依据|公开时限|责任科室|公开渠道和载体|公开对象||公开方式|\n"
        "||||||||全社会|特定对象|主动公开|依申请公开",
        "level1 level2 level3 content basis limit office channels everyone groups mode mode",
    ),
    "13 公开时长, 公开范围": (
        "公开事项||公开内容(要素)|公开依据|公开时限|公开时长|公开范围|公开渠道|公开方式\n一级|二级|||||||",
        "level1 level2 content basis limit retention audience channels mode",
    ),
    "14 no 时限": ("序号|公开事项||公开内容|公开依据|公开范围\n|一级|二级|||", "number level1 level2 content basis audience"),
    "15 栏目": (
        "序号|一级栏目|二级栏目|三级栏目|公开内容|公开时限|公开依据|公开主体",
        "number level1 level2 level3 content limit basis agency",
    ),
    "16 six levels": (
        "一级目录|二级目录|三级目录|四级目录|五级目录|六级目录|公开内容|公开形式|公开时限|公开主体",
        "level1 level2 level3 level4 level5 level6 content channels limit agency",
    ),
    "17 内容规范": ("序号|公开事项|内容规范|公开时限|公开形式|公开主体", "number level1 content limit channels agency"),
    "18 全社": (
        "序号|公开事项||公开内容|公开依据|公开时限|公开渠道和载体|公开对象||公开方式|\n|一级|二级|||||全社|特定群体|主动|依申请",
        "number level1 level2 content basis limit channels everyone groups mode mode",
    ),
    "19 a number column between the levels": (
        "公开事项|||公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象||公开方式|\n"
        "一级事项||二级事项||||||全社会|特定群体|主动|依申请\n"
        "示例|1|示例|示例|示例|示例|示例|示例|√||√|",
        "level1 number level2 content basis limit agency channels everyone groups mode mode",
    ),
    "20 事项名称": (
        "序号|事项名称||公开内容|公开依据|公开时限|公开主体|公开方式||公开渠道|公开对象|\n"
        "|一级|二级|||||主动|依申请||全社会|特定群体",
        "number level1 level2 content basis limit agency mode mode channels everyone groups",
    ),
    "21 two 序号": (
        "序号|序号|公开事项||公开内容（要素）|公开时限|公开层级|\n||一级事项|二级事项|||县级|乡、村级",
        "number number level1 level2 content limit tiers tiers",
    ),
    "22 as 4 with 依申请公开": (
        "序号|公开事项||公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象||公开方式|\n"
        "|一级事项|二级事项||||||全社会|特定群众|主动|依申请公开",
        "number level1 level2 content basis limit agency channels everyone groups mode mode",
    ),
    "copied without merged places": (
        "公开事项|公开内容（要素）|公开时限|公开主体|公开对象|责任科室\n一级事项|二级事项|三级事项|全社会|特定群体",
        "level1 level2 level3 content limit agency everyone groups office",
    ),
}
