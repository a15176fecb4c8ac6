"""The board's page: who is let in and how, and what its script is given."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from werkzeug.test import Client, TestResponse

from boards.area import Area
from boards.view import Viewer
from boards.words import board_words
from config import Settings
from coordinator.broadcast import HEARTBEAT
from coordinator.web.board_page.gate import COOKIE, COOKIE_SECONDS
from coordinator.web.board_page.pages import MISSES
from coordinator.web.board_page.showing import ALIVE, Showing
from tests.coordinator.web.conftest import OpenWeb
from tests.fakes.boards import EIGHT, a_board, a_call, a_center, a_queue
from tests.fakes.web import Web
from wire.messages import Board, Center

pytestmark = pytest.mark.only_sqlite("pages, whatever keeps what they show")

HOST = "http://localhost"
SAME_SITE = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
CLOSED_TO_STRANGERS = [
    "/board/notices",
    "/board/notices/1.png",
    "/board/events",
    "/board/places?width=1920&height=1080&tiles=1&queues=1",
    "/board/letters/bold",
]


@pytest.fixture
def browser(web: Web) -> Client:
    return web.application.test_client()


def sign_in(
    browser: Client, token: str, query: str = "", headers: dict[str, str] | None = None
) -> TestResponse:
    return browser.post(f"/board{query}", data={"token": token}, headers=headers or SAME_SITE)


def cookie_of(answer: TestResponse) -> dict[str, str]:
    parts = (part.strip().partition("=") for part in answer.headers.get("Set-Cookie", "").split(";"))
    return {name: value for name, _, value in parts}


def test_a_stranger_is_asked_for_a_token_and_sees_nothing_of_the_centre(browser: Client) -> None:
    answer = browser.get("/board")
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert 'name="token"' in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", CLOSED_TO_STRANGERS)
@pytest.mark.parametrize("cookie", ["", "no-such-token"])
def test_what_the_page_asks_for_is_refused_to_strangers_as_a_problem(
    browser: Client, path: str, cookie: str
) -> None:
    browser.set_cookie(COOKIE, cookie, path="/board")
    answer = browser.get(path)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.mimetype == "application/problem+json"
    assert "WWW-Authenticate" in answer.headers


def test_a_display_s_token_is_changed_for_a_cookie_that_no_script_reads_and_no_other_site_sends(
    web: Web, browser: Client
) -> None:
    answer = sign_in(browser, web.tokens["display"], "?counters=1,2")
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["Location"] == "/board?counters=1,2"
    cookie = cookie_of(answer)
    assert {"HttpOnly", "SameSite"} <= set(cookie)
    assert (cookie["SameSite"], cookie["Path"]) == ("Strict", "/board")
    assert int(cookie["Max-Age"]) == COOKIE_SECONDS
    page = browser.get("/board?counters=1,2")
    assert page.status_code == HTTPStatus.OK
    assert web.tokens["display"] not in page.text + page.headers["Content-Security-Policy"]


def test_over_tls_the_cookie_is_sent_over_tls_alone(web: Web, browser: Client) -> None:
    headers = {**SAME_SITE, "Origin": "https://localhost"}
    answer = browser.post(
        "/board", data={"token": web.tokens["display"]}, headers=headers, base_url="https://localhost"
    )
    assert "Secure" in cookie_of(answer)


@pytest.mark.parametrize("role", ["kiosk", "printer", "counter"])
def test_a_token_of_another_role_opens_no_board(web: Web, browser: Client, role: Any) -> None:
    answer = sign_in(browser, web.tokens[role])
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "refused" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_an_admin_s_token_and_a_header_are_good_too(web: Web, browser: Client) -> None:
    assert sign_in(browser, web.tokens["admin"]).status_code == HTTPStatus.SEE_OTHER
    other = web.application.test_client()
    headers = {"Authorization": f"Bearer {web.tokens['display']}"}
    assert other.get("/board/letters/bold", headers=headers).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": HOST, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_no_other_site_signs_a_browser_in(web: Web, browser: Client, headers: dict[str, str]) -> None:
    answer = browser.post("/board", data={"token": web.tokens["display"]}, headers=headers)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Set-Cookie" not in answer.headers


def test_whoever_guesses_is_not_answered_for_long(web: Web, browser: Client) -> None:
    guesses = [sign_in(browser, f"guess-{n}").status_code for n in range(int(MISSES.burst) + 1)]
    assert set(guesses[:-1]) == {HTTPStatus.UNAUTHORIZED}
    assert guesses[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in(browser, web.tokens["display"]).status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_the_pages_run_no_script_but_their_own(web: Web, browser: Client) -> None:
    sign_in_page = browser.get("/board")
    sign_in(browser, web.tokens["display"])
    for page in (sign_in_page, browser.get("/board")):
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("counters=1,x", "counters: numbers of counters"),
        ("width=10&height=1080&tiles=1&queues=1", "width: a number from 200 to 16384"),
        ("width=nan&height=1080&tiles=1&queues=1", "width: a number"),
        ("width=1920&height=1080&tiles=100000&queues=1", "tiles: a number from 0 to 200"),
        ("width=1920&height=1080&tiles=1&queues=1&distance_m=0", "distance_m: a number from 1 to 200"),
    ],
)
def test_a_wrong_address_is_answered_with_what_is_accepted(
    web: Web, browser: Client, query: str, named: str
) -> None:
    sign_in(browser, web.tokens["display"])
    path = "/board/events" if query.startswith("counters") else "/board/places"
    answer = browser.get(f"{path}?{query}")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert any(named in accepted for accepted in json.loads(answer.data)["accepted"])


def test_places_are_those_of_the_layout_and_stay_on_the_screen(web: Web, browser: Client) -> None:
    sign_in(browser, web.tokens["display"])
    places = json.loads(browser.get("/board/places?width=1080&height=1920&tiles=14&queues=7&message=1").data)
    assert places["is_tall"]
    assert (len(places["tiles"]), len(places["queues"])) == (14, 7)
    boxes = [places["title"], places["hero"]["card"], places["message"], *places["queues"]]
    assert all(x + width <= 1080 and y + height <= 1920 for x, y, width, height in boxes)


def test_the_stream_begins_with_what_is_to_be_seen(web: Web, browser: Client) -> None:
    sign_in(browser, web.tokens["display"])
    answer = browser.get("/board/events", buffered=False)
    event = next(answer.iter_encoded())
    assert event.startswith(b"event: view\nid: ")
    shown = json.loads(event.partition(b"data: ")[2])
    assert shown["view"]["title"]["main"]
    answer.close()


class Stream:
    """What a page would hear of boards and silences."""

    def __init__(self, area: Area | None = None) -> None:
        self.centers_asked = 0
        self.showing = Showing(Viewer(board_words(), ["vi", "en"]), area or Area(), self._center)

    def _center(self) -> Center:
        self.centers_asked += 1
        return a_center()

    def hear(self, *frames: bytes) -> Iterator[dict[str, Any]]:
        for event in self.showing.write(frames):
            if event != ALIVE:
                yield json.loads(event.partition(b"data: ")[2])


def frame(board: Board) -> bytes:
    return b"event: board\nid: %d\ndata: %b\n\n" % (board.seq, msgspec.json.encode(board))


def test_a_silence_is_a_sign_of_life_that_a_script_hears() -> None:
    assert list(Stream().showing.write([HEARTBEAT])) == [ALIVE]


def test_a_view_says_which_calls_are_young_and_what_the_centre_s_clock_shows() -> None:
    old, young = a_call(5, called_at=EIGHT - timedelta(minutes=2)), a_call(6, called_at=EIGHT)
    (shown,) = Stream().hear(frame(a_board(6, EIGHT, [young, old])))
    assert shown["view"]["latest"]["seq"] == 6
    assert shown["young"] == [6]
    assert (
        datetime.fromtimestamp(shown["clock_ms"] / 1000, tz=EIGHT.tzinfo).replace(tzinfo=EIGHT.tzinfo)
        == EIGHT
    )


def test_a_page_for_a_part_of_the_hall_is_told_of_that_part() -> None:
    calls = [a_call(7, number="A001", counter=1), a_call(6, number="C001", counter=2)]
    (shown,) = Stream(Area(counters=frozenset({2}))).hear(frame(a_board(7, EIGHT, calls)))
    assert shown["view"]["latest"]["number"] == "C001"


def test_names_are_asked_for_once_and_again_when_they_have_changed() -> None:
    stream = Stream()
    known = [a_queue("ho-tich", 3)]
    list(stream.hear(frame(a_board(1, domains=known)), frame(a_board(2, domains=known))))
    assert stream.centers_asked == 1
    list(stream.hear(frame(a_board(3, domains=known, revision=1))))
    assert stream.centers_asked == 2


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "1.png").write_bytes(b"picture")
    (folder / "2.txt").write_text("Nghỉ lễ\nTừ 01/09", encoding="utf-8")
    (folder / "3.txt").write_bytes(b"\xff\xfe")
    (folder / "secret.md").write_text("not a notice")
    (tmp_path / "outside.png").write_bytes(b"outside")
    return folder


def test_notices_are_those_of_the_folder_and_what_is_broken_is_left_out(
    settings: Settings, open_web: OpenWeb, notices: Path
) -> None:
    display = replace(settings.display, notices=str(notices), notice_seconds=7.0)
    web = open_web(replace(settings, display=display))
    browser = web.application.test_client()
    sign_in(browser, web.tokens["display"])
    turns = json.loads(browser.get("/board/notices").data)
    assert turns["seconds"] == 7
    assert [notice["heading"] for notice in turns["notices"]] == ["", "Nghỉ lễ"]
    assert browser.get(f"/board/notices/{turns['notices'][0]['picture']}").data == b"picture"


@pytest.mark.parametrize("name", ["4.png", "secret.md", "2.txt", "..%2Foutside.png", "%2e%2e/outside.png"])
def test_nothing_but_the_folder_s_pictures_is_given_out(
    settings: Settings, open_web: OpenWeb, notices: Path, name: str
) -> None:
    web = open_web(replace(settings, display=replace(settings.display, notices=str(notices))))
    browser = web.application.test_client()
    sign_in(browser, web.tokens["display"])
    assert browser.get(f"/board/notices/{name}").status_code in (
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNAUTHORIZED,
    )


def test_without_a_folder_there_are_no_notices(web: Web, browser: Client) -> None:
    sign_in(browser, web.tokens["display"])
    assert json.loads(browser.get("/board/notices").data)["notices"] == []
