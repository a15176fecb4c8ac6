"""A desk of its own for each test, with a clock that stands until it is moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Settings
from coordinator.desk import open_desk
from coordinator.location import FILE_NAME
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front


@pytest.fixture
def front(settings: Settings, data: Path) -> Iterator[Front]:
    clock = MovableClock()
    desk = open_desk(settings, f"sqlite:///{data / FILE_NAME}", clock)
    yield Front(desk, clock)
    desk.close()
