"""The file that an SQLite database lives in, as it can be seen from outside: whether it is still there, and whether
its disk would take more.

SQLite goes on writing into a file that was moved or deleted under it, and says nothing.
"""

import os
from pathlib import Path
from typing import Final

from coordinator.store.database import StoreError

LEAST_FREE_BYTES: Final = 1_000_000


class DatabaseFile:
    """`path` is there when this is made. What is looked at costs no reading and no writing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity = _identity(path)

    def is_doubtful(self) -> bool:
        """Whether a write may soon fail: the disk is all but full or takes no writing.

        Raises `StoreError` where the path leads to another file than at first, or to none.
        """
        try:
            if _identity(self._path) != self._identity:
                raise StoreError(
                    f"the database failed: another file stands in the place of {self._path}; it was moved"
                )
            disk = os.statvfs(self._path)
        except FileNotFoundError as error:
            raise StoreError(f"the database failed: {self._path} was moved or removed") from error
        except OSError as error:
            raise StoreError(f"the database failed: {self._path}: {error.strerror}") from error
        is_read_only = bool(disk.f_flag & os.ST_RDONLY)
        return is_read_only or disk.f_bavail * disk.f_frsize < LEAST_FREE_BYTES


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
