"""A database of its own for each test."""

from collections.abc import Iterator

import pytest

from coordinator.store import ledger
from coordinator.store.database import Database
from coordinator.store.versions import open_database
from tests.fakes.small_center import CENTER_ID


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Open, with the small centre's row in it."""
    opened = open_database(url)
    with opened.write(CENTER_ID) as connection:
        ledger.ensure_center(connection, CENTER_ID)
    yield opened
    opened.close()
