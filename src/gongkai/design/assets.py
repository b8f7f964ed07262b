"""The files every page refers to: one stylesheet, one script, one icon, each named by the hash of its content.

There is no build: the styles are read in a fixed order, comments dropped, and joined. A changed byte changes the name,
so a reader's cache never has to be asked twice and an old page keeps the style it was published with.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
LAYERS = "@layer reset, tokens, base, layout, components, modes, print;\n"
FIRST = ("reset", "tokens", "base", "layout")
LAST = ("modes", "print")


def files() -> list[tuple[str, bytes]]:
    """Return every asset as (path below the site's root, content)."""
    return [(url.removeprefix("/"), content) for url, content in _built()]


def urls() -> tuple[str, str]:
    """Return the addresses of the stylesheet and of the script."""
    return _built()[0][0], _built()[1][0]


def icon_url() -> str:
    """Return the address of the site's icon, the one browsers show on a tab."""
    return _built()[2][0]


def stylesheet() -> str:
    """Return the whole stylesheet: layers in order, then each component's own style."""
    sources = [HERE / "styles" / f"{name}.css" for name in FIRST]
    sources += sorted((HERE / "components").glob("*/*.css"))
    sources += [HERE / "styles" / f"{name}.css" for name in LAST]
    return LAYERS + "\n".join(_compact(source.read_text("utf-8")) for source in sources) + "\n"


@cache
def _built() -> tuple[tuple[str, bytes], ...]:
    script = (HERE / "script" / "site.js").read_bytes()
    icon = (HERE / "icons" / "site.svg").read_bytes()
    return tuple(
        (f"/assets/{hashlib.sha256(content).hexdigest()[:16]}.{kind}", content)
        for kind, content in (("css", stylesheet().encode()), ("js", script), ("svg", icon))
    )


def _compact(css: str) -> str:
    """Drop comments, indentation and empty lines; what is left is still readable."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", css, flags=re.S).splitlines())
    return "\n".join(line for line in lines if line)
