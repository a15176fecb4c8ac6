"""The printers' side: each paper once, a second one only with the mark of a copy, none after two minutes."""

from datetime import timedelta

import pytest

from coordinator.desk import Refusal
from tests.fakes.front import Front
from wire import messages as m


def _print_state(front: Front, ticket: m.Ticket) -> m.PrintState | None:
    summary = front.ticket(ticket).print
    return None if summary is None else summary.state


def _claim(front: Front, printer: str = "kiosk-1") -> m.PrintJob:
    job = front.claim(printer)
    assert job is not None
    return job


def _queued(front: Front) -> dict[str, int]:
    return {printer.name: printer.queued for printer in front.desk.board().printers}


def test_a_claim_gives_the_oldest_job_with_all_that_its_paper_says(front: Front) -> None:
    first = front.issue(printer="kiosk-1")
    front.issue(printer="kiosk-1")
    job = _claim(front)
    assert job.ticket is not None
    assert (job.ticket.id, job.ticket.number) == (first.id, "A001")
    assert (job.printer, job.state, job.copy, job.counters) == ("kiosk-1", "claimed", False, [1, 2])
    assert job.lease_until is not None
    assert (job.lease_until - front.clock.now()).total_seconds() == 30
    assert first.print is not None
    assert job.id == first.print.id
    assert _print_state(front, first) == "claimed"


def test_each_printer_gets_its_own(front: Front) -> None:
    front.issue(printer="kiosk-1")
    assert front.claim("kiosk-2") is None
    assert front.claim("kiosk-1") is not None


def test_what_is_claimed_is_not_given_to_another(front: Front) -> None:
    front.issue(printer="kiosk-1")
    _claim(front)
    assert front.claim() is None


