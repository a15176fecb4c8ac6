"""Which business day a moment belongs to, whatever the clock does, and when numbers are issued."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Hours
from coordinator.queue.days import business_day, is_issuing, running_day, seconds_of_issuing

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FOUR = time(4)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23 08:00", "2026-11-23"),
        ("2026-11-23 23:59:59", "2026-11-23"),
        ("2026-11-24 00:00", "2026-11-23"),
        ("2026-11-24 03:59:59.999999", "2026-11-23"),
        ("2026-11-24 04:00", "2026-11-24"),
        ("2027-01-01 03:00", "2026-12-31"),
        ("2028-03-01 03:00", "2028-02-29"),
    ],
)
def test_midnight_ends_no_day_but_the_hour_of_the_settings_does(moment: str, day: str) -> None:
    assert business_day(_at(moment), FOUR) == date.fromisoformat(day)


def test_a_day_that_starts_at_midnight_is_the_calendars() -> None:
    assert business_day(_at("2026-11-24 00:00"), time(0)) == date(2026, 11, 24)


def test_the_day_is_the_centres_and_not_that_of_greenwich() -> None:
    instant = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    assert business_day(instant.astimezone(HANOI), FOUR) == date(2026, 11, 23)
    assert business_day(instant.astimezone(ZoneInfo("America/New_York")), FOUR) == date(2026, 11, 22)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times(), st.integers(0, 23 * 3600 + 3599))
def test_a_day_lasts_from_its_start_to_the_next(on: date, starts: time, later: int) -> None:
    begin = datetime.combine(on, starts, HANOI)
    day = business_day(begin, starts)
    assert business_day(begin + timedelta(seconds=later), starts) == day
    assert business_day(begin + timedelta(days=1), starts) == day + timedelta(days=1)
    assert business_day(begin - timedelta(microseconds=1), starts) == day - timedelta(days=1)


BERLIN = ZoneInfo("Europe/Berlin")


@given(st.integers(0, 48 * 60))
def test_where_clocks_are_changed_the_day_still_never_goes_back(minutes: int) -> None:
    """Vietnam changes none; a centre elsewhere gets no day twice either."""
    instant = datetime(2026, 10, 24, 12, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    before, after = (
        business_day(t.astimezone(BERLIN), FOUR) for t in (instant, instant + timedelta(hours=1))
    )
    assert before <= after


BEFORE, RUNNING, AFTER = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("by_clock", "running", "is_synchronised", "day"),
    [
        (RUNNING, None, True, RUNNING),
        (RUNNING, None, False, RUNNING),
        (RUNNING, RUNNING, False, RUNNING),
        (AFTER, RUNNING, True, AFTER),
        (AFTER, RUNNING, False, AFTER),
        (BEFORE, RUNNING, True, BEFORE),
        (BEFORE, RUNNING, False, RUNNING),
    ],
)
def test_only_a_clock_that_is_behind_and_that_nothing_has_set_is_not_believed(
    by_clock: date, running: date | None, is_synchronised: bool, day: date
) -> None:
    assert running_day(by_clock, running, is_clock_synchronised=is_synchronised) == day


WORKDAYS = Hours(start="07:00", end="11:30")
AFTERNOON = Hours(start="13:30", end="17:00")
SATURDAY = Hours(days=["sat"], start="08:00", end="11:00")


@pytest.mark.parametrize(
    ("moment", "issues"),
    [
        ("2026-11-23 06:59:59", False),
        ("2026-11-23 07:00", True),
        ("2026-11-23 11:29:59", True),
        ("2026-11-23 11:30", False),
        ("2026-11-23 13:30", True),
        ("2026-11-23 17:00", False),
        ("2026-11-28 08:00", True),
        ("2026-11-28 14:00", False),
        ("2026-11-29 08:00", False),
    ],
)
def test_numbers_are_issued_from_the_start_of_the_hours_until_before_their_end(
    moment: str, issues: bool
) -> None:
    assert is_issuing([WORKDAYS, AFTERNOON, SATURDAY], _at(moment)) is issues


def test_without_hours_numbers_are_always_issued() -> None:
    assert is_issuing([], _at("2026-11-29 03:00"))


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("2026-11-23 08:00", 9 * 3600),
        ("2026-11-23 12:00", 5 * 3600),
        ("2026-11-23 16:59:30", 30),
        ("2026-11-23 18:00", 0),
        ("2026-11-22 08:00", 0),
    ],
)
def test_numbers_are_still_issued_until_the_last_end_of_the_day(moment: str, seconds: float) -> None:
    hours = [Hours(start="06:00", end="11:30"), Hours(start="13:00", end="17:00")]
    assert seconds_of_issuing(hours, _at(moment)) == seconds


def test_without_hours_numbers_are_issued_without_end() -> None:
    assert seconds_of_issuing([], _at("2026-11-23 08:00")) == float("inf")
