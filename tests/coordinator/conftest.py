"""A small centre of its own for each of the coordinator's tests: its settings, database, desk and command line.

Whatever asks for the database is done on both engines, SQLite and PostgreSQL, unless it is marked `only_sqlite`.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings, load_text
from coordinator.desk import open_desk
from coordinator.location import FILE_NAME
from coordinator.store.versions import open_database
from motcua.__main__ import main
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.postgres import EmptiedDatabase, Postgres, a_postgres
from tests.fakes.small_center import CENTER, Motcua, Said

OpenFront = Callable[[Settings], Front]
ENGINES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        only_sqlite = metafunc.definition.get_closest_marker("only_sqlite")
        metafunc.parametrize(
            "engine", ENGINES[:1] if only_sqlite else ENGINES, indirect=True, scope="session"
        )


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine keeps the database of this test."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of this process."""
    with a_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def emptied(postgres: Postgres) -> Iterator[EmptiedDatabase]:
    database = EmptiedDatabase(postgres, lambda url: open_database(url).close())
    yield database
    database.close()


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
def url(engine: str, data: Path, request: pytest.FixtureRequest) -> str:
    """Where nothing is kept yet."""
    if engine == "postgresql":
        emptied: EmptiedDatabase = request.getfixturevalue("emptied")
        return emptied.empty()
    return f"sqlite:///{data / FILE_NAME}"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite's, made once: to make the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / FILE_NAME
    open_desk(load_text(CENTER, "center.toml"), f"sqlite:///{path}", MovableClock()).close()
    return path


@pytest.fixture
def made_url(engine: str, url: str, data: Path, empty_database: Path) -> str:
    """As `url`, with the tables made."""
    if engine == "sqlite":
        shutil.copy(empty_database, data / FILE_NAME)
    return url


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def open_front(made_url: str, clock: MovableClock) -> Iterator[OpenFront]:
    """Open a desk on the one database, as a start of the coordinator does; all are closed at the end."""
    opened: list[Front] = []

    def open_one(settings: Settings) -> Front:
        opened.append(Front(open_desk(settings, made_url, clock), clock))
        return opened[-1]

    yield open_one
    for front in opened:
        front.desk.close()


@pytest.fixture
def front(settings: Settings, open_front: OpenFront) -> Front:
    return open_front(settings)


@pytest.fixture
def motcua(
    engine: str, url: str, center_file: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> Motcua:
    """Run `motcua ARGUMENTS` on the small centre with its database in `data`, or on the server."""
    where = ["--data", str(data)] if engine == "sqlite" else []
    if engine == "postgresql":
        center_file.write_text(f'{CENTER}\n[coordinator]\ndatabase = "{url}"\n', encoding="utf-8")

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        try:
            code = main([*arguments, "--config", str(center_file), *where])
        except SystemExit as end:
            code = int(str(end.code))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
