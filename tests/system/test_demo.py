"""`motcua demo` without a screen: it starts, serves its page to whoever has the key, works, and ends cleanly."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from playwright.sync_api import Page, expect

from rehearsal.child import child_environment, motcua_command
from tests.fakes.browser import a_browser, chromium
from tests.fakes.waiting import wait_for
from tests.system.lobbies import notes_in, touch_by

ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/\?key=(\w+)")


@dataclass
class Visitor:
    """A browser with the page's cookie, and the key that the page gives its scripts."""

    url: str
    key: str
    session: requests.Session
    process: subprocess.Popen[str]
    data: Path
    kiosk: Path

    def post(self, path: str, body: dict[str, object]) -> int:
        answer = self.session.post(self.url + path, json=body, headers={"X-Motcua-Key": self.key})
        return answer.status_code

    def see(self) -> Any:
        """The first event of a new stream."""
        with self.session.get(self.url + "/events", stream=True) as events:
            for line in events.iter_lines():
                if line.startswith(b"data: "):
                    return msgspec.json.decode(line.removeprefix(b"data: "))
        raise AssertionError("the stream ended without an event")

    def process_exit(self, name: str) -> int | None:
        code: int | None = {it["name"]: it["exit_code"] for it in self.see()["processes"]}[name]
        return code


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("demo")
    data = folder / "data"
    environment = child_environment(TMPDIR=str(folder), MOTCUA_FRAME_LOG="1")
    command = motcua_command("demo", "--browser", "--data", str(data))
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    try:
        said = read_until_address(process)
        url, key = said[1], said[2]
        session = requests.Session()
        session.trust_env = False
        assert session.get(f"{url}/?key={key}").ok
        (kiosk,) = folder.glob("motcua-*/kiosk")
        yield Visitor(url, key, session, process, data, kiosk)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def read_until_address(process: subprocess.Popen[str]) -> re.Match[str]:
    assert process.stdout is not None
    heard = ""
    for line in process.stdout:
        heard += line
        if found := ADDRESS.search(line):
            return found
    raise AssertionError(f"the demonstration ended without an address:\n{heard}")


def test_the_page_shows_both_languages_and_every_counter(visitor: Visitor) -> None:
    page = visitor.session.get(visitor.url + "/").text
    for text in ("Chạm vào màn hình để lấy số", "Touch the screen to take a number"):
        assert text in page
    assert [int(n) for n in re.findall(r'data-counter="(\d+)"', page)] == [1, 2, 3, 4]


def test_the_staffs_pages_open_with_the_account_that_the_page_names(visitor: Visitor) -> None:
    page = visitor.session.get(visitor.url + "/").text
    link, pin = re.search(r'href="(\S+)/staff"', page), re.search(r"name demo, PIN (\d+)", page)
    assert link is not None
    assert pin is not None
    with requests.Session() as clerk:
        clerk.trust_env = False
        clerk.headers.update({"Accept": "text/html", "Origin": link[1]})
        door = clerk.get(f"{link[1]}/staff").text
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', door))
        home = clerk.post(f"{link[1]}/staff/sign-in", data={**form, "name": "demo", "pin": pin[1]})
        assert home.url == f"{link[1]}/staff/counters"
        assert home.ok


def test_without_the_key_nothing_is_shown_or_done(visitor: Visitor) -> None:
    with requests.Session() as stranger:
        stranger.trust_env = False
        for path in (
            "/",
            "/?key=wrong",
            "/events",
            "/screens/kiosk.png",
            "/static/lobby.js",
            "/papers/1.png",
        ):
            assert stranger.get(visitor.url + path).status_code == 403, path
        assert stranger.post(visitor.url + "/touch", json={"x": 1, "y": 1}).status_code == 403
    forged = visitor.session.post(visitor.url + "/touch", json={"x": 1, "y": 1})
    assert forged.status_code == 403
    rebound = visitor.session.get(visitor.url + "/", headers={"Host": "evil.example"})
    assert rebound.status_code == 403


def test_screens_are_shown_and_touches_change_them(visitor: Visitor) -> None:
    before = visitor.see()["screens"]
    for name in ("kiosk", "display"):
        picture = visitor.session.get(f"{visitor.url}/screens/{name}.png")
        assert picture.content.startswith(b"\x89PNG")
        again = visitor.session.get(
            f"{visitor.url}/screens/{name}.png", headers={"If-None-Match": picture.headers["ETag"]}
        )
        assert again.status_code in (200, 304)

    def is_changed() -> bool:
        assert visitor.post("/touch", {"x": 640, "y": 400}) == 204
        time.sleep(0.2)
        return bool(visitor.see()["screens"]["kiosk"] != before["kiosk"])

    wait_for(is_changed, "another frame of the kiosk")


