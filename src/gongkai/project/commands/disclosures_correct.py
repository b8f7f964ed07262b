"""``gongkai disclosures correct``: change what was published and send the change for review; the earlier version stays readable."""

import argparse

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures import actions as disclosures
from gongkai.disclosures.models import Disclosure, Review
from gongkai.disclosures.requirements import check
from gongkai.project.commands import agency_choice
from gongkai.project.commands import disclosure_parts as parts

HELP = "修改一条已公开的信息并送审更正：写明更正说明，旧版保留"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "只写要改的部分；同名附件、同格式名单由新的代替。有“错误”级的问题时不送审，退出码为2。更正在工作台逐级审查、签发后公开。"
    parser.add_argument("--index", required=True, metavar="索引号", help="索引号；只写“年份-流水号”也可以")
    parser.add_argument("--note", required=True, metavar="说明", help="更正说明：改了什么、为什么（向公众显示）")
    parser.add_argument("--title", metavar="标题", help="新的标题")
    parser.add_argument("--remove-file", action="append", default=[], metavar="文件名", help="去掉一个附件，可以多次给出")
    parts.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Submit the correction, and show what it waits for."""
    agency = agency_choice.chosen(args.agency)
    try:
        review = _correct(args, agency, parts.found(args.index, agency))
    except ValidationError as error:
        raise parts.told(error) from error
    parts.print_review(review)
    return 0


@transaction.atomic
def _correct(args: argparse.Namespace, agency: Agency, disclosure: Disclosure) -> Review:
    """Edit and submit the correction; everything is undone when something stands against it."""
    now = timezone.now()
    row = disclosures.row_in_force(disclosure.item, on=timezone.localdate(now))
    fields = parts.fields_of(args, row, disclosure.values)
    if args.title:
        fields["title"] = args.title
    lists = parts.lists_in(args, agency, title=args.title or disclosure.title, at=now)
    if lists:
        schemas = {one.schema for one in lists}
        lists = [*(one for one in disclosure.record_lists.order_by("id") if one.schema not in schemas), *lists]
    disclosure = disclosures.edit(disclosure=disclosure, by=args.by, at=now, record_lists=lists or None, **fields)
    for name in args.remove_file:
        disclosures.detach(disclosure=disclosure, name=name, by=args.by, at=now)
    parts.attach_all(disclosure, args.file, by=args.by, at=now)
    parts.print_findings(check(disclosure, row, on=timezone.localdate(now)))
    return disclosures.submit(
        disclosure=disclosure, change_note=args.note, by=args.by, at=now, reasons=parts.reasons_in(args)
    )
