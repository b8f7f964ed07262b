"""What can go wrong with the public site's files, each with words a clerk or an operator can act on.

One module, because a full disk or a busy site is met in several places and must be named the same in all of them.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class SiteError(Exception):
    """The site's files could not be written; the message says why, in Chinese."""


class UnsafePath(SiteError):
    """A path would leave the site, hide in it, or collide with a precompressed file."""


class PathClash(SiteError):
    """Two files want one name, or a file wants the name of a folder."""


class SiteBusy(SiteError):
    """Another publisher held the site for longer than we were willing to wait."""


class SiteFull(SiteError):
    """The disk is full; what was half written has been removed or waits to be finished."""


class DamagedSource(SiteError):
    """A file to be copied does not have the bytes its hash promises."""


class ManifestLost(SiteError):
    """The manifest of the release the public sees is missing or damaged; a full build makes a new one."""


class BuildFailed(SiteError):
    """A part of a full build raised or its process died; the site is as it was."""


FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def naming_a_full_disk() -> Iterator[None]:
    """Turn the several ways a full disk shows itself into ``SiteFull``."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise SiteFull("磁盘空间不足，本次发布没有完成；请清理磁盘后重试") from error
        raise
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise SiteFull("磁盘空间不足，站点清单没有写完；请清理磁盘后重试") from error
        raise
