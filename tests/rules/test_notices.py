"""Holiday notices: the wordings of twenty years are read, and a notice that contradicts itself is refused by place."""

from datetime import date
from pathlib import Path

import pytest

from gongkai.rules.notices import DATA, Notice, NoticeContradicts, NoticeUnread, read_notice

THIS_YEAR = (DATA / "2026.txt").read_text("utf-8")

NOTICE_2025_IN_FULL = """国务院办公厅关于2025年
部分节假日安排的通知
国办发明电〔2024〕12号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经党中央、国务院批准，根据2024年11月修订的《全国年节及纪念日放假办法》，自2025年1月1日起，全体公民放假的假日增加2天。据此对放假调休原则作进一步优化完善，除个别特殊情形外，春节自农历除夕起放假调休8天，国庆节自10月1日起放假调休7天，劳动节放假调休5天，元旦、清明节、端午节、中秋节分别放假调休或连休3天（如逢周三则只在当日放假），国庆节放假如逢中秋节则合并放假8天。
　　按照上述原则，现将2025年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周三）放假1天，不调休。
　　二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
　　三、清明节：4月4日（周五）至6日（周日）放假，共3天。
　　四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
　　五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
　　六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告。
国务院办公厅
2024年11月12日"""

NOTICE_2014 = """国务院办公厅关于2014年部分节假日安排的通知
国办发明电〔2013〕28号
经国务院批准，现将2014年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日放假1天。
二、春节：1月31日至2月6日放假调休，共7天。1月26日（星期日）、2月8日（星期六）上班。
三、清明节：4月5日放假，4月7日（星期一）补休。
四、劳动节：5月1日至3日放假调休，共3天。5月4日（星期日）上班。
五、端午节：6月2日放假，与周末连休。
六、中秋节：9月8日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月28日（星期日）、10月11日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班。国务院办公厅2013年12月11日"""

NOTICE_2008 = """国务院办公厅关于2008年部分节假日安排的通知
一、元旦：2007年12月30日—2008年1月1日放假，共3天。其中，1月1日（星期二）为法定节假日，12月30日（星期日）为公休日，12月29日（星期六）公休日调至12月31日（星期一），12月29日（星期六）上班。
二、春节：2月6日—12日（即农历除夕至正月初六）放假，共7天。其中，2月6日（除夕）、2月7日（春节）、2月8日（正月初二）为法定节假日，2月9日（星期六）、2月10日（星期日）照常公休，将2月2日（星期六）、2月3日（星期日）两个公休日调至2月11日（星期一）、2月12日（星期二），2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月4日—6日放假，共3天。其中：4月4日（清明节），为法定节假日，4月5日（星期六）、4月6日（星期日）照常公休。
四、“五一”国际劳动节：5月1日—3日放假，共3天。其中，5月1日为法定节假日，5月3日（星期六）为公休日，5月4日（星期日）公休日调至5月2日（星期五），5月4日（星期日）上班。
五、端午节：6月7日—9日放假，共3天。其中：6月7日（星期六）照常公休，6月8日（农历五月初五，端午节）为法定节假日，6月8日（星期日）公休日调至6月9日（星期一）。
六、中秋节：9月13日—15日放假，共3天。其中，9月13日（星期六）为公休日；9月14日（农历八月十五，中秋节）为法定节假日，9月14日（星期日）公休日调至9月15日（星期一）。
七、国庆节：9月29日—10月5日放假，共7天。其中，10月1日、2日、3日为法定节假日，9月27日（星期六）、9月28日（星期日）两个公休日调至9月29日（星期一）、30日（星期二），9月27日（星期六）、9月28日（星期日）上班，10月4日（星期六）、5日（星期日）照常公休。"""


def days(notice: Notice, festival: str) -> list[str]:
    part = next(part for part in notice.arrangements if festival in part.festivals)
    return [day.isoformat() for day in part.days_off]


def test_this_years_notice() -> None:
    notice = read_notice(THIS_YEAR)
    assert (notice.year, notice.number, len(notice.days_off)) == (2026, "国办发明电〔2025〕7号", 33)
    assert [day.isoformat() for day in notice.make_up_days] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip


def test_a_full_preamble_is_not_taken_for_arrangements() -> None:
    notice = read_notice(NOTICE_2025_IN_FULL)
    assert days(notice, "元旦") == ["2025-01-01"]
    assert notice.days_off == read_notice((DATA / "2025.txt").read_text("utf-8")).days_off


def test_make_good_days_and_joined_weekends() -> None:
    notice = read_notice(NOTICE_2014)
    assert days(notice, "清明节") == ["2014-04-05", "2014-04-07"]
    assert days(notice, "端午节") == ["2014-06-02"]  # 与周末连休 states no day of its own
    assert len(notice.make_up_days) == 5


