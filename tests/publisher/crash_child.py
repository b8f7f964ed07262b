"""A publisher to be killed: publishes generation after generation, by batches and now and then by a full build.

``python crash_child.py ROOT NAME FIRST LAST`` appends each generation to ROOT/../NAME.acknowledged when it is done.
Every page ends with its own length, so that a torn one is seen; ``index.html`` lists all pages of ``NAME``.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from gongkai.publisher.files import ENTRANCE, File, Part
from gongkai.publisher.site import Site


def sealed(text: str) -> bytes:
    """Return a body that says how long it is."""
    body = text.encode()
    return body + b"\n%010d" % len(body)


def page(name: str, number: int) -> File:
    """Return one page, long enough to be compressed."""
    return File(f"{name}/{number % 10}/{number}.html", sealed(f"{name} {number} " * (50 + number * 7 % 300)))


def front(name: str, last: int) -> File:
    """Return the list of all pages up to a generation."""
    return File(f"{name}/index.html", sealed(" ".join(page(name, number).path for number in range(last + 1))), ENTRANCE)


def whole(states: dict[str, int]) -> Iterator[File]:
    """Yield the whole site at a generation of each name."""
    for name, last in states.items():
        yield from (page(name, number) for number in range(last + 1))
        yield front(name, last)


def states_in(root: Path) -> dict[str, int]:
    """Read from the public files how far each name is."""
    found = {}
    for folder in (root / "current").iterdir():
        if (folder / "index.html").exists():
            found[folder.name] = (folder / "index.html").read_bytes().count(b".html") - 1
    return found


def main(root: Path, name: str, first: int, last: int) -> None:
    """Publish generations one by one."""
    site = Site(root, wait=30)
    site.recover()
    with (root.parent / f"{name}.acknowledged").open("a") as acknowledged:
        for number in range(first, last):
            if number % 8 == 5:
                with site.locked():
                    state = states_in(root) | {name: number}
                    site.build([Part("crash_child:whole", (state,))], workers=1)
            else:
                site.apply([front(name, number), page(name, number)])
            acknowledged.write(f"{number}\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())
    site.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
