"""``gongkai site build``: make every public file again, in parallel, and swap the whole site in at once."""

import argparse

from django.utils import timezone
from rich.console import Console

from gongkai.agencies.models import Agency
from gongkai.project import press_room
from gongkai.project.commands.progress import building
from gongkai.sources.errors import BadInput


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--workers", type=int, default=2, help="并行进程数（默认 2）")


def run(args: argparse.Namespace) -> int:
    """Build, and say what was written."""
    console = Console()
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        raise BadInput("还没有公开主体：请先用 gongkai agency set 登记，再导入目录。")
    with building(console, "生成公开网站") as on_progress:
        built = press_room.build(agency, at=timezone.now(), on_progress=on_progress, workers=args.workers)
    if not built.swapped:
        console.print(f"没有变化：{built.files} 个文件都已是最新，没有改动任何文件。")
    else:
        seconds = built.milliseconds / 1000
        console.print(f"已生成 {built.files} 个文件（新写 {built.written}，沿用 {built.unchanged}），用时 {seconds:.1f} 秒。")
    return 0
