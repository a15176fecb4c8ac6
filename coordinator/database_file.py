"""The file that an SQLite database lives in, as it can be seen from outside: whether it is still there, and whether
its disk would take more.
"""

import errno
import os
from pathlib import Path
from typing import Final

from coordinator.causes import cause_of
from coordinator.store.database import FilePlace, StoreError

LEAST_FREE_BYTES: Final = 1_000_000
_UNCLEAR: Final = ("disk", "moved", "other")
_TELLING: Final = (errno.EROFS, errno.ENOSPC)
"""Of the rest, some file systems know no files without a name."""


class DatabaseFile:
    """Raises `StoreError` where `path` leads to nothing. What is looked at costs no reading and no writing."""

    def __init__(self, path: Path) -> None:
        try:
            self._place = FilePlace(path)
        except OSError as error:
            raise StoreError(f"the database failed: {path} was moved or removed") from error

    def is_doubtful(self) -> bool:
        """Whether a write may soon fail: the disk is all but full or takes no writing.

        Raises `StoreError` where the path leads to another file than at first, or to none.
        """
        self._place.check()
        try:
            disk = os.statvfs(self._place.path)
        except OSError as error:
            raise StoreError(f"the database failed: {self._place.path}: {error.strerror}") from error
        is_read_only = bool(disk.f_flag & os.ST_RDONLY)
        return is_read_only or disk.f_bavail * disk.f_frsize < LEAST_FREE_BYTES


def why_unusable(path: Path, error: StoreError) -> str:
    """What the disk has to say where SQLite could not open a file, to be put behind its words; empty where nothing.

    SQLite says "unable to open database file" of a card that takes no writing as of a file that nobody may read, and
    "disk I/O error" of a full one.
    """
    if cause_of(error) not in _UNCLEAR or not path.parent.is_dir():
        return ""
    try:
        disk = os.statvfs(path.parent)
        if path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CLOEXEC))
    except OSError as found:
        return f": {found.strerror}"
    if disk.f_flag & os.ST_RDONLY:
        return f": {os.strerror(errno.EROFS)}"
    return f": {os.strerror(errno.ENOSPC)}" if disk.f_bavail * disk.f_frsize < LEAST_FREE_BYTES else ""


def why_unwritten(path: Path, error: StoreError) -> str:
    """What the disk has to say where a write to an open database failed, to be put behind SQLite's words; empty where
    nothing.

    SQLite says "disk I/O error" of whatever a write met. Asked by a file without a name beside the database: to open
    and close the database itself would let go of the locks that SQLite holds on it.
    """
    if cause_of(error) not in _UNCLEAR:
        return ""
    try:
        os.close(os.open(path.parent, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except OSError as found:
        return f": {found.strerror}" if found.errno in _TELLING else ""
    return ""
