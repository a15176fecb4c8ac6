"""The citizen's page keeps itself up to date by asking again, as often as is of use and no more than can be borne."""

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from config import Settings
from coordinator.web import citizen
from coordinator.web.citizen import poll_seconds
from coordinator.web.rate import MOST_ADDRESSES, Rate
from tests.coordinator.web.conftest import OpenWeb
from tests.fakes.clock import MovableClock
from tests.fakes.web import Web
from wire import messages as m

pytestmark = pytest.mark.only_sqlite("pages, whatever keeps what they show")


def look(web: Web, link: str, *, mark: str = "", address: str = "10.0.0.1") -> TestResponse:
    headers = {"If-None-Match": mark} if mark else {}
    client = web.application.test_client()
    return client.get(f"/t/{link}", headers=headers, environ_overrides={"REMOTE_ADDR": address})


def link_of(ticket: m.Ticket) -> str:
    return ticket.status_url.rpartition("/")[2]


def test_a_page_that_would_be_the_same_is_not_sent_again(web: Web) -> None:
    web.front.open(1)
    first, second = (link_of(web.front.issue()) for _ in range(2))
    page = look(web, second)
    mark = page.headers["ETag"]
    again = look(web, second, mark=mark)
    assert (again.status_code, again.data) == (304, b"")
    assert look(web, first, mark=mark).status_code == 200
    web.front.call(1)
    changed = look(web, second, mark=mark)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != mark
    assert page.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-store"


def test_the_languages_are_different_pages(web: Web) -> None:
    link = link_of(web.front.issue())
    mark = look(web, link).headers["ETag"]
    assert look(web, f"{link}?lang=en", mark=mark).status_code == 200


def test_only_the_pages_own_style_and_script_may_run(web: Web) -> None:
    page = look(web, link_of(web.front.issue()))
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_the_nearer_the_call_the_sooner_a_phone_asks_again(web: Web) -> None:
    tickets = [web.front.issue() for _ in range(15)]
    assert [poll_seconds(ticket) for ticket in tickets] == [5] * 4 + [10] * 7 + [20] * 4
    web.front.call(1)
    assert poll_seconds(web.front.ticket(tickets[0])) == 5
    web.front.hold(1)
    assert poll_seconds(web.front.ticket(tickets[0])) == 10
    web.front.cancel(tickets[0])
    assert poll_seconds(web.front.ticket(tickets[0])) is None


def test_a_page_of_a_number_that_is_over_asks_no_more_and_has_no_script(web: Web) -> None:
    ticket = web.front.issue()
    web.front.cancel(ticket)
    text = look(web, link_of(ticket)).text
    assert 'data-poll-seconds="0"' in text
    assert "<script>" not in text
    assert "refresh" not in text


def test_whoever_guesses_at_links_is_not_answered_for_long(
    settings: Settings, open_web: OpenWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citizen, "MISSES", Rate(per_second=0.0, burst=4))
    web = open_web(settings)
    link = link_of(web.front.issue())
    assert [look(web, f"guess-{i}").status_code for i in range(6)] == [404] * 4 + [429] * 2
    assert look(web, link).status_code == 429, "nor with a right one"
    assert look(web, link, address="10.0.0.2").status_code == 200


def test_many_phones_behind_one_address_are_answered(web: Web) -> None:
    link = link_of(web.front.issue())
    assert {look(web, link).status_code for _ in range(40)} == {200}


def test_a_flood_from_one_address_is_cut_off_and_said_in_words(
    settings: Settings, open_web: OpenWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citizen, "LOOKS", Rate(per_second=0.0, burst=4))
    web = open_web(settings)
    link = link_of(web.front.issue())
    assert [look(web, link).status_code for _ in range(6)] == [200] * 4 + [429] * 2
    assert "Có quá nhiều yêu cầu" in look(web, link).text


def test_room_comes_back_with_time() -> None:
    clock = MovableClock()
    meter = Rate(per_second=2.0, burst=3).meter(clock)
    assert [meter.take("a") for _ in range(5)] == [True, True, True, False, False]
    clock.move(0.5)
    assert meter.has_room("a")
    assert [meter.take("a") for _ in range(2)] == [True, False]
    assert meter.take("b")


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 10))
def test_no_rhythm_gets_more_than_the_rate(pauses: list[float], burst: int) -> None:
    clock = MovableClock()
    meter = Rate(per_second=1.0, burst=burst).meter(clock)
    began, taken = clock.monotonic(), 0
    for pause in pauses:
        clock.move(pause)
        taken += meter.take("a")
        assert taken <= burst + (clock.monotonic() - began) + 1e-6


def test_more_addresses_than_can_be_counted_do_not_fill_the_memory() -> None:
    meter = Rate(per_second=0.0, burst=1).meter(MovableClock())
    assert all(meter.take(f"address {i}") for i in range(MOST_ADDRESSES + 10))
    assert len(meter._levels) == MOST_ADDRESSES
    assert not meter.take(f"address {MOST_ADDRESSES}")
