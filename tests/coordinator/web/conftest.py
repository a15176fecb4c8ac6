"""The small centre's web, in this process, with a token of each role."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from config import Settings, load_text
from coordinator.broadcast import Broadcast
from coordinator.desk import open_desk
from coordinator.location import FILE_NAME
from coordinator.store.tokens import Tokens
from coordinator.web.application import create_application
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.postgres import Postgres
from tests.fakes.served_center import served_center
from tests.fakes.small_center import CENTER, CENTER_ID
from tests.fakes.web import PREFIX, ROLES, Web, operations

OpenWeb = Callable[[Settings], Web]


@contextmanager
def _running(settings: Settings, url: str) -> Iterator[Web]:
    clock = MovableClock()
    desk = open_desk(settings, url, clock)
    broadcast = Broadcast(desk.board)
    desk.when_changed(broadcast.wake)
    broadcast.start()
    made = Tokens(desk._database, CENTER_ID)
    tokens = {role: made.create(role, f"{role}-1", clock.now(), "2026-11-23") for role in ROLES}
    application = create_application(served_center(desk, broadcast))
    web = Web(application, Front(desk, clock), broadcast, tokens)
    headers = {"Authorization": f"Bearer {tokens['display']}"}
    document = json.loads(application.test_client().get(f"{PREFIX}/openapi.json", headers=headers).data)
    yield replace(web, document=document, operations=list(operations(document)))
    broadcast.close()
    broadcast.join(20)
    desk.close()


@pytest.fixture
def open_web(made_url: str) -> Iterator[OpenWeb]:
    with ExitStack() as stack:
        yield lambda settings: stack.enter_context(_running(settings, made_url))


@pytest.fixture
def web(settings: Settings, open_web: OpenWeb) -> Web:
    return open_web(settings)


@pytest.fixture(scope="module")
def still_web(
    engine: str,
    tmp_path_factory: pytest.TempPathFactory,
    empty_database: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Web]:
    """One for all tests of a module that show that nothing is changed."""
    if engine == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        database = f"still-{request.module.__name__.rpartition('.')[2]}"
        server.create(database)
        url = server.socket_url(database)
    else:
        file = tmp_path_factory.mktemp("still") / FILE_NAME
        shutil.copy(empty_database, file)
        url = f"sqlite:///{file}"
    with _running(load_text(CENTER, "center.toml"), url) as web:
        yield web
