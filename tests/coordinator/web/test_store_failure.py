"""A store that does not work: said as such, with the wish to try again, and healthy only when it works."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from coordinator.broadcast import LONGEST_SILENCE_SECONDS, Broadcast
from coordinator.store.database import StoreError
from coordinator.vigil import Vigil
from coordinator.web.application import create_application
from tests.fakes.served_center import served_center
from tests.fakes.waiting import wait_for
from tests.fakes.web import Web
from wire.messages import STORE_UNAVAILABLE, Board


def _break(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the database failed: disk I/O error")

    monkeypatch.setattr(web.front.desk._database, "write", fail)
    monkeypatch.setattr(web.front.desk._database, "read", fail)


def test_the_health_needs_no_token_and_tells_version_alone(web: Web) -> None:
    response = web.application.test_client().get("/healthz")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "version": "1.2.3", "reason": "", "cause": ""}


def test_a_store_that_fails_is_unhealthy_and_says_why(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(web, monkeypatch)
    response = web.application.test_client().get("/healthz")
    assert response.status_code == 503
    assert response.json is not None
    assert response.json["status"] == "failing"
    assert "disk I/O error" in response.json["reason"]


def test_a_board_that_is_no_longer_read_is_unhealthy(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Broadcast, "seconds_behind", lambda _self: LONGEST_SILENCE_SECONDS + 1)
    response = web.application.test_client().get("/healthz")
    assert response.status_code == 503
    assert "17 s" in response.text


@pytest.mark.parametrize(
    ("method", "path", "body"), [("GET", "/board", None), ("POST", "/tickets", {"domain": "chung-thuc"})]
)
def test_requests_are_told_to_come_again(
    web: Web, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: object
) -> None:
    with monkeypatch.context() as broken:
        _break(web, broken)
        response = web.send(method, path, "admin", body, key="k")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Idempotency-Key" in response.json["detail"]  # type: ignore[index]
    assert web.send(method, path, "admin", body, key="k").status_code in (200, 201)


def test_a_citizens_page_says_it_in_words(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(web, monkeypatch)
    response = web.application.test_client().get("/t/anything")
    assert response.status_code == 503
    assert response.mimetype == "text/html"


def test_a_program_is_told_why_in_a_word(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(web, monkeypatch)
    assert web.application.test_client().get("/healthz").json["cause"] == "disk"  # type: ignore[index]
    response = web.send("GET", "/board", "admin")
    assert (response.json["type"], response.json["cause"]) == (STORE_UNAVAILABLE, "disk")  # type: ignore[index]
    assert "disk I/O error" in response.json["detail"]  # type: ignore[index]


def test_requests_that_fail_alike_are_one_line_in_the_log(
    web: Web, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _break(web, monkeypatch)
    for _ in range(20):
        web.send("GET", "/board", "admin")
    assert caplog.text.count("the store failed") == 1


@pytest.fixture
def unkept(web: Web) -> Iterator[Web]:
    """A store that is read without trouble and takes nothing, as its vigil knows."""

    def prove() -> None:
        raise StoreError("the database failed: database or disk is full")

    vigil = Vigil(prove)
    desk = web.front.desk

    def read_board() -> Board:
        vigil.check()
        return desk.board()

    broadcast = Broadcast(read_board)
    application = create_application(replace(served_center(desk, broadcast), vigil=vigil))
    vigil.start()
    vigil.wake()
    broadcast.start()
    yield replace(web, application=application)
    for ending in (vigil, broadcast):
        ending.close()
        ending.join(20)


def test_what_could_not_be_kept_is_refused_before_it_is_begun_and_reading_goes_on(unkept: Web) -> None:
    issue = partial(unkept.send, "POST", "/tickets", "admin", {"domain": "chung-thuc"}, key="k")
    wait_for(lambda: issue().status_code == 503, "the refusal")
    assert issue().json["cause"] == "full"  # type: ignore[index]
    assert unkept.get("/board")["calls"] == []
    health = unkept.application.test_client().get("/healthz")
    assert (health.status_code, health.json["cause"]) == (503, "full")  # type: ignore[index]


def test_no_stream_shows_an_old_board_as_the_present(unkept: Web) -> None:
    def is_refused() -> bool:
        response = unkept.send("GET", "/events", "display")
        response.close()
        return response.status_code == 503

    wait_for(is_refused, "the refusal")