def test_a_button_calls_and_its_lamp_and_number_are_seen(visitor: Visitor) -> None:
    token = (visitor.data / "tokens" / "kiosk").read_text().strip()
    url = re.search(r'url = "(\S+)"', (visitor.data / "center.toml").read_text())
    assert url is not None
    wish = {"domain": "dat-dai", "printer": "kiosk-1"}
    answer = requests.post(
        f"{url[1]}/api/v1/tickets", json=wish, headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    number = answer.json()["number"]
    wait_for(lambda: visitor.see()["counters"][2]["waiting"] == 1, "one waits at counter 3")
    paper = wait_for(lambda: visitor.see()["papers"], "a paper")[0]
    assert visitor.session.get(f"{visitor.url}/papers/{int(paper)}.png").content.startswith(b"\x89PNG")
    assert visitor.post("/counters/3/button", {"pressed": True}) == 204
    time.sleep(0.1)
    assert visitor.post("/counters/3/button", {"pressed": False}) == 204

    def is_served() -> bool:
        counter = visitor.see()["counters"][2]
        return bool(counter["number"] == number and counter["lamp"])

    wait_for(is_served, f"{number} at counter 3, its lamp lit")


def test_what_is_not_understood_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/touch", {"x": "left"}) == 400
    assert visitor.post("/counters/99/button", {"pressed": True}) == 404
    assert visitor.post("/processes/nothing", {"deed": "kill"}) == 404
    assert visitor.post("/processes/display", {"deed": "explode"}) == 400


def test_a_process_that_ends_is_shown_and_starts_again(visitor: Visitor) -> None:
    assert visitor.post("/processes/printer", {"deed": "kill"}) == 202
    wait_for(lambda: visitor.process_exit("printer") == -signal.SIGKILL, "the printer's end")
    assert visitor.post("/processes/printer", {"deed": "start"}) == 202
    wait_for(lambda: visitor.process_exit("printer") is None, "the printer's new life")


@pytest.mark.skipif(chromium() is None, reason="Chromium is missing: apt-get install chromium")
def test_in_a_browser_clicks_touch_keys_call_and_everything_is_seen(visitor: Visitor) -> None:
    with a_browser() as browser:
        page, errors = browser.new_page(viewport={"width": 1366, "height": 650}), list[str]()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{visitor.url}/?key={visitor.key}")
        counter = page.locator("[data-counter='1']")
        expect(counter).to_have_class(re.compile("is-free"), timeout=20_000)
        papers = page.locator(".sheet").count()
        if "Back()" in notes_in(visitor.kiosk)[-1]["targets"]:
            touch_by(clicker(page), visitor.kiosk, "Back()")
        for action in ("Start()", "ChooseDomain(domain='chung-thuc')", "TakeNumber()"):
            touch_by(clicker(page), visitor.kiosk, action)
        expect(page.locator(".sheet")).to_have_count(papers + 1, timeout=20_000)
        expect(counter.locator(".waiting b")).to_have_text("1", timeout=20_000)
        page.keyboard.press("1", delay=100)
        expect(counter.locator(".number")).to_have_text(re.compile("A00[0-9]"), timeout=20_000)
        expect(counter).to_have_class(re.compile("is-lit"), timeout=20_000)
        page.locator(".sheet").first.click()
        expect(page.locator("#large img")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), (
            "it fits a laptop's screen"
        )
    assert errors == []


def clicker(page: Page) -> Callable[[int, int], None]:
    """Clicks on the kiosk's picture at one of its own pixels."""
    picture = page.locator("[data-screen=kiosk] img")

    def click(x: int, y: int) -> None:
        box = picture.bounding_box()
        assert box is not None
        scale = box["width"] / 1280
        picture.click(position={"x": x * scale, "y": y * scale})

    return click


def test_at_last_sigterm_ends_every_process_and_keeps_the_data(visitor: Visitor) -> None:
    children = children_of(visitor.process.pid)
    assert len(children) == 5
    visitor.process.send_signal(signal.SIGTERM)
    rest, _ = visitor.process.communicate(timeout=30)
    assert visitor.process.returncode == 0, rest
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert (visitor.data / "motcua.db").exists()
    assert [path.name for path in visitor.data.parent.iterdir()] == [visitor.data.name]


def children_of(parent: int) -> list[int]:
    """Their process ids, by the kernel's own table."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            try:
                fields = Path(entry.path, "stat").read_text().rsplit(")", 1)[1].split()
            except FileNotFoundError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found
