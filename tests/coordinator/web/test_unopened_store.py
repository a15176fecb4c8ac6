"""A database that could not be opened yet: every route says so, and none makes a mistake of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from flask import Flask

from config import Settings
from coordinator.desk import desk_before
from coordinator.location import FILE_NAME
from coordinator.store.database import StoreError, connect
from coordinator.store.late import LateDatabase
from coordinator.store.versions import bring_up
from coordinator.web.application import create_application
from tests.fakes.clock import MovableClock
from tests.fakes.served_center import served_center
from wire.messages import STORE_UNAVAILABLE, Health, Problem


@pytest.fixture
def application(settings: Settings, data: Path) -> Iterator[Flask]:
    (data / FILE_NAME).write_text("no database at all, but long enough to be looked at" * 100)
    database = LateDatabase(connect(f"sqlite:///{data / FILE_NAME}"))
    with pytest.raises(StoreError):
        database.open(bring_up)
    desk = desk_before(database, settings, MovableClock())
    yield create_application(served_center(desk))
    desk.close()


def _routes(application: Flask) -> list[tuple[str, str]]:
    found = []
    for rule in application.url_map.iter_rules():
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
        path = re.sub(r"<[^>]+>", "x", re.sub(r"<int[^>]*>", "1", path))
        found += [
            (method, path) for method in sorted(rule.methods or ()) if method not in ("HEAD", "OPTIONS")
        ]
    return found


def test_every_route_says_why_or_needs_no_database(application: Flask) -> None:
    client, routes = application.test_client(), _routes(application)
    assert len(routes) > 60
    for method, path in routes:
        response = client.open(path, method=method, headers={"Authorization": "Bearer something"}, json={})
        where = f"{method} {path}: {response.status_code} {response.text[:200]}"
        assert response.status_code < 500 or response.status_code == 503, where
        # A new device that asks to be let in has no token, and is told first what its wish lacks.
        if path.startswith("/api/v1/") and response.status_code != 422:
            problem = msgspec.json.decode(response.data, type=Problem)
            told = (response.status_code, problem.type, problem.cause)
            assert told == (503, STORE_UNAVAILABLE, "damaged"), where


def test_the_health_says_why(application: Flask) -> None:
    response = application.test_client().get("/healthz")
    health = msgspec.json.decode(response.data, type=Health)
    assert (response.status_code, health.status, health.cause) == (503, "failing", "damaged")
    assert "not a database" in health.reason
