"""A database on a server that may start later than we do, or be away: who cannot reach another keeps trying."""

import logging
import time
from collections.abc import Callable
from typing import Final

from coordinator.store.database import Database, Unreached
from coordinator.store.versions import open_database
from runtime.backoff import Backoff

_LONGEST_PAUSE_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


def reach_database(url: str, sleep: Callable[[float], None] = time.sleep) -> Database:
    """As `open_database`, once the server answers; raises `StoreError` where trying again would mend nothing."""
    backoff, said = Backoff(cap=_LONGEST_PAUSE_SECONDS), ""
    while True:
        try:
            return open_database(url)
        except Unreached as error:
            if str(error) != said:
                log.warning("the database is not reached yet; it is tried again: %s", error)
            said = str(error)
        sleep(backoff.next_seconds())
