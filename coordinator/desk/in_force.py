"""The settings in force: what the process was started with, and what has changed since, as the database keeps it.

Every transaction finds in the centre's row which revision holds, so that each sees the settings of its own moment, in
whichever process they were changed.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from config import Settings
from config.live import decode_live, with_live
from coordinator.desk.work import Centre
from coordinator.store import ledger
from coordinator.store.ledger import CenterRow


@dataclass(frozen=True)
class _Standing:
    revision: int
    centre: Centre


class InForce:
    """Thread-safe: what is newest is set whole."""

    def __init__(self, started: Settings) -> None:
        self._started = started
        self._newest = _Standing(0, Centre(started))

    @property
    def newest(self) -> Centre:
        """As this process knows it; outside a transaction."""
        return self._newest.centre

    def at(self, connection: Connection, row: CenterRow) -> Centre:
        """As the transaction sees it that has read this row."""
        newest = self._newest
        return newest.centre if newest.revision == row.revision else self._take_up(connection, row)

    def _take_up(self, connection: Connection, row: CenterRow) -> Centre:
        text = ledger.read_settings(connection, self._newest.centre.id)
        live = None if text is None else decode_live(text)
        if live is None:
            return self._newest.centre
        found = _Standing(row.revision, Centre(with_live(self._started, live)))
        # A look that began before the last change must not bring back what was.
        if found.revision > self._newest.revision:
            self._newest = found
        return found.centre
