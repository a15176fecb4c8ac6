"""What the check says of the copies: how old, where, what kept one away, and what to do about it."""

from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from config import Settings, load_text
from coordinator.copy_health import Condition, CopyHealth
from coordinator.copy_record import Place, Record, write_record
from motcua.check.copies import check_copies, finding_of
from motcua.check.finding import Finding, line_of
from tests.fakes.center_file import SMALLEST
from tests.fakes.clock import HANOI, MovableClock
from words import load_words

WORDS = load_words(Path(__file__).parents[2] / "motcua" / "locale")
HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def clock() -> MovableClock:
    """Of a machine that has run for a while."""
    clock = MovableClock()
    clock.move(hours=1)
    return clock


def settings() -> Settings:
    return load_text(SMALLEST, "center.toml")


def place(clock: MovableClock, seconds: int, *, is_stick: bool = False, **more: str) -> Place:
    copied = round(clock.now().timestamp() * 1000) - seconds * 1000
    folder = "/stick" if is_stick else "/card"
    return Place(folder=folder, is_stick=is_stick, copied_ms=copied, **more)  # type: ignore[arg-type]


def found(data: Path, clock: MovableClock, *places: Place) -> list[Finding]:
    if places:
        write_record(data / "copies.json", Record(places))
    return list(check_copies(settings(), clock, data / "center.toml", data))


def line(finding: Finding, language: str = "vi") -> str:
    return line_of(finding, WORDS.of(language))


def test_young_copies_are_a_note_with_their_age_and_place(tmp_path: Path, clock: MovableClock) -> None:
    (one,) = found(tmp_path, clock, place(clock, 5 * HOUR), place(clock, 5 * HOUR, is_stick=True))
    assert not one.is_fault
    assert line(one) == "ghi chú  bản sao lưu: bản mới nhất cách đây 5 giờ, cả trên USB"


def test_a_centre_that_goes_without_copies_is_told_so(tmp_path: Path, clock: MovableClock) -> None:
    (one,) = found(tmp_path, clock, place(clock, 9 * DAY))
    assert one.is_fault
    assert "bản mới nhất đã 9 ngày" in line(one)
    assert "sudo systemctl start motcua-backup" in line(one)


def test_a_missing_stick_is_a_fault_beside_copies_on_the_card(tmp_path: Path, clock: MovableClock) -> None:
    stick = place(clock, 40 * DAY, is_stick=True, cause="absent")
    (one,) = found(tmp_path, clock, place(clock, HOUR), stick)
    assert one.is_fault
    assert "USB sao lưu không cắm; bản trên đó đã 40 ngày" in line(one)


def test_a_full_stick_and_a_failed_copy_are_told_apart(tmp_path: Path, clock: MovableClock) -> None:
    card = place(clock, HOUR, cause="failed", problem="disk I/O error")
    one, two = found(tmp_path, clock, card, place(clock, HOUR, is_stick=True, cause="full"))
    assert "lần sao lưu gần nhất vào /card không được: disk I/O error" in line(one)
    assert "USB sao lưu đã đầy" in line(two)


def test_a_machine_that_copies_nothing_by_itself_says_so_and_blames_nobody(
    tmp_path: Path, clock: MovableClock
) -> None:
    (one,) = found(tmp_path, clock)
    assert (one.key, one.is_fault) == ("copies.none", False)


def test_an_installed_machine_waits_for_its_first_copy_and_not_for_ever(
    tmp_path: Path, clock: MovableClock
) -> None:
    (tmp_path / "backups").mkdir()
    made = (tmp_path / "backups").stat().st_mtime
    clock.set(datetime.fromtimestamp(made, HANOI))
    assert [one.key for one in found(tmp_path, clock)] == ["copies.due"]
    clock.move(hours=72)
    assert [one.key for one in found(tmp_path, clock)] == ["copies.never"]


def test_a_record_that_cannot_be_read_is_a_fault_that_names_it(tmp_path: Path, clock: MovableClock) -> None:
    (tmp_path / "copies.json").write_text("{")
    (one,) = found(tmp_path, clock)
    assert one.key == "copies.unreadable"
    assert str(tmp_path / "copies.json") in line(one)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("condition", get_args(Condition))
def test_every_condition_has_its_words(condition: Condition, language: str) -> None:
    one = finding_of(CopyHealth(condition, DAY, "/card", "why"))
    assert "{" not in line(one, language)
