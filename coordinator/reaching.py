"""A database on a server that may start later than we do, or be away: who cannot reach another keeps trying."""

import logging
import time
from collections.abc import Callable
from typing import Final, TypeVar

from coordinator.store.database import Database, Unreached
from coordinator.store.versions import open_database
from runtime.backoff import Backoff

_LONGEST_PAUSE_SECONDS: Final = 5.0

T = TypeVar("T")

log = logging.getLogger(__name__)


def reach_database(url: str, use: Callable[[Database], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """What `use` makes of the opened database, once the server answers for long enough: where it goes meanwhile, all
    is closed and begun again. Raises `StoreError` where trying again would mend nothing.
    """
    backoff, said = Backoff(cap=_LONGEST_PAUSE_SECONDS), ""
    while True:
        try:
            return _use(open_database(url), use)
        except Unreached as error:
            if str(error) != said:
                log.warning("the database is not reached yet; it is tried again: %s", error)
            said = str(error)
        sleep(backoff.next_seconds())


def _use(database: Database, use: Callable[[Database], T]) -> T:
    try:
        return use(database)
    except BaseException:
        database.close()
        raise
