"""``gongkai people add``: open an account and print its one-time password."""

import argparse

from django.utils import timezone

from gongkai.accounts.actions import open_account
from gongkai.agencies.models import Agency
from gongkai.project.commands import agency_choice
from gongkai.project.commands.people_choice import office_named


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--username", required=True, metavar="用户名", help="小写字母开头，例如 zhangsan；以后不能更改")
    parser.add_argument("--name", required=True, metavar="姓名")
    parser.add_argument("--office", metavar="科室", help="名称或代码；系统管理员、审计员、领导可以不写")
    parser.add_argument("--email", default="", metavar="邮箱", help="用于接收提醒")
    agency_choice.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Open the account."""
    agency: Agency | None = agency_choice.chosen(args.agency) if args.office else None
    office = office_named(agency, args.office) if agency else None
    password = open_account(
        username=args.username, name=args.name, office=office, email=args.email, by=args.by, at=timezone.now()
    )
    print(f"已开设：{args.name}（{args.username}），一次性密码 {password}（只显示这一次，首次登录后须更换）")  # noqa: T201
    print(f"下一步：gongkai people appoint --username {args.username} --role 经办人 --office 科室")  # noqa: T201
    return 0
