"""A day's figures, held against a day that was worked out by hand, and `motcua report` that says them."""

import csv
import io
import json
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Settings
from coordinator.desk.desk import open_desk
from coordinator.location import FILE_NAME
from coordinator.queue.figures import Attendance, Came, Happened, Times, find_attendances, measure, sum_up
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.small_center import Motcua

pytestmark = pytest.mark.only_sqlite("the same use case as on the pages; test_forgetting.py has it on both")

MINUTE = 60_000


def test_nothing_measured_is_nothing_said() -> None:
    assert measure([]) == Times(0, None, None, None)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([7], Times(1, 7, 7, 7)),
        ([10, 20], Times(2, 15, 15, 20)),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], Times(10, 14, 6, 9)),
        (list(range(1, 101)), Times(100, 50, 50, 90)),
    ],
)
def test_mean_median_and_the_bound_of_nine_in_ten(seconds: list[int], expected: Times) -> None:
    assert measure(second * 1000 for second in seconds) == expected


@given(st.lists(st.integers(0, 36_000), min_size=1, max_size=50))
def test_nine_in_ten_took_no_longer_than_the_bound(seconds: list[int]) -> None:
    times = measure(second * 1000 for second in seconds)
    assert times.p90_s in seconds
    assert sum(second <= times.p90_s for second in seconds) >= 0.9 * len(seconds)
    assert sum(second < times.p90_s for second in seconds) < 0.9 * len(seconds)


def test_a_recall_is_no_second_attendance_and_a_second_counter_is() -> None:
    happenings = [
        Happened(1, "called", 4, "ho-tich", 10),
        Happened(1, "transferred", 4, "dat-dai", 20),
        Happened(1, "called", 5, "dat-dai", 30),
        Happened(2, "called", 4, "ho-tich", 35),
        Happened(1, "served", 5, "dat-dai", 50),
        Happened(3, "cancelled", None, "ho-tich", 60),
    ]
    assert find_attendances(happenings) == [
        Attendance(1, 4, "ho-tich", 10, 20, "transferred"),
        Attendance(1, 5, "dat-dai", 30, 50, "served"),
        Attendance(2, 4, "ho-tich", 35),
    ]


def test_a_clock_that_was_set_back_makes_no_negative_time() -> None:
    tickets = [Came(1, "ho-tich", False, "served", 60 * MINUTE)]
    happenings = [
        Happened(1, "called", 1, "ho-tich", 50 * MINUTE),
        Happened(1, "served", 1, "ho-tich", 40 * MINUTE),
    ]
    figures = sum_up(tickets, happenings, domains=[], counters=[], zone=UTC)
    assert figures.total.wait == figures.total.service == Times(1, 0, 0, 0)


def test_a_wait_of_exactly_the_target_is_within_it() -> None:
    tickets = [Came(n, "ho-tich", False, "called", 0) for n in (1, 2)]
    happenings = [
        Happened(1, "called", 1, "ho-tich", 15 * MINUTE),
        Happened(2, "called", 2, "ho-tich", 15 * MINUTE + 1),
    ]
    figures = sum_up(tickets, happenings, domains=[], counters=[], zone=UTC)
    assert figures.total.within_target == 0.5
    longer = sum_up(tickets, happenings, domains=[], counters=[], zone=UTC, target_minutes=16)
    assert longer.total.within_target == 1


