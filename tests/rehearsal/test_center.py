"""A centre's settings for a rehearsal: everything as it was but the edge, which is simulated."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from config import Settings, load, load_text
from config.settings import CounterTable, Hours
from rehearsal.center import TooManyCounters, rehearse, wire_buttons
from rehearsal.place import Place, make_place

CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_place(tmp_path / "data")


@pytest.fixture
def hai_chau() -> Settings:
    return load(CONFIG / "hai-chau.toml")


def counters(count: int) -> list[CounterTable]:
    return [CounterTable(id=number, domains=["x"]) for number in range(1, count + 1)]


@pytest.mark.parametrize("name", ["hai-chau", "demo"])
def test_the_settings_of_a_rehearsal_pass_the_settings_own_check(name: str, place: Place) -> None:
    rehearsed = rehearse(load(CONFIG / f"{name}.toml"), place, 12345)
    assert load_text(msgspec.toml.encode(rehearsed).decode(), name) == rehearsed


def test_domains_and_counters_stay_and_numbers_are_issued_at_any_hour(
    hai_chau: Settings, place: Place
) -> None:
    settings = replace(hai_chau, center=replace(hai_chau.center, hours=[Hours()]))
    rehearsed = rehearse(settings, place, 12345)
    assert rehearsed.domains == settings.domains
    assert rehearsed.counters == settings.counters
    assert rehearsed.center.hours == []


def test_nothing_reaches_beyond_the_loopback_and_the_place(hai_chau: Settings, place: Place) -> None:
    rehearsed = rehearse(hai_chau, place, 12345)
    assert rehearsed.coordinator.url == "http://127.0.0.1:12345"
    assert rehearsed.coordinator.host == "127.0.0.1"
    assert rehearsed.coordinator.database == f"sqlite:///{place.data}/motcua.db"
    assert rehearsed.printer.device == f"virtual:{place.printed}"
    assert rehearsed.counter.pins == f"mock:{place.pins}"
    assert rehearsed.kiosk.mode.startswith(f"offscreen:{place.run}")
    assert rehearsed.display.mode.startswith(f"offscreen:{place.run}")


def test_windows_have_the_sizes_that_they_are_given_and_the_board_may_speak(
    hai_chau: Settings, place: Place
) -> None:
    sizes = {"kiosk": "640x400", "display": "640x360"}
    rehearsed = rehearse(hai_chau, place, 1, windows=sizes, is_speaking=True)
    assert (rehearsed.kiosk.mode, rehearsed.display.mode) == ("window:640x400", "window:640x360")
    assert rehearsed.display.voice.on
    assert rehearsed.display.voice.clips == str(place.clips)
    assert not rehearse(hai_chau, place, 1).display.voice.on


@pytest.mark.parametrize(("count", "has_lamps"), [(1, True), (14, True), (15, False), (28, False)])
def test_each_counter_has_a_button_and_a_lamp_where_the_pins_suffice(count: int, has_lamps: bool) -> None:
    buttons = wire_buttons(counters(count))
    pins = [pin for button in buttons for pin in (button.gpio, button.lamp) if pin is not None]
    assert [button.counter for button in buttons] == list(range(1, count + 1))
    assert len(pins) == len(set(pins)) == (2 * count if has_lamps else count)
    assert set(pins) <= set(range(28))


def test_more_counters_than_pins_are_refused() -> None:
    with pytest.raises(TooManyCounters, match="29 counters"):
        wire_buttons(counters(29))
