"""Every test of this folder boots a Debian: they run where `MOTCUA_APPLIANCE_TESTS` is set (./run test-appliance).

The short one, `test_boot.py`, runs in CI too.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.appliance.debian import cache, copy_sources, why_not
from tests.appliance.machine import Machine

SWITCH = "MOTCUA_APPLIANCE_TESTS"
HERE = Path(__file__).parent
SHORT = "test_boot.py"
# Making the Debian, once, takes some minutes.
LONGEST_SECONDS = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(LONGEST_SECONDS))
            reason = _reason_to_skip(is_short=item.path.name == SHORT)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


def _reason_to_skip(*, is_short: bool) -> str:
    is_wanted = bool(os.environ.get(SWITCH)) or (is_short and os.environ.get("CI") == "true")
    return why_not() if is_wanted else f"takes minutes: ./run test-appliance ({SWITCH}=1)"


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sources(tmp_path_factory.mktemp("sources") / "motcua")


@contextmanager
def _disk() -> Iterator[Path]:
    """A folder for a machine's disk: an overlay's upper part may not lie on another overlay."""
    with tempfile.TemporaryDirectory(dir=cache(), prefix="disk-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def disk() -> Iterator[Path]:
    with _disk() as folder:
        yield folder


@pytest.fixture(scope="module")
def kiosk(sources: Path) -> Iterator[Machine]:
    """A machine on which a kiosk was installed and runs; the tests of a module share it."""
    with _disk() as folder, Machine(folder, sources) as machine:
        machine.configure()
        machine.boot()
        machine.install("kiosk")
        yield machine
