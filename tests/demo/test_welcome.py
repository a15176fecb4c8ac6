"""The terminal says where to look and what to do, Vietnamese first, and names what ended."""

import io
import re
from pathlib import Path

import pytest

from config import load
from demo.__main__ import CONFIG, LOCALE
from demo.hall import Hall
from demo.welcome import Welcome
from rehearsal.center import rehearse
from rehearsal.child import Child, child_environment
from rehearsal.lobby import Lobby
from rehearsal.place import make_place
from runtime.stop import Stop
from words import load_words

URL = "http://127.0.0.1:4321/?key=abc"


def say(
    tmp_path: Path, *, windows: bool, is_kept: bool = False, environment: dict[str, str] | None = None
) -> str:
    place = make_place(tmp_path)
    sizes = {"kiosk": "640x400", "display": "640x360"} if windows else None
    hall = Hall(Lobby(place, rehearse(load(CONFIG), place, 1, windows=sizes)), Stop())
    out = io.StringIO()
    Welcome(load_words(LOCALE), out, environment or {}).say_ready(URL, 4321, place, hall, is_kept=is_kept)
    place.clear_away()
    return out.getvalue()


def test_the_address_stands_alone_on_its_line(tmp_path: Path) -> None:
    assert f"    {URL}" in say(tmp_path, windows=False).splitlines()


def test_vietnamese_comes_before_english(tmp_path: Path) -> None:
    said = say(tmp_path, windows=False)
    assert said.index("Bấm vào màn hình máy lấy số") < said.index("Click on the kiosk's screen")


def test_with_windows_it_tells_of_windows_and_keys(tmp_path: Path) -> None:
    said = say(tmp_path, windows=True)
    assert "cửa sổ máy lấy số" in said
    assert "Press keys 1–9 in a window" in said
    assert "red button" not in said


@pytest.mark.parametrize(("is_kept", "text"), [(True, "Data is kept in"), (False, "removed at the end")])
def test_what_becomes_of_the_data_is_said(tmp_path: Path, is_kept: bool, text: str) -> None:
    assert f"{text}" in say(tmp_path, windows=False, is_kept=is_kept)
    assert str(tmp_path) in say(tmp_path, windows=False, is_kept=is_kept)


def test_over_ssh_it_says_how_a_browser_elsewhere_gets_there(tmp_path: Path) -> None:
    command = "ssh -L 4321:127.0.0.1:4321 -L 1:127.0.0.1:1"
    assert command not in say(tmp_path, windows=False)
    assert command in say(tmp_path, windows=False, environment={"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"})


def test_the_staffs_pages_are_named_with_account_and_pin(tmp_path: Path) -> None:
    said = say(tmp_path, windows=False)
    assert re.search(r"Staff pages: http://127\.0\.0\.1:1/staff \(name demo, PIN \d{6}\)", said)


def test_an_end_is_told_with_its_code_and_last_words(tmp_path: Path) -> None:
    (tmp_path / "kiosk.log").write_text("first\nlast words\n")
    child = Child("kiosk", ["--version"], tmp_path / "kiosk.log", child_environment())
    child.start()
    child.kill()
    out = io.StringIO()
    Welcome(load_words(LOCALE), out, {}).say_ended(child)
    assert "The process kiosk ended with exit code -9" in out.getvalue()
    assert "    last words" in out.getvalue()
