"""The door for publishing a file without what its makers did not mean to publish: authors, companies, paths, GPS.

What is part of the document itself (tracked changes, comments, hidden sheets) is never taken out in silence: it is named in
``left``, and a person decides. The same bytes always give the same bytes, and stripping twice changes nothing more.
"""

import importlib

from gongkai.sources.errors import BadInput
from gongkai.sources.kinds import NAMES, kind_of
from gongkai.sources.messages import Stripped
from gongkai.sources.tables import check_size, unreported

__all__ = ["Stripped", "strip"]
OPENED = {"docx", "xlsx", "slides", "pdf", "picture", "zip"}
PLAIN = {"text", "csv"}


def strip(data: bytes, name: str) -> Stripped:
    """Return a file without its makers' traces; a file that cannot be opened comes back as it is, with the reason in ``left``."""
    try:
        check_size(len(data), name)
        kind = kind_of(data, name)
        if kind in PLAIN:
            return Stripped(data)
        if kind not in OPENED:
            return Stripped(data, (), (f"{NAMES.get(kind, '这种格式')}的文件属性没有去除。请另存为新格式（.docx、.xlsx、.pdf）",))
        isolated = importlib.import_module("gongkai.sources.isolated")
        for event in isolated.read_isolated("stripping_inside", "read", data, name, unreported):
            assert isinstance(event, Stripped)
            return event
        raise BadInput(f"“{name}”没有读完。请重新上传。")
    except BadInput as error:
        return Stripped(data, (), (f"文件属性没有去除：{error}",))
