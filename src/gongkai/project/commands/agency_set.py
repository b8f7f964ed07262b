"""``gongkai agency set``: register the agency, or change what its public site states about it."""

import argparse

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.agencies.actions import set_agency
from gongkai.sources.errors import BadInput

FIELDS = {
    "short_name": "简称",
    "region": "行政区划",
    "site_name": "网站名称",
    "site_domain": "网站域名",
    "site_id_code": "网站标识码",
    "icp_number": "ICP备案号",
    "police_number": "公安机关备案号",
    "disclosure_office": "政府信息公开工作机构",
    "address": "办公地址",
    "hours": "办公时间",
    "telephone": "联系电话",
    "fax": "传真",
    "email": "电子邮箱",
    "postcode": "邮政编码",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("--name", required=True, help="公开主体全称，如 内蒙古自治区工业和信息化厅")
    parser.add_argument("--credit-code", help="统一社会信用代码（新登记时必填）")
    parser.add_argument("--by", default="命令行", help="操作人姓名，写入操作记录")
    for field, words in FIELDS.items():
        parser.add_argument(f"--{field.replace('_', '-')}", help=words)


def run(args: argparse.Namespace) -> int:
    """Register or change the agency."""
    values = {field: getattr(args, field) for field in FIELDS if getattr(args, field) is not None}
    try:
        agency = set_agency(name=args.name, credit_code=args.credit_code, by=args.by, at=timezone.now(), **values)
    except ValidationError as error:
        raise BadInput("；".join(error.messages)) from error
    print(f"已登记：{agency.name}（{agency.credit_code}）。下一步：gongkai catalogue import 目录文件")  # noqa: T201
    return 0