def test_hours_are_the_centres() -> None:
    tickets = [Came(1, "ho-tich", False, "waiting", 1_795_400_000_000)]  # 2026-11-23 02:13 UTC
    hanoi = sum_up(tickets, [], domains=[], counters=[], zone=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert list(hanoi.hours) == [9]


@pytest.fixture
def worked_day(settings: Settings, data: Path) -> None:
    """Monday from 08:00, as in the comments; counter 1 serves chung-thuc, 2 also ho-tich, 3 dat-dai."""
    clock = MovableClock()
    front = Front(open_desk(settings, f"sqlite:///{data / FILE_NAME}", clock), clock)
    front.issue("chung-thuc")  # A001 08:00
    front.issue("chung-thuc", "elderly")  # A002 08:00
    front.issue("ho-tich")  # C001 08:00
    clock.move(minutes=10)
    front.call(1)  # 08:10 A002, waited 10
    front.call(2)  # 08:10 A001, waited 10
    clock.move(minutes=5)
    front.recall(1)  # 08:15 A002 again: no new wait
    clock.move(minutes=5)
    front.finish(1)  # 08:20 A002 served in 10
    front.call(2)  # 08:20 A001 served in 10; C001 called, waited 20
    clock.move(minutes=30)
    held = front.hold(2)  # 08:50 C001 held
    clock.move(minutes=20)
    front.resume(held)  # 09:10
    front.call(2)  # 09:10 C001 again: its wait stays 20
    front.issue("dat-dai")  # E001 09:10
    lost = front.issue("dat-dai")  # E002 09:10
    front.cancel(lost)
    clock.move(minutes=4)
    front.transfer(2, "dat-dai")  # 09:14 C001 to dat-dai, ahead of E001
    front.call(3)  # 09:14 C001
    clock.move(minutes=6)
    front.finish(3)  # 09:20 C001 served in 6
    clock.move(minutes=20)
    front.call(3)  # 09:40 E001, waited 30
    clock.move(minutes=1)
    front.no_show(3)  # 09:41
    front.issue("chung-thuc")  # A003 09:41, still waits
    front.desk.close()


def test_the_worked_day_comes_out_as_by_hand(motcua: Motcua, worked_day: None) -> None:
    said = motcua("report", "2026-11-23", "--format", "json")
    assert (said.code, said.err) == (0, "")
    report = json.loads(said.out)
    assert (report["center"], report["day"], report["target_minutes"]) == ("thu", "2026-11-23", 15)
    total = report["figures"]["total"]
    assert (total["issued"], total["priority"]) == (6, 1)
    assert total["states"] == {
        "waiting": 1,
        "called": 0,
        "held": 0,
        "served": 3,
        "no_show": 1,
        "cancelled": 1,
        "expired": 0,
    }
    # Waits 10, 10, 20, 30 minutes; services 10, 10, 6.
    assert total["wait"] == {"count": 4, "mean_s": 1050, "median_s": 900, "p90_s": 1800}
    assert total["within_target"] == 0.5
    assert total["service"] == {"count": 3, "mean_s": 520, "median_s": 600, "p90_s": 600}


def test_domains_count_where_a_ticket_ended(motcua: Motcua, worked_day: None) -> None:
    domains = json.loads(motcua("report", "2026-11-23", "--format", "json").out)["figures"]["domains"]
    assert list(domains) == ["chung-thuc", "ho-tich", "dat-dai"]
    assert [domains[name]["issued"] for name in domains] == [3, 0, 3]
    assert domains["chung-thuc"]["wait"]["mean_s"] == 600
    assert domains["dat-dai"]["wait"] == {"count": 2, "mean_s": 1500, "median_s": 1500, "p90_s": 1800}
    assert domains["dat-dai"]["service"]["mean_s"] == 360
    assert domains["ho-tich"]["within_target"] is None


def test_counters_count_what_ended_there(motcua: Motcua, worked_day: None) -> None:
    counters = json.loads(motcua("report", "2026-11-23", "--format", "json").out)["figures"]["counters"]
    what = ("called", "served", "no_show", "held", "transferred")
    assert {number: tuple(counters[number][name] for name in what) for number in counters} == {
        "1": (1, 1, 0, 0, 0),
        "2": (3, 1, 0, 1, 1),
        "3": (2, 1, 1, 0, 0),
    }
    assert counters["2"]["service"] == {"count": 1, "mean_s": 600, "median_s": 600, "p90_s": 600}


def test_hours_show_when_people_came(motcua: Motcua, worked_day: None) -> None:
    hours = json.loads(motcua("report", "2026-11-23", "--format", "json").out)["figures"]["hours"]
    figures = {hour: (of["issued"], of["called"], of["served"]) for hour, of in hours.items()}
    assert figures == {"8": (3, 3, 2), "9": (3, 3, 1)}
    assert hours["8"]["wait"]["mean_s"] == 800
    assert hours["9"]["wait"]["mean_s"] == 1800


def test_a_spreadsheet_says_the_same(motcua: Motcua, worked_day: None) -> None:
    rows = list(csv.DictReader(io.StringIO(motcua("report", "2026-11-23").out)))
    keys = [(row["group"], row["key"]) for row in rows]
    assert keys == [
        ("center", ""),
        ("domain", "chung-thuc"),
        ("domain", "ho-tich"),
        ("domain", "dat-dai"),
        ("counter", "1"),
        ("counter", "2"),
        ("counter", "3"),
        ("hour", "08"),
        ("hour", "09"),
    ]
    center = rows[0]
    assert (center["issued"], center["served"], center["no_show"]) == ("6", "3", "1")
    assert (center["wait_mean_s"], center["within_target"]) == ("1050", "0.5")
    assert rows[2]["wait_mean_s"] == ""
    assert rows[5]["calls"] == "3"


def test_another_target_moves_the_share(motcua: Motcua, worked_day: None) -> None:
    said = motcua("report", "2026-11-23", "--format", "json", "--target", "20")
    assert json.loads(said.out)["figures"]["total"]["within_target"] == 0.75


def test_a_day_on_which_nobody_came_is_all_zeros(motcua: Motcua, worked_day: None) -> None:
    said = motcua("report", "2026-11-24", "--format", "json")
    figures = json.loads(said.out)["figures"]
    assert (figures["total"]["issued"], figures["hours"]) == (0, {})
    assert list(figures["counters"]) == ["1", "2", "3"]


@pytest.mark.parametrize("day", ["23/11/2026", "2026-13-01", "yesterday", ""])
def test_what_is_no_day_is_told_with_what_is(motcua: Motcua, day: str) -> None:
    said = motcua("report", day)
    assert (said.code, said.out) == (2, "")
    assert "YYYY-MM-DD" in said.err


@pytest.mark.parametrize("target", ["0", "-1", "inf", "soon"])
def test_a_target_is_minutes(motcua: Motcua, target: str) -> None:
    said = motcua("report", "2026-11-23", f"--target={target}")
    assert said.code == 2
    assert "minutes above 0" in said.err


def test_without_a_database_there_is_no_report_and_none_is_made(motcua: Motcua, data: Path) -> None:
    said = motcua("report", "2026-11-23")
    assert (said.code, said.out) == (1, "")
    assert "no database" in said.err
    assert list(data.iterdir()) == []


def test_several_days_are_told_together_and_each_by_itself(motcua: Motcua, worked_day: None) -> None:
    said = motcua("report", "2026-11-22", "--until", "2026-11-24")
    assert (said.code, said.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    keys = [(row["group"], row["key"]) for row in rows]
    assert keys == [
        ("center", ""),
        ("day", "2026-11-23"),
        ("domain", "chung-thuc"),
        ("domain", "ho-tich"),
        ("domain", "dat-dai"),
        ("counter", "1"),
        ("counter", "2"),
        ("counter", "3"),
        ("hour", "08"),
        ("hour", "09"),
        ("lane", "ordinary"),
        ("lane", "priority"),
    ]
    center = rows[0]
    assert (center["issued"], center["served"], center["no_show"]) == ("6", "3", "1")
    assert (center["wait_mean_s"], center["within_target"]) == ("1050", "0.5")
    assert (rows[7]["calls"], rows[7]["served"], rows[7]["no_show"]) == ("2", "1", "1")


def test_a_range_in_json_says_what_it_is_of(motcua: Motcua, worked_day: None) -> None:
    said = motcua("report", "2026-11-23", "--until", "2026-11-23", "--format", "json", "--target", "20")
    report = json.loads(said.out)
    assert (report["center"], report["since"], report["until"]) == ("thu", "2026-11-23", "2026-11-23")
    assert report["rows"][0]["within_target"] == 0.75


def test_a_range_does_not_end_before_it_begins(motcua: Motcua) -> None:
    said = motcua("report", "2026-11-23", "--until", "2026-11-22")
    assert (said.code, said.out) == (2, "")
    assert "accepted: 2026-11-23 or a later day" in said.err
