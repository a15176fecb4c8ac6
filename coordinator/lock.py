"""One coordinator to an SQLite database: a lock that the kernel takes back when its holder dies, however it dies."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from coordinator.store.database import StoreError
from runtime.owners import give_to_folders_owner

_POLL_SECONDS: Final = 0.02


class InUse(StoreError):
    """Another process holds the lock; the message names it as far as it can be known."""


def hold_lock(path: Path, wait_seconds: float = 0.0) -> int:
    """Lock the file for the rest of this process's life; `InUse` if another still holds it after `wait_seconds`.

    Gives the descriptor; closing it gives the lock back. Processes that are forked later share it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    give_to_folders_owner(descriptor, path.parent)
    deadline = time.monotonic() + wait_seconds
    while not _is_taken(descriptor):
        if time.monotonic() >= deadline:
            holder = os.read(descriptor, 64).decode(errors="replace").strip()
            os.close(descriptor)
            raise InUse(f"{path} is held by a running coordinator (process {holder or 'unknown'})")
        time.sleep(_POLL_SECONDS)
    _sign(descriptor)
    return descriptor


def _sign(descriptor: int) -> None:
    """Say in the file who holds it: a courtesy, for which a full disk has no room. The lock itself needs none."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())


def _is_taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
