"""A server that comes late, or goes while it is being taken up: all is begun again, and nothing is left open."""

import pytest

from coordinator.reaching import reach_database
from coordinator.store.database import Database, StoreError, Unreached

pytestmark = pytest.mark.only_sqlite


class Use:
    """What a start does with the database; fails as often as there are failures."""

    def __init__(self, *failures: StoreError) -> None:
        self.failures = list(failures)
        self.given: list[Database] = []

    def __call__(self, database: Database) -> str:
        self.given.append(database)
        if self.failures:
            raise self.failures.pop(0)
        return "taken up"


def test_a_server_that_goes_while_it_is_taken_up_is_waited_for(made_url: str) -> None:
    use, pauses = Use(Unreached("it closed the connection"), Unreached("it starts up")), list[float]()
    assert reach_database(made_url, use, pauses.append) == "taken up"
    assert len(pauses) == 2
    assert len(set(map(id, use.given))) == 3
    assert all("Connections in pool: 0 " in database.engine.pool.status() for database in use.given[:2])


def test_what_no_waiting_mends_is_said_at_once(made_url: str) -> None:
    use = Use(StoreError("it is from a newer version"))
    with pytest.raises(StoreError, match="newer version"):
        reach_database(made_url, use, lambda _seconds: pytest.fail("waited"))
