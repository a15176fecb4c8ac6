"""How the devices are, as the overview tells it: worst first, with what to do, and no names for who only looks on."""

from pathlib import Path
from typing import get_args

import pytest

from coordinator.copy_health import GOOD, Condition, CopyHealth
from coordinator.web.overview.device_lines import DeviceLine, device_lines
from coordinator.web.overview.health import Health, find_health
from wire.devices import LONGEST_SILENCE_SECONDS, Device, Devices
from wire.messages import BoardPrinter, ButtonCondition, Paper, Role
from words import load_words

OWN = "1.4.0"
LONG = LONGEST_SILENCE_SECONDS + 1
WORDS = load_words(Path(__file__).parents[3] / "coordinator" / "web" / "locale")


def device(role: Role, name: str, silent_s: int | None = 0, version: str | None = OWN) -> Device:
    return Device(name=name, role=role, version=version, silent_s=silent_s)


def health(*devices: Device, up_s: int = 3600, printer: BoardPrinter | None = None) -> list[Health]:
    printers = [printer] if printer else []
    return find_health(Devices(version=OWN, up_s=up_s, devices=list(devices)), printers, {})


def printer(*, online: bool = True, paper: Paper = "ok", cover_open: bool = False) -> BoardPrinter:
    return BoardPrinter(name="kiosk-1", online=online, paper=paper, cover_open=cover_open)


def lines(found: list[Health], language: str = "vi", *, are_named: bool = True) -> list[DeviceLine]:
    return device_lines(found, OWN, WORDS.of(language), are_named=are_named)


def test_who_was_just_heard_in_our_version_is_well_and_asks_for_nothing() -> None:
    (line,) = lines(health(device("display", "tv-1")))
    assert line == DeviceLine("Bảng hiển thị tv-1", "hoạt động tốt", "", "good")


def test_who_is_silent_is_told_with_how_long_and_what_to_do() -> None:
    (line,) = lines(health(device("kiosk", "kiosk-1", silent_s=25 * 60)))
    assert (line.state, line.grade) == ("mất tín hiệu 25 phút", "bad")
    assert "còn điện, còn mạng" in line.mend


def test_a_long_silence_is_told_in_hours() -> None:
    (line,) = lines(health(device("kiosk", "kiosk-1", silent_s=5 * 3600)), "en")
    assert line.state == "silent for 5 h"


def test_who_was_never_heard_is_waited_for_at_first_and_a_fault_after_two_minutes() -> None:
    never = device("counter", "nut-1", silent_s=None, version=None)
    early, late = (health(never, up_s=up_s)[0] for up_s in (LONGEST_SILENCE_SECONDS, LONG))
    assert (early.condition, early.grade) == ("not-yet", "unknown")
    assert (late.condition, late.grade) == ("never", "bad")
    assert "khi máy chủ chạy (2 phút)" in lines([late])[0].state


def test_another_version_is_told_with_both_versions() -> None:
    (line,) = lines(health(device("display", "tv-1", version="1.3.2")))
    assert (line.state, line.grade) == ("phiên bản 1.3.2, máy chủ 1.4.0", "warn")
    assert line.mend


def test_a_board_in_a_browser_has_no_version_and_is_well() -> None:
    assert health(device("display", "tv-1", version=None))[0].grade == "good"


def test_silence_counts_more_than_an_old_version() -> None:
    assert health(device("display", "tv-1", silent_s=LONG, version="1.3.2"))[0].condition == "silent"


