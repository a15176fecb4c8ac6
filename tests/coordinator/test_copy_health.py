"""How the copies are: a centre without them hears of it within days, and one that is merely switched off does not."""

from pathlib import Path

import pytest

from coordinator.copies_watch import CopiesWatch
from coordinator.copy_health import OLD_SECONDS, SETTLING_SECONDS, CopyHealth, judge
from coordinator.copy_record import Place, Record, write_record
from tests.fakes.clock import MovableClock

NOW = 1_800_000_000_000
DAY = 24 * 3600
UP = 10.0 * DAY
STICK = "/var/lib/motcua/stick"


def card(days: float | None = 0, cause: str = "", problem: str = "") -> Place:
    return place("/var/lib/motcua/backups", days, cause, problem, is_stick=False)


def stick(days: float | None = 0, cause: str = "", problem: str = "") -> Place:
    return place(STICK, days, cause, problem, is_stick=True)


def place(folder: str, days: float | None, cause: str, problem: str, *, is_stick: bool) -> Place:
    copied = None if days is None else round(NOW - days * DAY * 1000)
    return Place(folder=folder, is_stick=is_stick, copied_ms=copied, cause=cause, problem=problem)  # type: ignore[arg-type]


def found(*places: Place, up_seconds: float = UP) -> list[CopyHealth]:
    return judge(Record(places), None, NOW, up_seconds)


def conditions(*places: Place, up_seconds: float = UP) -> list[str]:
    return [one.condition for one in found(*places, up_seconds=up_seconds)]


def test_last_nights_copies_on_card_and_stick_are_well() -> None:
    (one,) = found(card(0.5), stick(0.5))
    assert (one.condition, one.seconds, one.is_on_stick) == ("well", DAY // 2, True)


def test_one_missed_night_is_none_of_anyones_business_and_two_are() -> None:
    assert conditions(card(1.9), stick(1.9)) == ["well"]
    (one,) = found(card(3), stick(3))
    assert (one.condition, one.seconds) == ("old", 3 * DAY)


def test_a_machine_that_was_off_for_a_week_is_given_the_time_to_make_its_copy() -> None:
    assert conditions(card(7), up_seconds=SETTLING_SECONDS - 1) == ["due"]
    assert conditions(card(7), up_seconds=SETTLING_SECONDS) == ["old"]


def test_no_copy_at_all_is_the_first_that_is_said() -> None:
    assert conditions(card(None, "failed", "disk I/O error"), stick(None, "absent")) == [
        "never",
        "failed",
        "stick-never",
    ]


def test_a_stick_is_missing_once_its_copy_is_old_and_not_while_it_is_carried_home() -> None:
    assert conditions(card(), stick(1, "absent")) == ["well"]
    (one,) = found(card(), stick(40, "absent"))
    assert (one.condition, one.seconds, one.folder) == ("stick-missing", 40 * DAY, STICK)


def test_a_card_alone_is_no_safe_place() -> None:
    assert conditions(card(), stick(None, "absent")) == ["stick-never"]


@pytest.mark.parametrize("cause", ["full", "failed"])
def test_a_copy_that_failed_is_said_at_once_and_where(cause: str) -> None:
    assert conditions(card(0, cause), stick()) == [cause]
    (one,) = found(card(), stick(0, cause, "No space left on device"))
    assert (one.condition, one.problem, one.folder) == (f"stick-{cause}", "No space left on device", STICK)


def test_a_copy_made_under_a_clock_that_ran_ahead_is_not_young_for_years() -> None:
    assert conditions(card(-400)) == ["never"]
    assert found(card(-0.5))[0].seconds == 0


def test_a_machine_where_nothing_copies_by_itself_promises_nothing() -> None:
    assert judge(None, None, NOW, UP) == []


def test_what_an_earlier_version_left_is_told_by_its_folder() -> None:
    ages = (0, OLD_SECONDS, OLD_SECONDS + 1)
    said = [judge(None, NOW - age * 1000, NOW, UP)[0].condition for age in ages]
    assert said == ["due", "due", "never"]
    assert judge(None, NOW - 9 * DAY * 1000, NOW, 60.0)[0].condition == "due"


def test_it_is_read_anew_at_each_look(tmp_path: Path, clock: MovableClock) -> None:
    watch = CopiesWatch(tmp_path / "copies.json", tmp_path / "backups", clock)
    assert watch.look() == []
    now = round(clock.now().timestamp() * 1000)
    write_record(watch.record, Record((Place(folder="/c", is_stick=False, copied_ms=now),)))
    assert watch.look() == [CopyHealth("well", 0)]
    watch.record.write_text("half a rec")
    (broken,) = watch.look()
    assert (broken.condition, broken.folder) == ("unreadable", str(watch.record))
