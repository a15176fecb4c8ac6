"""Who may ask what: every role at every path, and nothing changed by whoever may not."""

import re

import pytest

from coordinator.store.tokens import Tokens
from tests.fakes.small_center import CENTER_ID
from tests.fakes.web import PREFIX, ROLES, Operation, Web
from wire.messages import Role


def _guarded(web: Web) -> list[Operation]:
    return [one for one in web.operations if not one.is_open]


def _path(operation: Operation) -> str:
    return operation.fill().removeprefix(PREFIX)


def test_without_a_token_nothing_is_said_or_done(still_web: Web) -> None:
    before = still_web.dump()
    assert len(_guarded(still_web)) >= 25
    for operation in _guarded(still_web):
        response = still_web.send(operation.method, _path(operation))
        assert response.status_code == 401, operation.name
        assert response.json["accepted"] == ["Authorization: Bearer TOKEN"]  # type: ignore[index]
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert still_web.dump() == before


@pytest.mark.parametrize(
    "header",
    [
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        "Basic dGVzdDp0ZXN0",
        "wrong",
        "Bearer a b",
        "bearer\ttoken",
        "Bearer số",
    ],
)
def test_a_token_that_is_none_is_refused_everywhere(still_web: Web, header: str) -> None:
    for operation in _guarded(still_web):
        headers = {"Authorization": header.encode().decode("latin-1")}
        response = still_web.send(operation.method, _path(operation), headers=headers)
        assert response.status_code == 401, operation.name


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not_do_is_refused_and_not_done(still_web: Web, role: Role) -> None:
    before = still_web.dump()
    forbidden = [one for one in _guarded(still_web) if role not in one.roles]
    for operation in forbidden:
        response = still_web.send(operation.method, _path(operation), role)
        assert response.status_code == 403, operation.name
        assert response.json["accepted"] == sorted(operation.roles)  # type: ignore[index]
    assert forbidden
    assert still_web.dump() == before


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do_is_not_refused_for_its_sake(web: Web, role: Role) -> None:
    for operation in _guarded(web):
        if role in operation.roles:
            with web.send(operation.method, _path(operation), role) as response:
                assert response.status_code not in (401, 403), operation.name


def test_the_scheme_is_read_in_any_case(still_web: Web) -> None:
    headers = {"Authorization": f"bEARER {still_web.tokens['display']}"}
    assert still_web.send("GET", "/board", headers=headers).status_code == 200


def test_a_revoked_token_is_refused_from_the_next_request_on(web: Web) -> None:
    assert web.send("GET", "/board", "display").status_code == 200
    Tokens(web.front.desk._database, CENTER_ID).revoke("display-1", web.front.clock.now(), "2026-11-23")
    response = web.send("GET", "/board", "display")
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_another_centres_token_is_refused(web: Web) -> None:
    others = Tokens(web.front.desk._database, "other")
    token = others.create("admin", "admin-1", web.front.clock.now(), "2026-11-23")
    assert web.send("GET", "/board", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_whether_a_path_exists_is_not_told_to_strangers(still_web: Web) -> None:
    assert still_web.send("GET", "/nothing").status_code == 401
    assert still_web.send("GET", "/nothing", "admin").status_code == 404
    assert still_web.send("DELETE", "/board").status_code == 401


def test_a_wrong_method_names_the_right_ones(still_web: Web) -> None:
    response = still_web.send("DELETE", "/board", "admin")
    assert response.status_code == 405
    assert "GET" in response.json["accepted"]  # type: ignore[index]
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/counters/0x1/next",
        "/counters/-1/next",
        "/counters/99999/next",
        "/counters//next",
        "/Board",
        "/board/",
    ],
)
def test_paths_that_are_nearly_right_are_not_found(still_web: Web, path: str) -> None:
    assert still_web.send("POST", path, "admin").status_code == 404


def test_no_answer_repeats_a_token(still_web: Web) -> None:
    for role in ROLES:
        response = still_web.send("GET", "/center", role)
        assert not re.search("|".join(map(re.escape, still_web.tokens.values())), response.text)
