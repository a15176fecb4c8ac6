"""A database that people ask for before it can be used: until it is open, each is told why it is not.

So a coordinator whose database cannot be opened is the same as one whose database fails later: the same routes, the
same answers, the same fault on every screen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from coordinator.store.database import Database, News, StoreError


class LateDatabase(Database):
    """Stands before another one, and passes everything on to it once `open` has succeeded."""

    def __init__(self, behind: Database) -> None:
        super().__init__(behind.engine)
        self.is_shared = behind.is_shared
        self._behind = behind
        self._why_not = f"{behind.name} is not open yet"

    @property
    def is_open(self) -> bool:
        return not self._why_not

    def open(self, make_ready: Callable[[Database], None]) -> None:
        """Open once `make_ready` has done with the other one what comes before all else. Where that raises, so does
        this: nothing stays open, and a `StoreError` is what everyone is told from then on.
        """
        try:
            make_ready(self._behind)
        except BaseException as error:
            self._why_not = (isinstance(error, StoreError) and str(error)) or type(error).__name__
            self._behind.let_go()
            raise
        self._why_not = ""

    @property
    def name(self) -> str:
        return self._behind.name

    @contextmanager
    def write(self, center: str | None = None) -> Iterator[Connection]:
        self._check()
        with self._behind.write(center) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        self._check()
        with self._behind.read() as connection:
            yield connection

    @contextmanager
    def alone(self, task: str) -> Iterator[bool]:
        self._check()
        with self._behind.alone(task) as is_alone:
            yield is_alone

    @property
    def news(self) -> News | None:
        """Heard over a line of its own, which is tried again by itself."""
        return self._behind.news

    def let_go(self) -> None:
        self._behind.let_go()

    def close(self) -> None:
        self._behind.close()

    def _check(self) -> None:
        if self._why_not:
            raise StoreError(self._why_not)
