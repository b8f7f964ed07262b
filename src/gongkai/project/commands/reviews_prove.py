"""``gongkai reviews prove``: show over all history that nothing went out unreviewed and nobody reviewed their own."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gongkai.disclosures.models import Publication
from gongkai.disclosures.separation import violations
from gongkai.disclosures.statuses import Act


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what can be chosen."""
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(args: argparse.Namespace) -> int:
    """Prove it; exit 0 when history is as it should be, 1 when not."""
    if args.json:
        found = [asdict(one) for one in violations()]
        sys.stdout.write(json.dumps({"violations": found}, ensure_ascii=False, indent=1) + "\n")
        return 1 if found else 0
    console = Console(soft_wrap=True)
    count = 0
    with _proving(console) as on_progress:
        for one in violations(on_progress=on_progress):
            count += 1
            console.print(f"[red]✗[/] {escape(one.index_number or '（无索引号）')} {escape(one.title)}：{escape(one.message)}")
    console.print("[green]✓[/] 每次公开都经过逐级审查，没有人审查自己的稿子，内容与所审一致。" if not count else f"共 {count} 处不符。")
    return 1 if count else 0


@contextmanager
def _proving(console: Console) -> Iterator[Callable[[int], None]]:
    """Show how far the proof has come; yields the callback that it calls."""
    total = Publication.objects.filter(act__in=(Act.PUBLISH, Act.CORRECT)).count()
    columns = (TextColumn("核查审查记录"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("核查", total=total)
        yield lambda done: bar.update(task, completed=done)
