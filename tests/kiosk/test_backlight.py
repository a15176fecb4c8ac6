"""The back light by the hour: written when it changes, left at the usual level while the time is unknown."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.settings import BrightnessTable, BrightSpan
from kiosk.backlight import Backlight, Dimmer, NoBacklight, level_at
from runtime.stop import Stop

NIGHT = BrightnessTable(level=0.8, schedule=[BrightSpan(start="17:30", end="05:45", level=0.1)])
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class SetClock:
    """Stands at an hour in the centre's zone until it is set."""

    hour: int
    is_set: bool = True

    def now(self) -> datetime:
        return datetime(2026, 11, 23, self.hour, 0, tzinfo=ZONE).astimezone(UTC)

    def monotonic(self) -> float:
        return 0.0

    def is_synchronised(self) -> bool:
        return self.is_set


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "max_brightness").write_text("255\n")
    (tmp_path / "brightness").write_text("255\n")
    return tmp_path


def brightness(folder: Path) -> int:
    return int((folder / "brightness").read_text())


def test_the_first_span_that_holds_the_hour_decides() -> None:
    spans = [
        BrightSpan(start="12:00", end="13:00", level=0.5),
        BrightSpan(start="08:00", end="17:00", level=0.9),
    ]
    table = BrightnessTable(level=0.2, schedule=spans)
    assert [level_at(table, time(hour)) for hour in (7, 8, 12, 13, 17)] == [0.2, 0.9, 0.5, 0.9, 0.2]


def test_the_light_follows_the_hour(folder: Path) -> None:
    clock = SetClock(8)
    dimmer = Dimmer(Backlight(folder), NIGHT, ZONE, clock, Stop())
    dimmer.adjust()
    assert brightness(folder) == 204
    clock.hour = 20
    dimmer.adjust()
    assert brightness(folder) == 26


def test_an_unset_clock_dims_nothing(folder: Path) -> None:
    Dimmer(Backlight(folder), NIGHT, ZONE, SetClock(20, is_set=False), Stop()).adjust()
    assert brightness(folder) == 204


def test_the_level_is_written_only_when_it_changes(folder: Path) -> None:
    backlight = Backlight(folder)
    backlight.set(0.5)
    (folder / "brightness").write_text("7\n")
    backlight.set(0.5)
    assert brightness(folder) == 7


def test_a_light_that_goes_away_is_told_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    dimmer = Dimmer(Backlight(folder), NIGHT, ZONE, SetClock(8), Stop())
    (folder / "brightness").unlink()
    (folder / "brightness").mkdir()
    dimmer.adjust()
    dimmer.adjust()
    assert caplog.text.count("cannot be set") == 1


@pytest.mark.parametrize("content", [None, "bright"])
def test_a_folder_without_a_light_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "max_brightness").write_text(content)
    with pytest.raises(NoBacklight, match="no back light"):
        Backlight(tmp_path)


def test_the_dimmer_ends_when_asked(folder: Path) -> None:
    stop = Stop()
    dimmer = Dimmer(Backlight(folder), NIGHT, ZONE, SetClock(8), stop)
    dimmer.start()
    stop.ask()
    dimmer.join(10)
    assert not dimmer.is_alive()
