"""The file that an SQLite database lives in, as it can be seen from outside: whether it is still there, and whether
its disk would take more.
"""

import os
from pathlib import Path
from typing import Final

from coordinator.store.database import FilePlace, StoreError

LEAST_FREE_BYTES: Final = 1_000_000


class DatabaseFile:
    """`path` is there when this is made. What is looked at costs no reading and no writing."""

    def __init__(self, path: Path) -> None:
        self._place = FilePlace(path)

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
