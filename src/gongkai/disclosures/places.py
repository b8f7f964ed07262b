"""How a finding names the file or the list it is about, in its ``field``, beside the plain names of fields and elements."""


def file_place(name: str) -> str:
    """Return what findings about an attachment carry as their field."""
    return f"file:{name}"


def list_place(pk: int) -> str:
    """Return what findings about a record list carry as their field."""
    return f"list:{pk}"
