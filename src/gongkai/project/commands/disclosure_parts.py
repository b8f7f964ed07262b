"""What the commands on disclosures share: reading a disclosure's parts from arguments, showing findings, reaching the site."""

import argparse
import datetime as dt
import html
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from rich.console import Console
from rich.text import Text

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import ItemVersion
from gongkai.disclosures import actions as disclosures
from gongkai.disclosures.models import Disclosure, Publication, Review
from gongkai.portal import addresses
from gongkai.project import press_room
from gongkai.project.commands.due import read_date
from gongkai.publisher.errors import SiteBusy
from gongkai.records.actions import ListRefused, load_file
from gongkai.records.models import RecordList
from gongkai.records.schemas import schema_keys
from gongkai.rules.findings import Finding
from gongkai.sources import text
from gongkai.sources.errors import BadInput
from gongkai.sources.stripping import strip
from gongkai.sources.tables import bytes_of

SEVERITIES = {"error": ("错误", "bold red"), "warning": ("警告", "yellow"), "note": ("提示", "cyan")}
DATES = {"formed_on": "成文日期", "effective_on": "施行日期", "expires_on": "失效日期"}
WORDS = {"summary": "内容概述", "document_number": "发文字号", "keywords": "关键词", "topic": "主题分类"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the parts that a disclosure can be given."""
    parser.add_argument("--body", type=Path, metavar="文件", help="正文：HTML，或者文本（一行一段）")
    parser.add_argument(
        "--value", action="append", default=[], metavar="要素=值", help="公开要素的值，可以多次给出；要素写名称或序号（1、2……）"
    )
    parser.add_argument("--file", type=Path, action="append", default=[], metavar="文件", help="附件，可以多次给出")
    parser.add_argument(
        "--list", action="append", default=[], metavar="格式=文件", help=f"名单（CSV、XLSX）；格式：{'、'.join(schema_keys())}"
    )
    for name, words in WORDS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar=words, help=words)
    for name, words in DATES.items():
        parser.add_argument(f"--{name.removesuffix('_on')}", dest=name, metavar="日期", help=words)
    parser.add_argument("--pass-warnings", metavar="理由", default="", help="有“警告”级的提示时，为什么仍可以公开（留在审查记录里）")
    add_by(parser)


def add_by(parser: argparse.ArgumentParser) -> None:
    """Declare who acts; an act that the public sees is nobody's without a name."""
    parser.add_argument("--agency", metavar="名称", help="公开主体名称（只有一个时可以不写）")
    parser.add_argument("--by", required=True, metavar="姓名", help="操作人姓名，写入操作记录")


def fields_of(args: argparse.Namespace, row: ItemVersion, values: dict[str, str]) -> dict[str, Any]:
    """Read the fields that were given; ``values`` are the element values there are, which the given ones overrule."""
    fields: dict[str, Any] = {name: getattr(args, name) for name in WORDS if getattr(args, name) is not None}
    fields |= {name: read_date(getattr(args, name)) for name in DATES if getattr(args, name) is not None}
    if args.body:
        fields["body"] = body_in(args.body)
    if args.value:
        fields["values"] = values | dict(_value(written, row) for written in args.value)
    return fields


def _value(written: str, row: ItemVersion) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    name = name.strip()
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(row.elements):
        name = row.elements[int(name) - 1]
    if not equals or name not in row.elements:
        known = "；".join(f"{number} {element}" for number, element in enumerate(row.elements, 1))
        raise BadInput(f"“{written}”不是“要素=值”的样子，或者本事项没有这个公开要素。本事项的公开要素：{known}。")
    return name, value.strip()


def body_in(path: Path) -> str:
    """Read a body: HTML as it is (it is cleaned when published), text as one paragraph a line."""
    words = text.decode(bytes_of(path), path.name)
    if path.suffix.lower() in (".html", ".htm"):
        return words
    return "".join(f"<p>{html.escape(line.strip())}</p>" for line in words.splitlines() if line.strip())


def attach_all(disclosure: Disclosure, paths: Iterable[Path], *, by: str, at: dt.datetime) -> None:
    """Attach files under their own names, without their makers' traces; say what was taken out and what stayed."""
    console = Console()
    for path in paths:
        stripped = strip(bytes_of(path), path.name)
        disclosures.attach(disclosure=disclosure, name=path.name, data=stripped.data, by=by, at=at)
        for words, what in (("已去除", stripped.removed), ("请注意", stripped.left)):
            if what:
                console.print(Text(f"附件“{path.name}”{words}：{'；'.join(what)}"), soft_wrap=True)


def lists_in(args: argparse.Namespace, agency: Agency, *, title: str, at: dt.datetime) -> list[RecordList]:
    """Load the lists that were given; raises BadInput naming what is wrong in which cell."""
    return [_list(written, agency, title=title, by=args.by, at=at) for written in args.list]


def _list(written: str, agency: Agency, *, title: str, by: str, at: dt.datetime) -> RecordList:
    schema, _, name = written.partition("=")
    if schema not in schema_keys() or not name:
        raise BadInput(f"“{written}”不是“格式=文件”的样子，格式只能是：{'、'.join(schema_keys())}。")
    bytes_of(Path(name))  # says what is wrong with the file
    try:
        return load_file(agency=agency, schema=schema, title=title, path=Path(name), by=by, at=at)
    except ListRefused as error:
        raise BadInput(str(error)) from error


def reasons_in(args: argparse.Namespace) -> dict[str, str]:
    """Return the one reason given for passing warnings."""
    return {disclosures.EVERY_WARNING: args.pass_warnings} if args.pass_warnings else {}


def print_review(review: Review) -> None:
    """Show that it was submitted and what it waits for."""
    console = Console()
    console.print(Text(f"已送审：{review.content['title']}", style="bold green"), soft_wrap=True)
    console.print(Text(f"等待    {review.get_stage_display()}（在工作台“待审查”中办理，逐级同意、签发后公开）"), soft_wrap=True)


def found(index: str, agency: Agency) -> Disclosure:
    """Return the disclosure with this index number; the part after the credit code is enough."""
    number = index.strip() if "/" in index else f"{agency.credit_code}/{index.strip()}"
    disclosure = Disclosure.objects.of(agency).filter(index_number=number).first()
    if disclosure is None:
        raise BadInput(f"没有索引号为“{index}”的公开信息：请从网页或 /data/ 中核对索引号。")
    return disclosure


def print_findings(findings: Sequence[Finding]) -> None:
    """Show what stands against publishing, and what should be looked at."""
    console = Console()
    for finding in sorted(findings, key=lambda finding: list(SEVERITIES).index(finding.severity)):
        word, style = SEVERITIES[finding.severity]
        console.print(Text.assemble((f"{word} ", style), finding.message), soft_wrap=True)


def print_publication(publication: Publication) -> None:
    """Show the index number, the address, and whether it was on time."""
    index = str(publication.content["index_number"])
    console = Console()
    console.print(Text(f"{publication.get_act_display()}：{publication.content['title']}", style="bold green"), soft_wrap=True)
    console.print(Text(f"索引号  {index}"), soft_wrap=True)
    console.print(Text(f"地址    {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{addresses.disclosure(index)}"), soft_wrap=True)
    if publication.due_on:
        console.print(Text(f"时限    {publication.due_on}到期，{'按期公开' if publication.on_time else '逾期公开'}"))


def bring_to_site() -> None:
    """Bring what waits to the public files, or say who will."""
    console = Console()
    if press_room.site().current is None:
        console.print("公开网站还没有生成：请运行 gongkai site build 或 gongkai up。")
        return
    try:
        drained = press_room.drain()
    except SiteBusy:
        console.print("公开网站正由另一个进程更新，几秒内也会更新到这一项。")
        return
    if drained.failed:
        console.print(Text(f"有{drained.failed}项没能更新到公开网站，稍后自动重试；也可以运行 gongkai site build。", style="yellow"))
    else:
        console.print(f"公开网站已更新（写入 {drained.written} 个文件）。")


def told(error: ValidationError) -> BadInput:
    """Say each field's fault in one sentence, under the field's own name."""
    faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    names = {field.name: field.verbose_name for field in Disclosure._meta.fields}
    return BadInput("；".join(f"{names.get(name, '')}：{''.join(said)}" for name, said in faults.items()))
