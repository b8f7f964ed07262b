"""``gongkai catalogue enforce``: let an imported version govern from a day, and carry the running duties over."""

import argparse

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Catalogue
from gongkai.duties import actions as duties
from gongkai.project.commands import agency_choice, duty_print
from gongkai.project.commands.due import read_date
from gongkai.sources.errors import BadInput

HELP = "使一个已导入的目录版本自某日起生效，结转未结束的公开义务"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--version", type=int, metavar="版本", help="版本号（默认最新导入的一版）")
    parser.add_argument("--from", dest="start", required=True, metavar="日期", help="生效日期，如 2026-12-01")
    agency_choice.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Put the version in force and print the report."""
    agency, now = agency_choice.chosen(args.agency), timezone.now()
    report = duties.enforce(catalogue=_version(agency, args.version), on=read_date(args.start), by=args.by, at=now)
    new = duties.generate(agency=agency, on=timezone.localdate(now), by=args.by, at=now)
    duty_print.print_enforced(report)
    if new:
        duty_print.print_duties(new, on=timezone.localdate(now), title="按期产生的公开义务")
    return 0


def _version(agency: Agency, number: int | None) -> Catalogue:
    versions: dict[int, Catalogue] = {catalogue.version: catalogue for catalogue in agency.catalogues.all()}
    if not versions:
        raise BadInput("还没有导入目录：请先运行 gongkai catalogue import 文件。")
    if number is not None and number not in versions:
        raise BadInput(f"没有第{number}版目录，已导入的有：{'、'.join(f'第{one}版' for one in sorted(versions))}。")
    return versions[number or max(versions)]
