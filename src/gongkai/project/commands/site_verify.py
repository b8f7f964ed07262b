"""``gongkai site verify``: compare every public file with the manifest, and say what differs."""

import argparse
import json
import sys

from rich.console import Console

from gongkai.project import press_room
from gongkai.project.commands.progress import building


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Verify; exit 0 when every file is as it should be, 1 when not."""
    site = press_room.site()
    if args.json:
        findings = site.verify()
        sys.stdout.write(json.dumps({"findings": [f.as_json() for f in findings]}, ensure_ascii=False, indent=1) + "\n")
        return 1 if findings else 0
    console = Console()
    with building(console, "核对公开网站") as on_progress:
        findings = site.verify(on_progress=on_progress)
    for finding in findings:
        console.print(f"[red]✗[/] {finding.message}")
    console.print("[green]✓[/] 每个文件都与清单一致。" if not findings else f"共 {len(findings)} 处不一致；gongkai site build 可以重建。")
    return 1 if findings else 0
