"""A store that does not work: said as such, with the wish to try again, and healthy only when it works."""

import pytest

from coordinator.broadcast import Broadcast
from coordinator.store.database import StoreError
from coordinator.web import health
from tests.fakes.web import Web


def _break(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the database failed: disk I/O error")

    monkeypatch.setattr(web.front.desk._database, "write", fail)
    monkeypatch.setattr(web.front.desk._database, "read", fail)


def test_the_health_needs_no_token_and_tells_version_alone(web: Web) -> None:
    response = web.application.test_client().get("/healthz")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "version": "1.2.3", "reason": ""}


def test_a_store_that_fails_is_unhealthy_and_says_why(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(web, monkeypatch)
    response = web.application.test_client().get("/healthz")
    assert response.status_code == 503
    assert response.json is not None
    assert response.json["status"] == "failing"
    assert "disk I/O error" in response.json["reason"]


def test_a_board_that_is_no_longer_read_is_unhealthy(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Broadcast, "seconds_behind", lambda _self: health.LONGEST_SILENCE_SECONDS + 1)
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
