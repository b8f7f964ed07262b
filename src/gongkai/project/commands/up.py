"""``gongkai up``: from nothing to a served site, with progress; a second start keeps the data and takes seconds."""

import argparse
import os
import signal
import socket
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from rich.console import Console
from waitress.server import create_server

from gongkai.accounts.actions import ADMINISTRATOR, issue_administrator_password
from gongkai.agencies.models import Agency
from gongkai.project import first_run, press_room, sample_people
from gongkai.project.clock import Keeper, turn_day
from gongkai.project.commands.progress import building
from gongkai.project.serving import answers, application
from gongkai.sources.errors import BadInput

FIRST_STEPS = """还没有公开主体。请另开一个终端，依次运行（都加上 --data {data}）：
  [bold]gongkai agency set --name 全称 --credit-code 统一社会信用代码[/]
  [bold]gongkai catalogue import 目录文件[/]
  [bold]gongkai catalogue enforce --from 生效日期[/]
网站随后自动生成。"""

console = Console()


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="监听端口（默认 8000）")
    parser.add_argument("--no-samples", action="store_true", help="不装入示例数据（正式使用）")
    parser.add_argument("--examples", type=Path, default=Path("examples"), help="示例目录（默认 examples）")
    parser.add_argument("--prepare-only", action="store_true", help="只准备数据和网站，不启动服务")


def run(args: argparse.Namespace) -> int:
    """Prepare what is missing, then serve until Ctrl-C or until a service manager says so."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not args.prepare_only:
        _refuse_a_taken_port(args)
    with console.status("准备数据库 …"):
        first_run.migrate()
    console.print("[green]✓[/] 数据库就绪")
    if not args.no_samples and not Agency.objects.exists():
        first_run.load_examples(args.examples, at=timezone.now(), say=lambda words: console.print(f"[green]✓[/] {words}"))
    _bring_up_the_site()
    if not args.prepare_only:
        now = timezone.now()
        _serve(args, issue_administrator_password(at=now), sample_people.issue_passwords(at=now))
    return 0


def _refuse_a_taken_port(args: argparse.Namespace) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((args.host, args.port))
        except (OSError, OverflowError) as error:
            raise BadInput(f"{args.host}:{args.port} 已被占用或不能使用：请用 --port 换一个端口。") from error


def _bring_up_the_site() -> None:
    """Mend what an interrupted run left; build the site when there is none of this program; bring it up to date."""
    site = press_room.site()
    site.recover()
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        console.print(FIRST_STEPS.format(data=settings.DATA))
        return
    turn_day()
    if not press_room.is_of_this_program():
        with building(console, "生成公开网站") as on_progress:
            built = press_room.build(agency, at=timezone.now(), on_progress=on_progress)
        console.print(f"[green]✓[/] 公开网站已生成：{built.files} 个文件，{built.milliseconds / 1000:.1f} 秒")
    else:
        drained = press_room.drain()
        console.print(f"[green]✓[/] 公开网站已是最新（处理待发布 {drained.done} 项）")


def _serve(args: argparse.Namespace, password: str | None, sample_password: str | None) -> None:
    server = create_server(application(settings.SITE), host=args.host, port=args.port, threads=8, ident=None, **_proxy())
    keeper = Keeper(answers=partial(answers, args.host, args.port))
    keeper.start()
    address = f"http://{args.host}:{args.port}"
    console.print(f"\n公开网站  [bold]{address}/[/]\n工作台    [bold]{address}/desk/[/]")
    if address != settings.WAGTAILADMIN_BASE_URL.rstrip("/"):
        console.print(f"对外网址  {settings.WAGTAILADMIN_BASE_URL}（写进订阅、站点地图和打印页；用 GONGKAI_BASE_URL 更改）")
    if password:
        console.print(f"管理员    {ADMINISTRATOR}，一次性密码 [bold]{password}[/]（首次登录后须更换）")
    if sample_password:
        names = "、".join(sample_people.PEOPLE)
        console.print(f"示例账户  {names}，一次性密码都是 [bold]{sample_password}[/]")
    console.print("按 Ctrl-C 停止。\n")
    for signal_number in (signal.SIGINT, signal.SIGTERM):  # a service manager sends the second; a shell may mask the first
        signal.signal(signal_number, _interrupt)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        console.print("正在停止 …")
        server.close()
        keeper.stop()
        console.print("已停止，数据都在。")


def _proxy() -> dict[str, object]:
    """Trust the one proxy that is named, so that sign-ins are counted by visitor and https is seen; nobody else's headers."""
    proxy = os.environ.get("GONGKAI_PROXY", "")
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_headers": headers} if proxy else {}


def _interrupt(signal_number: int, frame: object) -> None:
    raise KeyboardInterrupt
