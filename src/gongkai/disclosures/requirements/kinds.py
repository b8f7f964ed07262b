"""Every kind of finding in one table that a jurist can read: how grave, what it is called, what to do, by which rule.

``error`` stops a publication; ``warning`` can be passed with a reason that stays; ``note`` informs. ``weaker`` is the
severity where the evidence is weaker: a number that may be personal data, an element that the body may hold. Nothing
else decides severities: a checker names the kind, this table the rest. The severity of a wrong word is its entry's own.
"""

from dataclasses import dataclass, replace

from gongkai.rules.findings import Finding, Severity
from gongkai.rules.privacy import NAMES, REMEDIES


@dataclass(frozen=True, slots=True)
class Kind:
    """How grave a kind of finding is, its title, what to do about it, and the rule it comes from."""

    severity: Severity
    title: str
    remedy: str
    basis: str = ""
    weaker: Severity | None = None


_PERSONAL = "《个人信息保护法》第二十五条、第三十四条"
_ACCESS = "《无障碍环境建设法》第三十二条，GB/T 37668-2019"
_SECRECY = "《政府信息公开条例》第十七条"

KINDS: dict[str, Kind] = {
    # 内容是否齐全
    "title_missing": Kind("error", "没有标题", "填写标题"),
    "content_missing": Kind("error", "没有内容", "填写公开要素或正文，或者上传文件、名单"),
    "element_missing": Kind("error", "缺少公开要素", "填写，或确认正文、附件、名单中已经包含", "目录“公开内容（要素）”", "warning"),
    "duty_of_another_item": Kind("error", "公开义务不属于本事项", "改选本事项的公开义务"),
    # 日期
    "date_in_future": Kind("error", "成文日期在公开日期之后", "核对成文日期"),
    "dates_out_of_order": Kind("error", "日期先后颠倒", "核对成文、施行、失效日期"),
    "already_expired": Kind("warning", "文件已过失效日期", "核对失效日期，或把有效性改为“失效”"),
    "display_limit_wrong": Kind("error", "公示截止日期不对", "核对公示截止日期", "《信用修复管理办法》"),
    "notice_dates_wrong": Kind("warning", "公示期与其他日期不合", "核对公示期的起止日期"),
    "notice_too_short": Kind("error", "公示期不够长", "延长公示结束日期", "目录所列依据规定的公示天数"),
    # 新旧
    "title_repeated": Kind("warning", "标题与已公开的信息相同", "在标题中写明本期的批次或年份"),
    "content_copied": Kind("error", "内容与已公开的信息完全相同", "填写本期内容；改动已公开的信息用“更正”"),
    "content_copied_but_dates": Kind("warning", "除日期外与已公开的信息相同", "核对是否忘了更新内容"),
    "part_copied": Kind("warning", "部分内容与已公开的信息相同", "核对是否忘了更新这一部分"),
    # 个人信息
    **{
        f"personal_data_{kind}": Kind("error", name, REMEDIES[kind], _PERSONAL, "warning") for kind, name in NAMES.items()
    },
    "picture_location": Kind("warning", "图片带有拍摄地点", "去除图片属性后重新上传", _PERSONAL),
    # 文件里看不见的内容
    "tracked_changes": Kind("error", "修订痕迹没有处理", "在原来的软件中接受或拒绝所有修订，再上传", _SECRECY),
    "file_macros": Kind("error", "文件带有宏或脚本", "另存为不带宏的格式（.docx、.xlsx、.pdf），再上传"),
    "hidden_sheet": Kind("warning", "有隐藏工作表", "取消隐藏并核对，不公开的请删除", _SECRECY),
    "hidden_cells": Kind("warning", "有隐藏的行或列", "取消隐藏并核对，不公开的请删除", _SECRECY),
    "hidden_text": Kind("warning", "有隐藏的文字或幻灯片", "取消隐藏并核对，不公开的请删除", _SECRECY),
    "file_comments": Kind("warning", "文件带有批注", "核对批注，不公开的请删除", _SECRECY),
    "file_external_data": Kind("warning", "文件链接了其他数据", "断开链接，只保留数值"),
    "file_unchecked": Kind("warning", "文件有检查不到的部分", "打开文件人工核对", _SECRECY),
    "file_not_read_yet": Kind("error", "文件还没有检查完", "稍候再检查一次；大文件需要几分钟"),
    "file_lost": Kind("error", "附件的内容不见了", "重新上传附件"),
    "scanned_pdf": Kind("warning", "扫描件没有文字层", "提供原始电子版，或做文字识别（OCR）", _ACCESS),
    # 文字
    "wrong_word": Kind("warning", "错别字词", "改正；确实没有错的，请管理员加入例外"),
    # 链接
    "link_dangerous": Kind("warning", "链接会运行程序（公开时去掉地址）", "改成网页地址，或删除链接"),
    "link_local": Kind("error", "链接指向内部网络", "改成公众能打开的网址"),
    "link_with_password": Kind("error", "链接带有用户名或密码", "删除用户名和密码"),
    "link_nowhere": Kind("warning", "链接没有地址", "填写网址，或去掉链接"),
    "link_malformed": Kind("warning", "链接地址不正确", "从浏览器地址栏重新复制网址"),
    "link_to_file": Kind("warning", "链接到其他网站的文件", "把文件作为附件上传"),
    "link_empty": Kind("warning", "链接没有文字", "写明链接到什么，或删除", _ACCESS),
    "link_vague": Kind("warning", "链接文字没有说明去向", "把链接文字写成所指内容的名称", _ACCESS),
    "link_unencrypted": Kind("note", "链接没有加密", "对方支持的话改成 https"),
    # 人人能读
    "heading_empty": Kind("warning", "空标题", "删除或填写", _ACCESS),
    "heading_skipped": Kind("warning", "小标题跳级", "按顺序使用标题级别", _ACCESS),
    "table_without_header": Kind("warning", "表格没有表头", "把表头设为标题单元格", _ACCESS),
    "table_without_caption": Kind("note", "表格没有表名", "填写表名", _ACCESS),
    "table_nested": Kind("warning", "表格套表格", "拆成几个表格", _ACCESS),
    "layout_by_spaces": Kind("warning", "用空格排版", "改用表格、列表或分段", _ACCESS),
    "layout_by_empty_lines": Kind("note", "用空行排版", "删除多余的空行", _ACCESS),
    "all_capitals": Kind("note", "整句大写字母", "改用小写", _ACCESS),
    "paragraph_long": Kind("note", "段落太长", "分段，或加小标题", _ACCESS),
}


def finding(kind: str, message: str, *, field: str | None = None, weak: bool = False) -> Finding:
    """Make a finding of a kind, as grave as the table says; ``weak`` where the evidence is weaker."""
    known = KINDS[kind]
    return Finding(kind, (known.weaker or known.severity) if weak else known.severity, message, field=field)


def graded(found: Finding, *, field: str | None = None) -> Finding:
    """Return a finding that another room made, as grave as the table says.

    Of personal data, a finding that came as a warning keeps to the weaker severity.
    """
    weak = found.severity != "error"
    return replace(finding(found.kind, found.message, weak=weak), field=field or found.field)
