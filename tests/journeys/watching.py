"""A browser page that is watched: what it complains about, and whom it asks besides the site."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page


@dataclass
class Watch:
    """What went wrong on a page since it is watched."""

    page: Page
    host: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to console, script errors and requests."""
        self._ears: dict[Any, Callable[..., None]] = {
            "console": self._console,
            "pageerror": lambda error: self.wrong.append(f"script: {error}"),
            "request": lambda request: self._asked(request.url),
            "requestfailed": lambda request: self.wrong.append(f"failed: {request.url}"),
        }
        for event, ear in self._ears.items():
            self.page.on(event, ear)

    def stop(self) -> None:
        """Watch no more."""
        for event, ear in self._ears.items():
            self.page.remove_listener(event, ear)

    def _console(self, message: ConsoleMessage) -> None:
        """Note errors and warnings, but not that the very page asked for is a 404 or 400, which is what was tested."""
        own = message.location.get("url") == self.page.url and "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not own:
            self.wrong.append(f"{message.type}: {message.text}")

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme != "data" and urlsplit(url).netloc != self.host:
            self.wrong.append(f"asked elsewhere: {url}")
