"""Nobody asks more than a device or a hall of phones does; who asks as they do notices nothing."""

from http import HTTPStatus

import pytest
from flask import Flask, g, request
from werkzeug.test import TestResponse

from coordinator.desk import Actor
from coordinator.web import flood
from coordinator.web.citizen import LOOKS
from coordinator.web.flood import ADDRESS, HOLDER, STRANGERS, install_flood_guard
from coordinator.web.problems import Rejected, install_problems
from coordinator.web.rate import Rate
from runtime.clock import Clock
from tests.fakes.clock import MovableClock

VISITOR = "192.168.1.50"


def _application(clock: Clock) -> Flask:
    """One page; whoever says a name is known by it."""
    application = Flask(__name__)
    install_problems(application)

    @application.before_request
    def know() -> None:
        if "X-Name" in request.headers:
            g.actor = Actor("display", request.headers["X-Name"])
        if "X-Wrong" in request.headers:
            raise Rejected(HTTPStatus.UNAUTHORIZED, "unknown-token", "A device token is needed")

    install_flood_guard(application, clock)
    application.add_url_rule("/page", view_func=lambda: "here")
    return application


def _ask(application: Flask, address: str = VISITOR, name: str = "", *, wrong: bool = False) -> TestResponse:
    headers = {"X-Name": name} if name else {"X-Wrong": "1"} if wrong else {}
    return application.test_client().get("/page", headers=headers, environ_overrides={"REMOTE_ADDR": address})


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, clock: MovableClock) -> Flask:
    """Bounds that are reached soon."""
    for name, rate in (("HOLDER", Rate(1, 3)), ("ADDRESS", Rate(1, 3)), ("STRANGERS", Rate(1, 5))):
        monkeypatch.setattr(flood, name, rate)
    return _application(clock)


def test_an_address_that_floods_is_told_when_to_ask_again_and_then_is_answered(
    small: Flask, clock: MovableClock
) -> None:
    assert [_ask(small).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = _ask(small)
    assert refused.mimetype == "application/problem+json"
    assert refused.json is not None
    assert refused.json["type"] == "/problems/asked-too-often"
    clock.move(int(refused.headers["Retry-After"]))
    assert _ask(small).status_code == 200


def test_one_that_floods_takes_nothing_from_another(small: Flask) -> None:
    assert [_ask(small).status_code for _ in range(4)][-1] == 429
    assert _ask(small, "192.168.1.51").status_code == 200


def test_many_addresses_together_have_a_bound_too(small: Flask) -> None:
    answers = [_ask(small, f"10.0.0.{i}").status_code for i in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_whoever_shows_who_they_are_is_counted_by_name_wherever_they_are(small: Flask) -> None:
    assert [_ask(small).status_code for _ in range(4)][-1] == 429
    assert [_ask(small, name="bang-1").status_code for _ in range(3)] == [200] * 3
    assert _ask(small, "192.168.1.77", "bang-1").status_code == 429
    assert _ask(small, name="bang-2").status_code == 200


def test_whoever_is_turned_away_is_counted_too(small: Flask, clock: MovableClock) -> None:
    """Who tries one made-up token after another has no more room than others."""
    assert [_ask(small, wrong=True).status_code for _ in range(5)] == [401] * 3 + [429] * 2
    assert _ask(small).status_code == 429
    assert _ask(small, name="bang-1").status_code == 200
    assert [_ask(small, "10.0.0.1", wrong=True).status_code for _ in range(3)] == [401, 401, 429]
    clock.move(5)
    assert _ask(small, wrong=True).status_code == 401


@pytest.mark.parametrize("own", ["127.0.0.1", "::1"])
def test_this_machines_own_processes_are_not_counted(small: Flask, own: str) -> None:
    assert {_ask(small, own, name).status_code for _ in range(20) for name in ("", "kiosk-1")} == {200}


def test_a_hall_of_phones_behind_one_address_is_no_flood(clock: MovableClock) -> None:
    """300 phones: 20 whose turn is near ask every 5 s, 80 every 10 s, 200 every 20 s; for five minutes."""
    meters = [rate.meter(clock) for rate in (ADDRESS, LOOKS, STRANGERS)]
    for second in range(300):
        due = 20 * (second % 5 == 0) + 80 * (second % 10 == 0) + 200 * (second % 20 == 0)
        for _ in range(due):
            assert all(meter.take(VISITOR) for meter in meters)
        clock.move(1)


def test_a_board_and_a_counters_buttons_stay_far_below_their_bound(clock: MovableClock) -> None:
    meter = HOLDER.meter(clock)
    for _ in range(600):
        assert all(meter.take("bang-1") for _ in range(10))
        clock.move(0.5)
