"""A progress bar for the acts that take longer than a blink."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from gongkai.publisher.files import Progress as Step


@contextmanager
def building(console: Console, words: str) -> Iterator[Callable[[Step], None]]:
    """Show how far a build or check has come; yields the callback that the publisher calls."""
    columns = (TextColumn(words), BarColumn(), TextColumn("{task.fields[files]} 个文件"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(words, total=None, files=0)

        def on_progress(step: Step) -> None:
            bar.update(task, completed=step.parts, total=step.of_parts or None, files=step.files)

        yield on_progress