@pytest.mark.parametrize(
    ("one", "condition", "grade"),
    [
        (printer(), "paper-ok", "good"),
        (printer(paper="unknown"), "paper-unknown", "good"),
        (printer(paper="low"), "paper-low", "warn"),
        (printer(paper="out"), "out", "bad"),
        (printer(cover_open=True), "cover", "bad"),
        (printer(online=False, paper="out"), "offline", "bad"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_printer_is_told_by_line_paper_and_cover(one: BoardPrinter, condition: str, grade: str) -> None:
    (found,) = health(printer=one)
    assert (found.kind, found.condition, found.grade) == ("printer", condition, grade)


def test_the_worst_comes_first_and_the_kiosk_before_the_rest() -> None:
    devices = [
        device("display", "tv-well"),
        device("counter", "nut-old", version="1.0.0"),
        device("display", "tv-25", silent_s=1500),
        device("display", "tv-50", silent_s=3000),
        device("kiosk", "kiosk-dead", silent_s=LONG),
    ]
    whole = Devices(version=OWN, up_s=3600, devices=devices)
    found = find_health(whole, [printer(paper="out")], {3: "stuck"})
    assert [one.name for one in found] == [
        "kiosk-dead", "kiosk-1", "tv-50", "tv-25", "3", "nut-old", "tv-well",
    ]  # fmt: skip


def test_who_is_told_no_names_is_told_numbers_that_hold_while_the_tokens_do() -> None:
    devices = [device("display", "ông-nam-1"), device("display", "ông-nam-2", silent_s=LONG)]
    titles = [line.title for line in lines(health(*devices), are_named=False)]
    assert titles == ["Bảng hiển thị 2", "Bảng hiển thị 1"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_condition_of_every_kind_has_its_words(language: str) -> None:
    """Whatever can be wrong has something to do; what is well has not."""
    roles: tuple[Role, ...] = ("kiosk", "display", "counter", "printer")
    papers: tuple[Paper, ...] = ("ok", "low", "out", "unknown")
    devices = [
        device(role, f"{role}-{n}", silent_s, version)
        for role in roles
        for n, (silent_s, version) in enumerate([(0, OWN), (LONG, OWN), (None, None), (0, "1.0.0")])
    ]
    printers = [printer(online=online, paper=paper) for online in (True, False) for paper in papers]
    whole = Devices(version=OWN, up_s=LONG, devices=devices)
    copies = [CopyHealth(condition, 9) for condition in get_args(Condition)]
    copies.append(CopyHealth("well", 9, is_on_stick=True))
    buttons: dict[int, ButtonCondition] = {1: "stuck", 2: "missing"}
    found = find_health(whole, [*printers, printer(cover_open=True)], buttons, copies)
    told = lines(found, language)
    assert len(told) == 16 + 9 + 2 + len(copies)
    assert all(bool(line.mend) == (line.grade in ("bad", "warn")) for line in told)
    assert not [line for line in told if "{" in f"{line.title}{line.state}{line.mend}"]


def copies(condition: Condition, seconds: int | None = None, *, is_on_stick: bool = False) -> DeviceLine:
    nothing = Devices(version=OWN, up_s=1, devices=[])
    (line,) = lines(find_health(nothing, [], {}, [CopyHealth(condition, seconds, is_on_stick=is_on_stick)]))
    return line


def test_copies_that_are_young_are_told_with_their_age_and_place() -> None:
    line = copies("well", 5 * 3600, is_on_stick=True)
    assert line == DeviceLine(
        "Bản sao lưu", "bản mới nhất 5 giờ trước, cả trên USB", "", "good", is_device=False
    )


def test_copies_that_are_old_are_a_fault_told_in_days() -> None:
    line = copies("old", 9 * 24 * 3600)
    assert (line.state, line.grade) == ("bản mới nhất đã 9 ngày", "bad")
    assert "kỹ thuật" in line.mend


def test_a_stick_that_is_missing_wants_attention_and_one_knows_which() -> None:
    line = copies("stick-missing", 40 * 24 * 3600)
    assert (line.state, line.grade) == ("USB không cắm đã 40 ngày", "warn")
    assert "MOTCUA" in line.mend


def test_a_machine_that_serves_people_comes_before_the_copies() -> None:
    whole = Devices(version=OWN, up_s=3600, devices=[device("display", "tv-old", version="1.0.0")])
    found = find_health(whole, [printer(paper="out")], {}, [CopyHealth("never"), CopyHealth("stick-never")])
    assert [one.kind for one in found] == ["printer", "copies", "display", "copies"]


@pytest.mark.parametrize("condition", [one for one in get_args(Condition) if one not in GOOD])
def test_nothing_that_keeps_copies_away_is_well(condition: Condition) -> None:
    assert copies(condition, 1).grade in ("bad", "warn")
