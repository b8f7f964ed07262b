"""Which agency a command is about: the one named, or the only one there is."""

import argparse

from django.db import OperationalError, ProgrammingError

from gongkai.agencies.models import Agency
from gongkai.sources.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser, *, by: bool = True) -> None:
    """Declare ``--agency`` and, for acts, ``--by``."""
    parser.add_argument("--agency", metavar="名称", help="公开主体名称（只有一个时可以不写）")
    if by:
        parser.add_argument("--by", default="命令行", metavar="姓名", help="操作人姓名，写入操作记录")


def chosen(name: str | None) -> Agency:
    """Return the agency of this name, or the only one; raises BadInput when there is none or the choice is open."""
    try:
        agencies = list(Agency.objects.order_by("pk"))
    except (OperationalError, ProgrammingError) as error:
        raise BadInput("数据库还没有准备好：请先运行 gongkai up --prepare-only。") from error
    if not agencies:
        raise BadInput("还没有登记公开主体：请先运行 gongkai agency set --name 名称 --credit-code 统一社会信用代码。")
    names = "、".join(agency.name for agency in agencies)
    if name is None and len(agencies) > 1:
        raise BadInput(f"登记了{len(agencies)}个公开主体，请用 --agency 指明一个：{names}。")
    found = [agency for agency in agencies if name in (None, agency.name, agency.short_name)]
    if not found:
        raise BadInput(f"没有叫“{name}”的公开主体，已登记的有：{names}。")
    return found[0]
