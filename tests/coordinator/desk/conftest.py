"""A second coordinator on the same database, as after a restart."""

import pytest

from config import Settings
from tests.coordinator.conftest import OpenFront
from tests.fakes.front import Front


@pytest.fixture
def open_again(settings: Settings, open_front: OpenFront) -> Front:
    return open_front(settings)
