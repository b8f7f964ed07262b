"""A ZIP that cannot overwhelm us: sizes are checked before anything is unpacked, and again while it is.

The sizes in a ZIP's directory are claims; ``zipfile`` never gives out more than is claimed, so the sum of the claims
bounds the work, and a claim that lies ends in a checksum error.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from gongkai.sources import limits
from gongkai.sources.errors import BadInput

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, NotImplementedError, OSError, ValueError,
    RuntimeError, KeyError, IndexError, OverflowError,
)  # fmt: skip
CHUNK = limits.MEGABYTE


class Archive:
    """The members of a ZIP, by name. Making one raises BadInput for a broken, enormous or locked archive."""

    def __init__(self, data: bytes, name: str, *, allow_locked: bool = False) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except BROKEN as error:
            raise self._broken() from error
        self._check_sizes(infos, len(data))
        self.infos = infos
        self.names = {info.filename for info in infos}
        self.locked = {info.filename for info in infos if info.flag_bits & 1}
        if self.locked and not allow_locked:
            raise BadInput(f"“{name}”设有密码，无法读取。请取消密码后再提交。")

    def read(self, member: str, limit: int = limits.XML_BYTES) -> bytes:
        """Unpack one member of at most ``limit`` bytes; raises BadInput when it is larger, absent or broken."""
        if member in self.names and self._zip.getinfo(member).file_size > limit:
            most = limit // limits.MEGABYTE
            raise BadInput(f"“{self.name}”里的“{member}”展开后超过 {most} MB，没有读取。请拆成几份。")
        return b"".join(self.chunks(member))

    def chunks(self, member: str) -> Iterator[bytes]:
        """Unpack one member piece by piece; raises BadInput when it is absent or broken."""
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except BROKEN as error:
            raise self._broken() from error

    def matching(self, prefix: str, suffix: str = "") -> list[str]:
        """List the members under ``prefix`` that end in ``suffix``, in the archive's order, each once."""
        names = dict.fromkeys(info.filename for info in self.infos)
        return [name for name in names if name.startswith(prefix) and name.endswith(suffix)]

    def _check_sizes(self, infos: list[zipfile.ZipInfo], packed: int) -> None:
        total = sum(info.file_size for info in infos)
        suspicious = total > limits.RATIO_FROM_BYTES and total > packed * limits.RATIO
        if len(infos) > limits.MEMBERS or total > limits.UNPACKED_BYTES or suspicious:
            raise BadInput(
                f"“{self.name}”展开后有 {total // limits.MEGABYTE} MB、{len(infos)} 个文件，大得不正常"
                "（可能是压缩炸弹），没有读取。请核对文件来源，或拆成几份后再提交。"
            )

    def _broken(self) -> BadInput:
        return BadInput(f"“{self.name}”已损坏或没有传完整，读不出来。请重新下载，或用原来的软件另存一份后再提交。")
