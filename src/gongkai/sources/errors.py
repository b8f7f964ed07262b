"""What a file as received can be wrong about, in one sentence a clerk can act on: what, where, what to do."""


class BadInput(Exception):
    """The input cannot be used. The message is Chinese, one sentence or two: what is wrong, where, what to do."""