def test_the_first_wordings_with_moved_rest_days() -> None:
    notice = read_notice(NOTICE_2008)
    assert notice.number is None
    assert days(notice, "元旦") == ["2007-12-30", "2007-12-31", "2008-01-01"]
    assert days(notice, "端午节") == ["2008-06-07", "2008-06-08", "2008-06-09"]
    assert notice.make_up_days[0] == date(2007, 12, 29)
    assert [day.isoformat() for day in notice.make_up_days[-2:]] == ["2008-09-27", "2008-09-28"]


def test_a_heading_may_name_the_second_festival_in_brackets() -> None:
    text = (DATA / "2025.txt").read_text("utf-8").replace("六、国庆节、中秋节：", "六、国庆节（含中秋节）：")
    assert read_notice(text).arrangements[-1].festivals == ("中秋节", "国庆节")


def test_a_wish_is_no_day_off() -> None:
    assert date(2024, 2, 9) not in read_notice((DATA / "2024.txt").read_text("utf-8")).days_off


@pytest.mark.parametrize(
    "paste",
    [
        lambda text: text.replace("（", "(").replace("）", ")").replace("：", ":").replace("，", ","),
        lambda text: text.replace("日", " 日").replace("上班", "上\n班"),
        lambda text: text.replace("周", "星期"),
        lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda text: "".join(text.split()),
        lambda text: text.replace("共3天", "共三天").replace("\n", "\r\n\r\n"),
        lambda text: text.replace("至", "—"),
        lambda text: text.replace("2月14日（周六）、2月28日（周六）上班", "2月14日、28日（周六、周六）上班"),
    ],
)
def test_odd_pasting_changes_nothing(paste) -> None:
    notice = read_notice(paste(THIS_YEAR))
    assert (notice.days_off, notice.make_up_days) == (read_notice(THIS_YEAR).days_off, read_notice(THIS_YEAR).make_up_days)


@pytest.mark.parametrize(
    ("said", "instead", "where"),
    [
        ("1月4日（周日）", "1月4日（周六）", "元旦：2026年1月4日是周日"),
        ("3日（周六）放假", "3日（周五）放假", "2026年1月3日是周六"),
        ("23日（农历正月初七、周一）", "23日（农历正月初七、周二）", "2026年2月23日是周一"),
        ("共9天", "共8天", "春节：通知里写“共8天”，按所列日期是9天"),
        ("关于2026年", "关于2027年", "标题写的是2027年，正文写的是2026年"),
        ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "", "没有清明节"),
        ("5月9日（周六）上班", "5月8日上班", "本来就上班"),
        ("9月20日（周日）、", "9月26日（周六）、", "既放假又上班"),
        ("4月4日（周六）至6日（周一）放假，共3天", "4月31日放假", "不是存在的日期"),
        ("5月1日（周五）至5日（周二）放假调休，共5天", "5月5日至1日放假", "前后颠倒"),
        ("5月1日（周五）至5日（周二）放假调休，共5天", "5月2日至6日放假调休，共5天", "5月1日是法定节假日"),
        ("六、中秋节：", "六、端午节：", "没有中秋节"),
        ("1月4日（周日）上班", "2031年1月4日上班", "核对年份"),
    ],
)
def test_a_contradicting_notice_is_refused_by_place(said: str, instead: str, where: str) -> None:
    assert said in THIS_YEAR
    with pytest.raises(NoticeContradicts, match=where):
        read_notice(THIS_YEAR.replace(said, instead))


def test_the_right_brackets_of_another_year_are_refused() -> None:
    with pytest.raises(NoticeContradicts, match="2027年1月1日是周五"):
        read_notice(THIS_YEAR.replace("2026", "2027"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "不像国务院办公厅的放假安排通知"),
        ("各科室：国庆期间请安排好值班。", "不像国务院办公厅的放假安排通知"),
        (THIS_YEAR.replace("1月4日（周日）上班", "1月4日（周日）另行通知"), "读不懂“1月4日"),
        (THIS_YEAR.replace("4月4日（周六）至6日（周一）放假，共3天", "另行通知"), "读不出放假日期"),
    ],
)
def test_what_is_no_notice_is_named(text: str, why: str) -> None:
    with pytest.raises(NoticeUnread, match=why):
        read_notice(text)


def test_amendments_change_their_festival_only() -> None:
    base = read_notice((DATA / "2020.txt").read_text("utf-8"))
    later = read_notice((DATA / "2020-amendment.txt").read_text("utf-8"))
    whole = base.amended_by(later)
    assert later.amends and later.extended_to == date(2020, 2, 2)
    assert days(whole, "春节")[-1] == "2020-02-02" and date(2020, 2, 1) not in whole.make_up_days
    assert whole.number == "国办发明电〔2019〕16号、国办发明电〔2020〕1号"
    with pytest.raises(NoticeContradicts):
        base.amended_by(base)


def test_the_readme_lists_every_shipped_file() -> None:
    readme = (DATA / "README.md").read_text("utf-8")
    assert [path.name for path in sorted(Path(DATA).glob("*.txt")) if f"| {path.name} |" not in readme] == []
