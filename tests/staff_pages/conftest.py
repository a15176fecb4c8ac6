"""One coordinator and one browser for all tests of the pages; each test has counters and a domain of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.browser import chromium
from tests.fakes.pages import Centre, running_centre

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium() is not None:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="Chromium is missing: apt-get install chromium"))


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with running_centre(tmp_path_factory.mktemp("pages")) as running:
        yield running
