"""Taking up the database, by whichever process first can: the master at the start, or a worker for as long as it takes.

A database that cannot be opened does not end a coordinator that a service manager started: kiosk, board and lamps have
no other voice to say why there are no numbers. At a terminal somebody reads the reason, and it ends there.
"""

import logging
import mmap
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from config import SettingsError
from coordinator.center_file.changing import author
from coordinator.center_file.versions import Versions
from coordinator.center_file.written import CenterFile
from coordinator.database_file import why_unusable
from coordinator.desk import Actor, desk_over
from coordinator.hosting import Hosted
from coordinator.location import lock_file, sqlite_file
from coordinator.lock import hold_lock
from coordinator.store.copies import beside
from coordinator.store.database import Database, StoreError, connect
from coordinator.store.late import LateDatabase
from coordinator.store.versions import bring_up
from runtime.backoff import Backoff
from runtime.clock import SystemClock
from runtime.seldom import Seldom

# The worker of a coordinator that was killed an instant ago may still be dying.
PREDECESSOR_SECONDS: Final = 2.0
LONGEST_PAUSE_SECONDS: Final = 2.0

log = logging.getLogger(__name__)


class Opening:
    """Made in the master, before it forks; what one process has done the others know."""

    def __init__(self, centres: Sequence[Hosted], url: str) -> None:
        self.url = url
        self.file = sqlite_file(url)
        self._centres = centres
        self._is_locked = self.file is None
        self._taken_up = mmap.mmap(-1, 1)
        self._seen = self._look()

    def database(self) -> LateDatabase:
        """Not open yet. Raises `StoreError` where no trying would open it."""
        return LateDatabase(connect(self.url))

    def open(self, database: LateDatabase) -> None:
        """Try once; raises `StoreError` with the reason, which whoever asks the database is told too."""
        database.open(self._make_ready)

    def open_at_rest(self, database: LateDatabase) -> None:
        """Try again, but not while somebody puts the file back: a copy that grows must not be written to."""
        before, self._seen = self._seen, self._look()
        if before != self._seen:
            raise StoreError(f"{self.file} is just being changed")
        self.open(database)

    def _look(self) -> list[tuple[int, int, int]]:
        """At the file and its log; another one after each change."""
        if self.file is None:
            return []
        with suppress(OSError):
            found = [path.stat() for path in beside(self.file)[:2] if path.exists()]
            return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in found]
        return []

    def _make_ready(self, database: Database) -> None:
        try:
            self._lock()
            bring_up(database)
            self._let_settings_hold(database)
        except StoreError as error:
            more = "" if self.file is None else why_unusable(self.file, error)
            raise type(error)(f"{error}{more}") from error

    def _lock(self) -> None:
        """For this process's life, and for those that it forks later."""
        if self._is_locked or self.file is None or not self.file.parent.is_dir():
            return
        path = lock_file(self.file)
        try:
            hold_lock(path, PREDECESSOR_SECONDS)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        self._is_locked = True

    def _let_settings_hold(self, database: Database) -> None:
        """Those of the files, by whoever is the first to open; what was changed since holds for all others."""
        is_first = not self._taken_up[0]
        for centre in self._centres:
            changed_by = _author_of(centre) if is_first else None
            desk_over(database, centre.settings, SystemClock(), changed_by=changed_by)
        self._taken_up[0] = 1


class Opener(threading.Thread):
    """Tries until it is open. Why it is not yet each centre's vigil finds out, and says."""

    def __init__(
        self,
        open_once: Callable[[], None],
        backoff: Backoff | None = None,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        super().__init__(name="opener", daemon=True)
        self._open_once = open_once
        self._backoff = backoff or Backoff(first=0.2, cap=LONGEST_PAUSE_SECONDS)
        self._ended = threading.Event()
        self._wait = wait or self._ended.wait
        self._seldom = Seldom()

    def run(self) -> None:
        while not self._wait(self._backoff.next_seconds()) and not self._is_open():
            """Not yet."""

    def close(self) -> None:
        """Safe to do twice, and before `start`."""
        self._ended.set()

    def _is_open(self) -> bool:
        try:
            self._open_once()
        except StoreError:
            return False
        except Exception as error:  # noqa: BLE001 whatever it was, it is told and tried again
            if self._seldom.is_due(str(error)):
                say_not_open(error)
            return False
        log.warning("the database is open now")
        return True


def say_not_open(error: Exception) -> None:
    """What is foreseen is said in a line; anything else is a mistake of ours, with its trace."""
    trace = None if isinstance(error, StoreError) else error
    log.error("the database cannot be opened; it is tried again until it can: %s", error, exc_info=trace)


def _author_of(centre: Hosted) -> Actor:
    """Who is known to have written the file that holds now."""
    center_file = CenterFile(centre.path)
    try:
        return author(Versions(center_file.place).author_of(center_file.read().text))
    except SettingsError:
        # It was read when the process began, and cannot be read any more.
        return author("")
