"""A hash as a part of an address."""


class Sha256:
    """Sixty-four hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """Return the hash."""
        return value

    def to_url(self, value: str) -> str:
        """Return the hash."""
        return value
