"""What a killed publisher leaves in ``staging``, and how it is finished or thrown away."""

import re
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from gongkai.publisher.batches import Batch
from gongkai.publisher.durability import sync_file_system
from gongkai.publisher.layout import Layout, empty
from gongkai.publisher.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Recovered:
    """Batches finished, batches dropped because they were never whole, half releases removed."""

    finished: int = 0
    dropped: int = 0
    releases: int = 0


_BATCH = re.compile(r"\d{8,}-[0-9a-f]+")


def batch_folders(layout: Layout) -> list[Path]:
    """Return the batches in ``staging``, oldest first."""
    return sorted((one for one in layout.staging.iterdir() if _BATCH.fullmatch(one.name)), key=_number)


def next_batch_folder(layout: Layout) -> Path:
    """Return a new name, later than every batch there is, that no other process will ever use."""
    number = max(map(_number, batch_folders(layout)), default=0) + 1
    return layout.staging / f"{number:08d}-{token_hex(6)}"


def _number(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def finish(layout: Layout, tree: Path, manifest: Manifest) -> Recovered:
    """Finish whole batches in their order, drop the others, make it durable and clear them all away."""
    found = batch_folders(layout)
    whole = _whole(found, tree)
    for place, batch in enumerate(whole):
        later = whole[place + 1 :]
        for other in later:
            other.inherit(batch)
        taken_over = set().union(*(other.touched() for other in later))
        ours = batch.without(taken_over)
        ours.reveal_again()
        ours.record_in(manifest)
    if whole:
        sync_file_system(layout.root)
    for folder in found:
        empty(folder)
    return Recovered(finished=len(whole), dropped=len(found) - len(whole))


def _whole(found: list[Path], tree: Path) -> list[Batch]:
    """Return the batches to finish: the last only if it is whole; earlier ones were, or no later one would exist."""
    read = [(folder, Batch.load(folder, tree)) for folder in found]
    last = found[-1] if found else None
    return [batch for folder, batch in read if batch and (folder != last or batch.is_whole())]


def discard_half_releases(layout: Layout) -> int:
    """Remove every release that is newer than the current one: builds that were killed before they were swapped in."""
    current = layout.current_number() or 0
    half = [number for number in layout.numbers() if number > current]
    for number in half:
        layout.discard_release(number)
    return len(half)


def clear_trash(layout: Layout) -> None:
    """Remove what was on its way out, and a link that was never swapped in."""
    (layout.root / "current.new").unlink(missing_ok=True)
    for stray in layout.staging.iterdir():
        if not _BATCH.fullmatch(stray.name):
            empty(stray) if stray.is_dir() and not stray.is_symlink() else stray.unlink(missing_ok=True)
