"""Reports: any range adds up to the figures of its days, before they were summed up and after, and names the clerks."""

from datetime import date, timedelta

import pytest

from coordinator.desk import accounts
from coordinator.desk.reporting import Report, after
from coordinator.desk.terms import Actor
from coordinator.queue.figures import DayFigures, sum_up
from coordinator.store.days import read_day
from coordinator.store.rows import SessionRow
from tests.fakes.clock import MONDAY
from tests.fakes.front import COUNTER, Front

DAY = MONDAY.date()
HOA = Actor("counter", "staff/Hoa")


def figures(front: Front, day: date = DAY) -> DayFigures:
    with front.desk._database.read() as connection:
        came, happened = read_day(connection, "thu", day.isoformat())
    return sum_up(came, happened, domains=[], counters=[], zone=MONDAY.tzinfo)  # type: ignore[arg-type] # it has one


def work(front: Front) -> None:
    """A morning of everything that can happen."""
    clock = front.clock
    for number in range(7):
        front.issue("chung-thuc", "elderly" if number == 3 else None)
        front.issue("ho-tich")
        clock.move(minutes=3)
    front.call(1)
    clock.move(minutes=9)
    front.call(2)
    clock.move(minutes=4)
    front.no_show(1)
    front.call(1)
    clock.move(minutes=7)
    front.transfer(2, "dat-dai")
    front.call(3)
    clock.move(minutes=25)
    front.finish(3)
    held = front.hold(1)
    front.call(1)
    clock.move(hours=1)
    front.finish(1)
    front.resume(held)
    front.cancel(front.issue("dat-dai"))


def check_against(report: Report, exact: DayFigures) -> None:
    whole = report.total.whole
    assert whole["issued"] == exact.total.issued
    assert {state: whole[f"state.{state}"] for state in exact.total.states} == exact.total.states
    for key, group in exact.domains.items():
        tally = report.total["domain", key]
        assert (tally["issued"], tally["priority"]) == (group.issued, group.priority)
        assert tally["wait.count"] == group.wait.count
        assert tally.within(15) == (
            None if group.within_target is None else pytest.approx(group.within_target, abs=1e-4)
        )
        for what, times in (("wait", group.wait), ("service", group.service)):
            mean = tally.mean(what)  # type: ignore[arg-type] # one of the two
            assert (None if mean is None else round(mean)) == times.mean_s
    for counter, of in exact.counters.items():
        tally = report.total["counter", str(counter)]
        assert tally["calls"] == of.called
        assert [tally[f"end.{end}"] for end in ("served", "no_show", "held", "transferred")] == [
            of.served,
            of.no_show,
            of.held,
            of.transferred,
        ]
    for hour, here in exact.hours.items():
        tally = report.total["hour", f"{hour:02d}"]
        assert (tally["issued"], tally["calls"], tally["end.served"]) == (
            here.issued,
            here.called,
            here.served,
        )


def test_the_running_day_adds_up_to_its_own_figures(front: Front) -> None:
    work(front)
    check_against(front.desk.report(DAY, DAY), figures(front))


def test_a_day_says_the_same_once_it_was_summed_up(front: Front) -> None:
    work(front)
    front.clock.set(MONDAY + timedelta(days=1))
    front.issue()
    before = front.desk.report(DAY, DAY)
    assert front.desk.keep_house()
    assert not front.desk.keep_house()
    kept = front.desk.report(DAY, DAY)
    assert kept.total.groups == {key: one for key, one in before.total.groups.items() if one.counts}
    check_against(kept, figures(front))
    assert kept.total.whole["state.expired"] > 0


def test_a_range_is_its_days_together_and_no_other(front: Front) -> None:
    for day in range(4):
        front.clock.set(MONDAY + timedelta(days=day))
        for _ in range(day + 1):
            front.issue()
    while front.desk.keep_house():
        pass
    report = front.desk.report(DAY + timedelta(days=1), DAY + timedelta(days=3))
    assert {day: tally["issued"] for day, tally in report.days.items()} == {
        "2026-11-24": 2,
        "2026-11-25": 3,
        "2026-11-26": 4,
    }
    assert report.total.whole["issued"] == 9


def test_days_on_which_nobody_came_are_empty(front: Front) -> None:
    report = front.desk.report(DAY, DAY)
    assert (report.days, report.total.whole["issued"]) == ({}, 0)


def test_a_call_is_the_clerks_that_made_it_or_that_sat_at_the_button(front: Front) -> None:
    staff = front.desk.staff
    for name in ("Hoa", "Mai"):
        staff.manage(accounts.OPERATOR, lambda work, name=name: accounts.add(work, name, "counter", "204857"))  # type: ignore[misc] # bound
    token = staff.sign_in("Mai", "204857", "10.0.0.1", is_page=True).token

    def session() -> SessionRow:
        found = staff.session(token)
        assert found is not None
        return found

    staff.take_counter(session(), 2, take_over=False)
    for _ in range(4):
        front.issue()
    front.clock.move(minutes=5)
    front.desk.call_next(1, HOA, None)  # on Hoa's page
    front.call(2)  # by the button, where Mai sits
    front.clock.move(minutes=5)
    front.call(2)
    front.clock.move(seconds=1)
    staff.leave_counter(session())
    front.clock.move(seconds=59)
    front.desk.call_next(2, COUNTER, None)  # nobody sits there now
    clerks = front.desk.report(DAY, DAY).total.of("clerk")
    assert {name: tally["calls"] for name, tally in clerks.items()} == {"Hoa": 1, "Mai": 2}
    assert clerks["Mai"].mean("service") == (300 + 60) / 2


def test_the_day_after_is_the_next_in_the_calendar() -> None:
    assert after("2026-02-28") == "2026-03-01"


def test_no_day_is_forgotten_before_it_was_summed_up_for_the_reports(front: Front) -> None:
    work(front)
    issued = front.desk.report(DAY, DAY).total.whole["issued"]
    front.clock.set(MONDAY + timedelta(days=500))
    front.issue()
    while front.desk.keep_house():
        pass
    assert figures(front).total.issued == 0
    assert front.desk.report(DAY, DAY).total.whole["issued"] == issued
