"""What the check finds of card, supply, network, touchscreen, loudspeaker and program, on machines made for it."""

import os
import socket
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

import msgspec
import pytest

from config import Settings, load_text
from motcua.check.card import check_card
from motcua.check.finding import Finding, line_of
from motcua.check.network import check_network
from motcua.check.program import check_program
from motcua.check.sound import check_sound
from motcua.check.touch import check_touch
from tests.fakes.center_file import SMALLEST
from tests.fakes.peer import a_peer, answer
from wire.messages import Health
from words import load_words

LOCALE = Path(__file__).parents[2] / "motcua" / "locale"
TOUCH = """I: Bus=0003 Vendor=222a Product=0001 Version=0110
N: Name="ILITEK ILITEK-TP"
H: Handlers=mouse0 event4
B: PROP=2
B: EV=1b
"""
MOUSE = """I: Bus=0003 Vendor=046d Product=c077 Version=0111
N: Name="Logitech USB Optical Mouse"
B: PROP=0
B: EV=17
"""


def settings(lines: str = "") -> Settings:
    return load_text(SMALLEST + lines, "center.toml")


def said(findings: Iterable[Finding]) -> list[str]:
    """The keys; each finding is said in both languages on the way."""
    found = list(findings)
    for language in ("vi", "en"):
        words = load_words(LOCALE).of(language)
        assert all("\n" not in line_of(finding, words) for finding in found)
    return [finding.key for finding in found]


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


# --- card and supply -------------------------------------------------------------------------------------------


def test_a_card_that_says_nothing_of_itself_is_right(tmp_path: Path) -> None:
    put(tmp_path / "fs/ext4/mmcblk0p2/errors_count", "0\n")
    assert said(check_card(settings(), tmp_path)) == []


@pytest.mark.parametrize(
    ("life", "faults"),
    [("0x01 0x01", []), ("0x00 0x00", []), ("0x02 0x09", ["card.worn"]), ("0x0b 0x0b", ["card.worn"])],
)
def test_a_card_near_its_end_is_a_fault(tmp_path: Path, life: str, faults: list[str]) -> None:
    put(tmp_path / "block/mmcblk0/device/life_time", f"{life}\n")
    assert said(check_card(settings(), tmp_path)) == faults


def test_a_worn_card_is_named_and_never_beyond_its_whole_life(tmp_path: Path) -> None:
    put(tmp_path / "block/mmcblk0/device/life_time", "0x0b 0x0b\n")
    (found,) = check_card(settings(), tmp_path)
    assert found.values == {"card": "mmcblk0", "percent": 100}


def test_a_file_system_that_met_errors_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path / "fs/ext4/mmcblk0p2/errors_count", "3\n")
    assert said(check_card(settings(), tmp_path)) == ["card.errors"]


@pytest.mark.parametrize(("alarm", "faults"), [("0", []), ("1", ["card.power"])])
def test_a_supply_that_sagged_is_a_fault(tmp_path: Path, alarm: str, faults: list[str]) -> None:
    put(tmp_path / "class/hwmon/hwmon0/in0_lcrit_alarm", f"{alarm}\n")
    assert said(check_card(settings(), tmp_path)) == faults


