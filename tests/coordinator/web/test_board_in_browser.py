"""The board's page in a real browser: set up by an address, true at every call, honest over a cut."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from selenium.webdriver import Chrome
from werkzeug.serving import make_server

from boards.layout import Screen
from config import Settings
from tests.coordinator.web.conftest import OpenWeb
from tests.fakes.chromium import a_chromium, resize
from tests.fakes.front import COUNTER
from tests.fakes.proxy import Cut, Proxy, a_proxy
from tests.fakes.waiting import wait_for
from tests.fakes.web import Web

pytestmark = pytest.mark.only_sqlite("pages, whatever keeps what they show")

FULL_HD, UPRIGHT = (1920, 1080), (1080, 1920)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    with a_chromium() as chrome:
        yield chrome


@contextmanager
def _served(web: Web) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, web.application, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined] # it is a threading one
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        web.broadcast.close()
        server.shutdown()
        server.server_close()
        thread.join(20)


class Tv:
    """A TV that shows the page over a line which can be cut."""

    def __init__(self, chrome: Chrome, line: Proxy, web: Web) -> None:
        self.chrome, self.line, self.web = chrome, line, web

    def open(self, query: str = "", size: tuple[int, int] = FULL_HD) -> None:
        self.chrome.get("about:blank")
        resize(self.chrome, *size)
        self.chrome.get(f"{self.line.url}/board{query}#{self.web.tokens['display']}")
        self.wait("the board", lambda: self.state() == "live" and bool(self.texts("hero")))

    def state(self) -> str:
        return str(self.chrome.execute_script("return document.body.dataset.state || ''"))

    def texts(self, piece: str) -> list[str]:
        script = "return [...document.querySelectorAll(`[data-piece^='${arguments[0]}'] text`)].map(t => t.textContent)"
        found: list[str] = self.chrome.execute_script(script, piece)
        return found

    def is_glowing(self) -> bool:
        script = "return document.querySelector('[data-piece=hero] rect.gold') !== null"
        return bool(self.chrome.execute_script(script))

    def heights(self, piece: str) -> list[float]:
        """Of each text's figures, in pixels."""
        script = (
            "return [...document.querySelectorAll(`[data-piece='${arguments[0]}'] text[font-weight='700']`)]"
            ".map(t => t.getAttribute('font-size') * 0.73)"
        )
        found: list[float] = self.chrome.execute_script(script, piece)
        return found

    def wait(self, what: str, condition: Any) -> None:
        wait_for(condition, what)

    def wait_for_call(self, number: str) -> None:
        self.wait(f"the call of {number}", lambda: number in self.texts("hero") and self.state() == "live")

    def call(self, counter: int) -> str:
        """The number that is called, once it is on the stream."""
        number = self.web.front.number(counter)
        assert number is not None
        wait_for(lambda: self.is_on_stream(number), "the call on the stream")
        return number

    def is_on_stream(self, number: str) -> bool:
        frame = self.web.broadcast.wait_beyond(0, 0)
        return frame is not None and b'"calls":[{"seq"' in frame.content and number.encode() in frame.content


def logged(chrome: Chrome) -> list[str]:
    """What the browser had to say since it was asked last."""
    return [entry["message"] for entry in chrome.get_log("browser")]  # type: ignore[no-untyped-call]


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    folder.mkdir()
    return folder


@pytest.fixture
def tv(chrome: Chrome, settings: Settings, open_web: OpenWeb, notices: Path) -> Iterator[Tv]:
    display = replace(settings.display, notices=str(notices), notice_seconds=3.0)
    web = open_web(replace(settings, display=display))
    with _served(web) as port, a_proxy(port) as line:
        chrome.delete_all_cookies()
        web.front.open(1, 2)
        for _ in range(6):
            web.front.issue()
        yield Tv(chrome, line, web)
        chrome.get("about:blank")


