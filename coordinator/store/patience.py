"""A connection that gives up a server which says nothing more: one that hangs, or behind a network that swallows all.

The server's own limits help only while it runs, and TCP is content with a machine whose kernel acknowledges what no
process ever reads. Without a bound of ours whoever asked would keep a thread, and a centre's turn, for ever.
"""

from typing import Any, Final, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen

SILENT_SECONDS: Final = 15.0
"""Longer than any statement may take by the server's own limits, so that it has the first word; and a little less than
the watchdog gives a board's reading."""
# As the driver has it: so often it looks whether somebody pressed Ctrl-C.
_LOOK_SECONDS: Final = 0.1

T = TypeVar("T")


class PatientConnection(psycopg.Connection[Any]):
    """Closed once the server has not answered for `patience_seconds`, for nobody knows what became of the statement;
    null: it is waited for as long as it takes.
    """

    patience_seconds: float | None = SILENT_SECONDS

    def wait(self, gen: PQGen[T], interval: float = _LOOK_SECONDS, timeout: float | None = None) -> T:
        """Every exchange with the server comes through here but the making of the connection."""
        if timeout is not None or self.patience_seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.patience_seconds)
        except errors._WaitTimeout:  # noqa: SLF001 the name that the driver's documentation gives it
            self.close()
            raise psycopg.OperationalError(
                f"the server has not answered for {self.patience_seconds:.0f} s"
            ) from None
