"""``gongkai people list``: everybody with an account, their roles and whether they are away."""

import argparse
import json
import sys
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from gongkai.accounts.models import Appointment, Leave, User

console = Console()


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--all", action="store_true", help="也列已停用的")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Print people, by office and username."""
    on = timezone.localdate()
    running = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("office")
    away = Leave.objects.filter(first_on__lte=on, last_on__gte=on).select_related("deputy")
    users = User.objects.select_related("office").prefetch_related(
        Prefetch("appointments", running, to_attr="running"), Prefetch("leaves", away, to_attr="away")
    )
    if not args.all:
        users = users.filter(is_active=True)
    people = [_said(user) for user in users.order_by("office__code", "username")]
    if args.json:
        sys.stdout.write(json.dumps({"on": on.isoformat(), "people": people}, ensure_ascii=False, indent=2) + "\n")
        return 0
    table = Table(title="人员", title_justify="left")
    for heading in ("用户名", "姓名", "科室", "角色", "状态"):
        table.add_column(heading, overflow="fold")
    for one in people:
        roles = "\n".join(role["label"] + (f"（{role['office']}）" if role["office"] else "") for role in one["roles"])
        table.add_row(one["username"], one["name"], one["office"] or "—", roles or "没有角色", one["state"])
    console.print(table)
    return 0


def _said(user: Any) -> dict[str, Any]:
    leave = user.away[0] if user.away else None
    deputy = f"，{leave.deputy.full_name}代理" if leave and leave.deputy else ""
    state = "已停用" if not user.is_active else f"休假至{leave.last_on}{deputy}" if leave else "在岗"
    return {
        "username": user.username,
        "name": user.full_name,
        "office": user.office.name if user.office else None,
        "sample": user.is_sample,
        "state": state,
        "roles": [
            {
                "role": one.role,
                "label": one.get_role_display(),
                "office": one.office.name if one.office else None,
                "since": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in user.running
        ],
    }
