"""A small centre of its own for each of the coordinator's tests: its settings, database, desk and command line."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings, load_text
from coordinator.desk import open_desk
from coordinator.location import FILE_NAME
from motcua.__main__ import main
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.small_center import CENTER, Motcua, Said

OpenFront = Callable[[Settings], Front]


@pytest.fixture
def settings() -> Settings:
    return load_text(CENTER, "center.toml")


@pytest.fixture
def center_file(tmp_path: Path) -> Path:
    path = tmp_path / "center.toml"
    path.write_text(CENTER, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def url(data: Path) -> str:
    return f"sqlite:///{data / FILE_NAME}"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: to make the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / FILE_NAME
    open_desk(load_text(CENTER, "center.toml"), f"sqlite:///{path}", MovableClock()).close()
    return path


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def open_front(data: Path, url: str, clock: MovableClock, empty_database: Path) -> Iterator[OpenFront]:
    """Open a desk on the one database, as a start of the coordinator does; all are closed at the end."""
    shutil.copy(empty_database, data / FILE_NAME)
    opened: list[Front] = []

    def open_one(settings: Settings) -> Front:
        opened.append(Front(open_desk(settings, url, clock), clock))
        return opened[-1]

    yield open_one
    for front in opened:
        front.desk.close()


@pytest.fixture
def front(settings: Settings, open_front: OpenFront) -> Front:
    return open_front(settings)


@pytest.fixture
def motcua(center_file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> Motcua:
    """Run `motcua ARGUMENTS` on the small centre with its database in `data`."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        try:
            code = main([*arguments, "--config", str(center_file), "--data", str(data)])
        except SystemExit as end:
            code = int(str(end.code))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
