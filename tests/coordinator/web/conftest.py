"""The small centre's web, in this process, with a token of each role."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config import Settings
from coordinator.broadcast import Broadcast
from coordinator.location import FILE_NAME
from coordinator.store.tokens import Tokens
from coordinator.web.application import create_application
from tests.coordinator.conftest import OpenFront
from tests.fakes.small_center import CENTER_ID
from tests.fakes.web import PREFIX, ROLES, Web, operations

OpenWeb = Callable[[Settings], Web]


@pytest.fixture
def open_web(open_front: OpenFront, data: Path) -> Iterator[OpenWeb]:
    broadcasts: list[Broadcast] = []

    def open_one(settings: Settings) -> Web:
        front = open_front(settings)
        broadcast = Broadcast(front.desk.board)
        front.desk.when_changed(broadcast.wake)
        broadcasts.append(broadcast)
        broadcast.start()
        made = Tokens(front.desk._database, CENTER_ID)
        tokens = {role: made.create(role, f"{role}-1", front.clock.now(), "2026-11-23") for role in ROLES}
        application = create_application(front.desk, broadcast, settings, "1.2.3")
        web = Web(application, front, tokens, data / FILE_NAME)
        headers = {"Authorization": f"Bearer {tokens['display']}"}
        document = application.test_client().get(f"{PREFIX}/openapi.json", headers=headers).json
        return replace(web, document=document, operations=list(operations(document)))

    yield open_one
    for broadcast in broadcasts:
        broadcast.close()
        broadcast.join(20)


@pytest.fixture
def web(settings: Settings, open_web: OpenWeb) -> Web:
    return open_web(settings)