@pytest.fixture
def firmware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A program of the firmware's name that says what a test wants."""

    def says(line: str) -> None:
        program = put(tmp_path / "bin" / "vcgencmd", f"#!/bin/sh\n[ $1 = get_throttled ] && echo '{line}'\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    return says


@pytest.mark.parametrize(
    ("bits", "faults"),
    [
        (0x0, []),
        (0x1, ["card.power"]),
        (0x10001, ["card.power"]),
        (0x50000, ["card.power-since"]),
        (0x8, ["card.hot"]),
        (0x80008, ["card.hot"]),
        (0x80000, ["card.hot-since"]),
        (0xD0000, ["card.power-since", "card.hot-since"]),
        # Throttled and capped say no more of the reason than the supply has said.
        (0x60000, []),
    ],
)
def test_what_the_firmware_remembers_since_the_start_is_a_fault(
    tmp_path: Path, firmware: Callable[[str], None], bits: int, faults: list[str]
) -> None:
    firmware(f"throttled={bits:#x}")
    put(tmp_path / "class/thermal/thermal_zone0/temp", "83412\n")
    found = list(check_card(settings(), tmp_path))
    assert said(found) == faults
    assert all(one.values == {"celsius": "83"} for one in found if "hot" in one.key)


@pytest.mark.parametrize("line", ["VCHI initialization failed", "throttled=many", ""])
def test_a_firmware_that_does_not_answer_is_passed_over(
    tmp_path: Path, firmware: Callable[[str], None], line: str
) -> None:
    firmware(line)
    assert said(check_card(settings(), tmp_path)) == []


def test_a_machine_without_such_a_firmware_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said(check_card(settings(), tmp_path)) == []


# --- network ---------------------------------------------------------------------------------------------------


def links(tmp_path: Path, **states: str) -> Path:
    for name, state in {"lo": "unknown", **states}.items():
        put(tmp_path / name / "operstate", f"{state}\n")
    return tmp_path


AWAY = '[coordinator]\nurl = "http://192.168.7.20:8080"\n'


def test_a_machine_that_needs_the_network_has_a_link_or_a_fault(tmp_path: Path) -> None:
    assert said(check_network(settings(AWAY), links(tmp_path / "a", eth0="up", wlan0="down"))) == []
    (found,) = check_network(settings(AWAY), links(tmp_path / "b", eth0="down", wlan0="dormant"))
    assert (found.key, found.values["links"]) == ("network.down", "eth0, wlan0")


def test_a_machine_that_is_its_own_coordinator_needs_none(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]"):
        here = settings(f'[coordinator]\nurl = "http://{host}:8080"\n')
        assert said(check_network(here, links(tmp_path / host))) == []


# --- touchscreen and loudspeaker -------------------------------------------------------------------------------


def test_a_touchscreen_is_told_from_a_mouse(tmp_path: Path) -> None:
    there = put(tmp_path / "there", f"{MOUSE}\n{TOUCH}\n")
    (found,) = check_touch(settings(), there)
    assert (found.key, found.values["name"]) == ("touch.found", "ILITEK ILITEK-TP")
    assert said(check_touch(settings(), put(tmp_path / "mouse", MOUSE))) == ["touch.missing"]
    assert said(check_touch(settings(), tmp_path / "none")) == ["touch.missing"]


def test_a_screen_in_a_window_needs_no_touchscreen(tmp_path: Path) -> None:
    windowed = settings('[kiosk]\nmode = "window:1280x800"\n')
    assert said(check_touch(windowed, tmp_path / "none")) == []


def test_a_sound_card_is_named_and_its_lack_is_a_fault(tmp_path: Path) -> None:
    text = " 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0\n                      vc4-hdmi-0\n"
    (found,) = check_sound(settings(), put(tmp_path / "cards", text))
    assert (found.key, found.values["cards"]) == ("sound.found", "vc4-hdmi - vc4-hdmi-0")
    assert said(check_sound(settings(), put(tmp_path / "none", "--- no soundcards ---\n"))) == [
        "sound.missing"
    ]
    assert said(check_sound(settings(), tmp_path / "no such file")) == ["sound.missing"]


def test_a_board_without_a_voice_needs_no_loudspeaker(tmp_path: Path) -> None:
    assert said(check_sound(settings("[display.voice]\non = false\n"), tmp_path / "none")) == []


# --- program ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("theirs", "notes"), [(version("motcua"), []), ("99.0", ["program.version"])])
def test_another_version_on_the_coordinators_machine_is_worth_a_note(theirs: str, notes: list[str]) -> None:
    with a_peer(answer(200, msgspec.json.encode(Health(status="ok", version=theirs)))) as peer:
        assert said(check_program(settings(f'[coordinator]\nurl = "{peer.url}"\n'))) == notes
    assert [heard.path for heard in peer.heard] == ["/healthz"]


def test_a_coordinator_that_does_not_answer_is_left_to_the_check_of_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert said(check_program(settings(f'[coordinator]\nurl = "http://127.0.0.1:{port}"\n'))) == []
