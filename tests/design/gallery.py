"""Every template with realistic values, written as files to look at: ``python tests/design/gallery.py OUTDIR``."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from design.gallery_disclosures import disclosure
from design.gallery_shared import site
from design.gallery_values import PAGES

from gongkai.design import assets
from gongkai.design.environment import render


def write(folder: Path) -> None:
    """Write all pages and assets below ``folder``, with a list of them at ``gallery.html``."""
    for path, content in assets.files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    values = site()
    for name, (template, page) in PAGES.items():
        (folder / name).write_text(render(template, site=values, page=page), "utf-8")
    links = "".join(f'<li><a href="{name}">{name}</a> {template}</li>' for name, (template, _) in PAGES.items())
    (folder / "gallery.html").write_text(f"<!doctype html><meta charset=utf-8><title>Gallery</title><ul>{links}</ul>", "utf-8")


def rate(seconds: float = 2.0) -> float:
    """Return how many plain disclosure pages are rendered in a second."""
    values, page = site(), disclosure()
    render("disclosure.html", site=values, page=page)
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        render("disclosure.html", site=values, page=page)
        count += 1
    return count / spent


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(f"{len(PAGES)} pages, {rate():.0f} disclosure pages a second")