def test_an_address_with_the_token_opens_the_board_and_keeps_nothing_of_it(tv: Tv) -> None:
    tv.open("?counters=1,2")
    assert tv.chrome.current_url == f"{tv.line.url}/board?counters=1,2"
    assert tv.web.tokens["display"] not in tv.chrome.page_source
    assert tv.chrome.execute_script("return document.cookie") == ""
    # The next time it is switched on, the cookie is enough.
    tv.chrome.get(f"{tv.line.url}/board")
    tv.wait("the board", lambda: tv.state() == "live")


def test_a_wrong_token_is_refused_and_not_tried_for_ever(tv: Tv) -> None:
    tv.chrome.get(f"{tv.line.url}/board#wrong")
    tv.wait("the refusal", lambda: "không đúng" in tv.chrome.page_source)
    assert tv.chrome.execute_script("return location.hash") == ""


def test_calls_are_shown_and_draw_the_eye_and_a_taken_back_one_goes(tv: Tv) -> None:
    tv.open()
    assert not tv.is_glowing()
    first = tv.call(1)
    tv.wait_for_call(first)
    tv.wait("the glow", tv.is_glowing)
    tv.wait("its flash", lambda: not tv.is_glowing())
    assert first in tv.texts("tile-0")
    second = tv.call(2)
    tv.wait_for_call(second)
    assert first in tv.texts("called-0")
    tv.web.front.desk.undo(2, COUNTER, None)
    tv.wait_for_call(first)
    assert not tv.is_glowing() or first in tv.texts("hero")


def test_what_was_called_before_the_page_was_opened_does_not_glow(tv: Tv) -> None:
    number = tv.call(1)
    tv.open()
    tv.wait_for_call(number)
    assert not tv.is_glowing()


@pytest.mark.parametrize("how", ["stall", "reset", "swallow"])
def test_a_cut_line_is_said_and_after_it_the_truth_is_shown(tv: Tv, how: Cut) -> None:
    tv.open()
    tv.line.cut(how)
    tv.wait("the stale marker", lambda: tv.state() == "stale")
    assert any("mất kết nối" in text for text in tv.texts("title"))
    number = tv.call(1)
    tv.line.mend()
    tv.wait_for_call(number)


def test_a_page_for_some_counters_leaves_the_others_out(tv: Tv) -> None:
    elsewhere = tv.call(1)
    tv.open("?counters=2")
    assert tv.texts("tile-0")[0] == "2"
    assert tv.texts("tile-1") == []
    assert elsewhere not in tv.texts("hero") + tv.texts("tile")


@pytest.mark.parametrize("size", [FULL_HD, UPRIGHT, (1280, 720), (3840, 2160)])
def test_digits_are_as_high_as_the_distance_asks_and_all_stays_on_the_screen(
    tv: Tv, size: tuple[int, int]
) -> None:
    tv.call(1)
    tv.open("?distance_m=10", size)
    screen = Screen(*size, max(size) / 930, 10)
    assert max(tv.heights("hero")) >= screen.least_digit
    script = (
        "return [...document.querySelectorAll('svg text, svg rect')].map(e => e.getBoundingClientRect())"
        ".filter(b => b.left < -1 || b.top < -1 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1).length"
    )
    assert tv.chrome.execute_script(script) == 0


def test_notices_take_turns_beside_the_calls(tv: Tv, notices: Path) -> None:
    number = tv.call(1)
    Image.new("RGB", (64, 32), "red").save(notices / "1.png")
    (notices / "2.txt").write_text("Nghỉ lễ\nTừ 01/09", encoding="utf-8")
    tv.open()
    script = "return document.querySelector('[data-piece=notice] image') !== null"
    tv.wait("the picture", lambda: tv.chrome.execute_script(script))
    tv.wait("the text", lambda: "Nghỉ lễ" in tv.texts("notice"))
    assert number in tv.texts("hero")


def test_nothing_in_the_page_is_against_its_own_policy(tv: Tv) -> None:
    tv.open()
    logged(tv.chrome)
    tv.chrome.get(f"{tv.line.url}/board")
    tv.wait("the board", lambda: tv.state() == "live")
    assert logged(tv.chrome) == []
