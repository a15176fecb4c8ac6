"""Drawing to memory, for nothing here needs a screen or a sound device; and the coordinator that a board hears."""

import os
from collections.abc import Iterator

import pytest

from tests.fakes.stream import TellingCoordinator

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")


@pytest.fixture
def coordinator() -> Iterator[TellingCoordinator]:
    coordinator = TellingCoordinator()
    coordinator.start()
    yield coordinator
    coordinator.close()
