"""The advice at the desk: from the live queue, this weekday's past and today's pace; made once a minute."""

from datetime import timedelta

from msgspec.structs import replace

from config import Settings
from config.settings import Hours
from coordinator.desk.advising import Guidance
from tests.coordinator.conftest import OpenFront
from tests.fakes.clock import MONDAY
from tests.fakes.front import Front
from tests.fakes.stored import add_ticket

HALF_HOUR_MS = 1_800_000


def with_hours(settings: Settings) -> Settings:
    return replace(settings, center=replace(settings.center, hours=[Hours(start="07:00", end="11:00")]))


def after_a_minute(front: Front) -> Guidance:
    front.clock.move(minutes=1)
    return front.desk.adviser.advise()


def usual_mondays(front: Front, *, people: int, at_half_hour: int, weeks: int = 4) -> None:
    """So many came in a half hour after eight on each of the last Mondays."""
    with front.desk._database.write() as connection:
        for week in range(1, weeks + 1):
            day = MONDAY - timedelta(weeks=week)
            issued = round(day.timestamp() * 1000) + at_half_hour * HALF_HOUR_MS
            for number in range(people):
                add_ticket(connection, day=f"{day:%Y-%m-%d}", issued_at=issued + number, state="served")


def test_an_empty_centre_needs_no_counter(front: Front) -> None:
    guidance = front.desk.adviser.advise()
    assert (guidance.open, guidance.now, guidance.advice.short, guidance.usual) == (0, 0, 0, None)


def test_a_line_that_has_grown_asks_for_more_counters(settings: Settings, open_front: OpenFront) -> None:
    front = open_front(with_hours(settings))
    front.open(1)
    for _ in range(12):
        front.issue()
    guidance = after_a_minute(front)
    assert (guidance.open, guidance.came) == (1, 12)
    assert guidance.now > 1


def test_a_usual_rush_is_told_before_anybody_has_come(settings: Settings, open_front: OpenFront) -> None:
    front = open_front(with_hours(settings))
    usual_mondays(front, people=15, at_half_hour=3)
    guidance = front.desk.adviser.advise()
    assert guidance.now <= 1
    assert guidance.advice.peak >= 3
    assert f"{guidance.peak_at:%H:%M}" == "09:30"


def test_other_weekdays_say_nothing_of_this_one(settings: Settings, open_front: OpenFront) -> None:
    front = open_front(with_hours(settings))
    with front.desk._database.write() as connection:
        add_ticket(connection, day="2026-11-20", state="served")
    assert front.desk.adviser.advise().usual is None


def test_today_stands_beside_what_is_usual_by_now(settings: Settings, open_front: OpenFront) -> None:
    front = open_front(with_hours(settings))
    usual_mondays(front, people=10, at_half_hour=0)
    front.clock.move(minutes=15)
    front.issue()
    guidance = after_a_minute(front)
    assert guidance.came == 1
    assert guidance.usual is not None
    assert 5 <= guidance.usual <= 6


def test_too_many_for_all_counters_is_told_as_a_number_of_tickets(
    settings: Settings, open_front: OpenFront
) -> None:
    front = open_front(with_hours(settings))
    usual_mondays(front, people=120, at_half_hour=2)
    usual_mondays(front, people=120, at_half_hour=3)
    # Three counters, five minutes each, three hours: some 108 people.
    short = front.desk.adviser.advise().advice.short
    assert 100 < short < 160


def test_a_looser_target_needs_no_more_counters(settings: Settings, open_front: OpenFront) -> None:
    strict = open_front(with_hours(settings))
    usual_mondays(strict, people=11, at_half_hour=1)
    peak = strict.desk.adviser.advise().advice.peak
    loose = open_front(
        replace(
            with_hours(settings),
            target=replace(settings.target, mean_minutes=60, longest_minutes=60, share=0.9),
        )
    )
    assert loose.desk.adviser.advise().advice.peak < peak


def test_it_is_made_anew_after_a_minute_and_not_before(front: Front) -> None:
    first = front.desk.adviser.advise()
    front.issue()
    front.clock.move(seconds=59)
    assert front.desk.adviser.advise() is first
    front.clock.move(seconds=1)
    assert front.desk.adviser.advise().came == 1
