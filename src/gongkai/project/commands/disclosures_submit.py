"""``gongkai disclosures submit``: draft, check and send for review in one act, or refuse and leave nothing behind."""

import argparse

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item
from gongkai.disclosures import actions as disclosures
from gongkai.disclosures.models import Disclosure, Review
from gongkai.disclosures.requirements import check
from gongkai.duties.item_names import ItemNames
from gongkai.duties.models import Duty
from gongkai.project.commands import agency_choice
from gongkai.project.commands import disclosure_parts as parts
from gongkai.sources.errors import BadInput

HELP = "拟一条信息并送审：检查、说明提示的理由、交科室审核"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = (
        "有“错误”级的问题时不送审，什么都不留下，退出码为2。送审后在工作台逐级审查，签发后公开。"
        "对应一项公开义务时用 --duty（编号见 gongkai duties list）。"
    )
    parser.add_argument("--item", metavar="事项", help="事项编号或名称（给出 --duty 时可以不写）")
    parser.add_argument("--duty", type=int, metavar="编号", help="所履行的公开义务，公开后这项义务随之结束")
    parser.add_argument("--title", required=True, metavar="标题", help="标题")
    parts.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Submit, and show what it waits for."""
    agency = agency_choice.chosen(args.agency)
    duty = duty_numbered(args.duty, agency) if args.duty is not None else None
    item = _item(args.item, duty, agency)
    try:
        review = _submit(args, agency, item, duty)
    except ValidationError as error:
        raise parts.told(error) from error
    parts.print_review(review)
    return 0


def duty_numbered(number: int, agency: Agency) -> Duty:
    """Return the duty with this number; raises BadInput when there is none."""
    duty = Duty.objects.of(agency).select_related("item", "item_version", "office", "event").filter(pk=number).first()
    if duty is None:
        raise BadInput(f"没有编号为{number}的公开义务：编号见 gongkai duties list。")
    return duty


def _item(written: str | None, duty: Duty | None, agency: Agency) -> Item:
    if written is None and duty is None:
        raise BadInput("请用 --item 指明事项，或用 --duty 指明公开义务。")
    item = ItemNames(agency, on=timezone.localdate()).find(written) if written is not None else None
    if item and duty and item.pk != duty.item_id:
        raise BadInput(f"公开义务{duty.pk}属于事项{duty.item.number}，不属于事项{item.number}：请核对编号。")
    if item is None:
        assert duty
        item = duty.item
    return item


@transaction.atomic
def _submit(args: argparse.Namespace, agency: Agency, item: Item, duty: Duty | None) -> Review:
    """Draft and submit; everything is undone when something stands against it."""
    now = timezone.now()
    _refuse_the_same_again(args.title, item)
    row = disclosures.row_in_force(item, on=timezone.localdate(now))
    fields = parts.fields_of(args, row, {})
    lists = parts.lists_in(args, agency, title=args.title, at=now)
    disclosure = disclosures.draft(
        item=item, duty=duty, title=args.title, record_lists=tuple(lists), by=args.by, at=now, **fields
    )
    parts.attach_all(disclosure, args.file, by=args.by, at=now)
    parts.print_findings(check(disclosure, row, on=timezone.localdate(now)))
    return disclosures.submit(disclosure=disclosure, by=args.by, at=now, reasons=parts.reasons_in(args))


def _refuse_the_same_again(title: str, item: Item) -> None:
    running = Review.objects.running().filter(disclosure__item=item, disclosure__title=title.strip()).first()
    if running:
        raise BadInput(f"事项{item.number}的“{title}”已经送审，正等待{running.get_stage_display() or '到时公开'}。")
    there = Disclosure.objects.published().filter(item=item, public_title=title.strip()).first()
    if there:
        raise BadInput(
            f"事项{item.number}已公开过“{title}”（索引号{there.index_number}）：要修改请用 gongkai disclosures correct，另有一份请换一个标题。"
        )
