"""``gongkai people appoint``: appoint a person to a role."""

import argparse

from django.utils import timezone

from gongkai.accounts.actions import appoint
from gongkai.project.commands import agency_choice
from gongkai.project.commands.due import read_date
from gongkai.project.commands.people_choice import office_named, role_named, user_named


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--username", required=True, metavar="用户名")
    parser.add_argument("--role", required=True, metavar="角色", help="经办人、科室负责人、政府信息公开负责人、保密审查员、签发领导、审计员、系统管理员")
    parser.add_argument("--office", metavar="科室", help="名称或代码；经办人和科室负责人须写")
    parser.add_argument("--from", dest="since", metavar="日期", help="自哪一天（默认今天）")
    parser.add_argument("--until", metavar="日期", help="至哪一天（默认一直担任）")
    agency_choice.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Appoint."""
    office = office_named(agency_choice.chosen(args.agency), args.office) if args.office else None
    made = appoint(
        user=user_named(args.username),
        role=role_named(args.role),
        office=office,
        since=read_date(args.since) if args.since else None,
        until=read_date(args.until) if args.until else None,
        by=args.by,
        at=timezone.now(),
    )
    print(f"已任命：{made}，自{made.since}起{f'至{made.until}' if made.until else ''}。检查值班表：gongkai rota check")  # noqa: T201
    return 0