def test_what_is_printed_is_done(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    done = front.report(_claim(front), "printed")
    assert (done.state, done.lease_until) == ("printed", None)
    assert _print_state(front, ticket) == "printed"
    front.clock.move(seconds=31)
    assert front.claim() is None


def test_a_lease_that_ends_gives_the_job_back_marked_as_a_copy(front: Front) -> None:
    front.issue(printer="kiosk-1")
    first = _claim(front)
    front.clock.move(seconds=29)
    assert front.claim() is None
    front.clock.move(seconds=1)
    again = _claim(front)
    assert (again.id, again.copy) == (first.id, True)


def test_a_lease_ends_in_its_time_though_the_clock_was_set_back_hours(front: Front) -> None:
    front.issue(printer="kiosk-1")
    first = _claim(front)
    front.clock.set(front.clock.now() - timedelta(hours=5))
    assert front.claim() is None
    front.clock.move(seconds=30)
    again = _claim(front)
    assert (again.id, again.copy) == (first.id, True)


def test_a_rest_ends_in_its_time_though_the_clock_was_set_back_hours(front: Front) -> None:
    front.issue(printer="kiosk-1")
    front.report(_claim(front), "failed", may_have_printed=False)
    front.clock.set(front.clock.now() - timedelta(hours=5))
    assert front.report_printer().queued == 0
    front.clock.move(seconds=5)
    assert front.report_printer().queued == 1
    assert not _claim(front).copy


def test_what_waited_before_the_clock_was_set_back_is_not_printed_hours_later(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    front.clock.set(front.clock.now() - timedelta(hours=5))
    assert front.report_printer().queued == 1
    front.clock.move(seconds=121)
    assert front.claim() is None
    assert _print_state(front, ticket) == "failed"


@pytest.mark.only_sqlite("of several processes each would do it")
@pytest.mark.parametrize("hours", [0.1, 3, 12])
def test_what_waits_when_the_clock_is_set_ahead_is_printed_all_the_same(front: Front, hours: float) -> None:
    ticket = front.issue(printer="kiosk-1")
    front.clock.move(seconds=60)
    front.clock.set(front.clock.now() + timedelta(hours=hours))
    assert front.report_printer().queued == 1
    job = _claim(front)
    assert job.ticket is not None
    assert (job.ticket.id, job.copy) == (ticket.id, False)
    front.report(job, "printed")
    assert _print_state(front, ticket) == "printed"


@pytest.mark.only_sqlite("of several processes each would do it")
def test_what_the_leap_carried_along_grows_old_in_its_time(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    front.clock.move(seconds=60)
    front.clock.set(front.clock.now() + timedelta(hours=3))
    assert front.report_printer().queued == 1
    front.clock.move(seconds=59)
    assert front.report_printer().queued == 1
    front.clock.move(seconds=2)
    assert front.claim() is None
    assert _print_state(front, ticket) == "failed"


@pytest.mark.only_sqlite("of several processes each would do it")
def test_a_lease_and_a_rest_are_carried_along_too(front: Front) -> None:
    front.issue(printer="kiosk-1")
    front.issue(printer="kiosk-2")
    first = _claim(front)
    front.report(_claim(front, "kiosk-2"), "failed", may_have_printed=False)
    front.clock.set(front.clock.now() + timedelta(hours=3))
    assert front.claim() is None
    assert front.claim("kiosk-2") is None
    front.clock.move(seconds=5)
    assert not _claim(front, "kiosk-2").copy
    front.clock.move(seconds=25)
    again = _claim(front)
    assert (again.id, again.copy) == (first.id, True)


def test_nobody_s_paper_is_printed_on_the_next_day(front: Front) -> None:
    front.issue(printer="kiosk-1")
    front.clock.set(front.clock.now() + timedelta(days=1))
    assert front.claim() is None


def test_a_late_word_of_a_job_that_nobody_took_over_counts(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    job = _claim(front)
    front.clock.move(minutes=3)
    assert front.report(job, "printed").state == "printed"
    assert _print_state(front, ticket) == "printed"


def test_a_word_about_a_job_that_is_not_in_hand_is_refused(front: Front) -> None:
    front.issue(printer="kiosk-1")
    job = _claim(front)
    front.report(job, "printed")
    with pytest.raises(Refusal) as caught:
        front.report(job, "failed")
    assert (caught.value.problem.status, caught.value.problem.accepted) == (409, ["claimed"])
    assert front.report_printer().queued == 0


def test_an_unknown_job_is_said(front: Front) -> None:
    front.issue(printer="kiosk-1")
    job = _claim(front)
    front.report(job, "printed")
    unknown = m.PrintJob(
        id="nothing",
        printer="kiosk-1",
        state="claimed",
        copy=False,
        queued_at=front.clock.now(),
        lease_until=None,
        ticket=None,
        counters=[],
    )
    with pytest.raises(Refusal) as caught:
        front.report(unknown, "printed")
    assert caught.value.problem.status == 404


@pytest.mark.parametrize(("may_have_printed", "is_copy"), [(False, False), (True, True)])
def test_what_failed_is_tried_again_after_a_rest(front: Front, may_have_printed: bool, is_copy: bool) -> None:
    ticket = front.issue(printer="kiosk-1")
    failed = front.report(_claim(front), "failed", "no paper", may_have_printed=may_have_printed)
    assert (failed.state, failed.reason) == ("failed", "no paper")
    assert _print_state(front, ticket) == "failed"
    front.clock.move(seconds=4)
    assert front.claim() is None
    front.clock.move(seconds=1)
    assert _claim(front).copy is is_copy


def test_a_broken_printer_does_not_hold_up_the_jobs_behind(front: Front) -> None:
    front.issue(printer="kiosk-1")
    front.issue(printer="kiosk-1")
    front.report(_claim(front), "failed", may_have_printed=False)
    job = _claim(front)
    assert job.ticket is not None
    assert job.ticket.number == "A002"


def test_after_two_minutes_nothing_is_printed_on_its_own(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    front.clock.move(seconds=120)
    assert _queued(front) == {"kiosk-1": 1}
    front.clock.move(seconds=1)
    assert _print_state(front, ticket) == "failed"
    assert _queued(front) == {}
    assert front.claim() is None
    assert front.ticket(ticket).state == "waiting"


def test_what_fails_when_it_is_too_old_is_not_tried_again(front: Front) -> None:
    front.issue(printer="kiosk-1")
    job = _claim(front)
    front.clock.move(seconds=121)
    front.report(job, "failed", may_have_printed=False)
    front.clock.move(seconds=10)
    assert front.claim() is None


def test_staff_print_again_and_it_is_marked(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    front.clock.move(minutes=10)
    job = front.print_copy(ticket, "kiosk-2")
    assert (job.copy, job.state, job.printer) == (True, "queued", "kiosk-2")
    assert _claim(front, "kiosk-2").copy


def test_a_ticket_shows_its_newest_job(front: Front) -> None:
    ticket = front.issue(printer="kiosk-1")
    front.report(_claim(front), "printed")
    front.print_copy(ticket)
    assert _print_state(front, ticket) == "queued"


def test_jobs_outlive_a_restart_and_keep_their_lease(front: Front, open_again: Front) -> None:
    front.issue(printer="kiosk-1")
    front.issue(printer="kiosk-1")
    _claim(front)
    job = _claim(open_again)
    assert job.ticket is not None
    assert job.ticket.number == "A002"
    assert open_again.claim() is None


def test_the_board_shows_a_printer_as_it_says_of_itself(front: Front) -> None:
    assert front.desk.board().printers == []
    front.report_printer(paper="low", cover_open=True)
    assert front.desk.board().printers == [
        m.BoardPrinter(name="kiosk-1", online=True, paper="low", cover_open=True, queued=0)
    ]
    front.report_printer(online=False, paper="out")
    assert [(one.online, one.paper) for one in front.desk.board().printers] == [(False, "out")]


def test_a_printer_that_falls_silent_is_off_line_until_it_speaks(front: Front) -> None:
    front.report_printer()
    front.clock.move(seconds=74)
    assert front.desk.board().printers[0].online
    front.clock.move(seconds=2)
    assert not front.desk.board().printers[0].online
    front.claim()
    assert front.desk.board().printers[0].online


def test_the_board_counts_what_a_claim_would_find(front: Front) -> None:
    front.issue(printer="kiosk-1")
    front.issue(printer="kiosk-1")
    front.issue(printer="kiosk-2")
    assert _queued(front) == {"kiosk-1": 2, "kiosk-2": 1}
    front.report(_claim(front), "failed", may_have_printed=False)
    assert _queued(front)["kiosk-1"] == 1
    front.clock.move(seconds=5)
    assert _queued(front)["kiosk-1"] == 2


def test_a_ticket_names_the_open_counters_and_all_of_them_before_any_is_open(front: Front) -> None:
    before = front.print_copy(front.issue(printer="kiosk-1"))
    front.open(2)
    after = front.print_copy(front.issue(printer="kiosk-1"))
    assert (before.counters, after.counters) == ([1, 2], [2])
