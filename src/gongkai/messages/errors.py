"""What can go wrong between here and a reader, in words for the log of deliveries."""

from gongkai.sources.errors import BadInput


class BadChannel(BadInput):
    """An address of a channel that cannot be used; the message says what to paste instead and never repeats a secret."""


class NotDelivered(Exception):
    """A message did not arrive. ``for_good``: trying again is of no use. ``way_is_down``: others on this way fail too."""

    def __init__(self, words: str, *, for_good: bool = False, way_is_down: bool = False) -> None:
        """Keep the words and what follows from the failure."""
        super().__init__(words)
        self.words = words[:300]
        self.for_good = for_good
        self.way_is_down = way_is_down
