"""Help is asked for once, seen at once, and answered by one; a button's condition and a printer's test likewise."""

import msgspec
import pytest

from coordinator.desk import Refusal
from tests.fakes.clock import HANOI
from tests.fakes.front import ADMIN, COUNTER, KIOSK, Front, answer
from wire import messages as m


def ask(front: Front, place: str = "kiosk-1") -> m.HelpCall:
    return answer(front.desk.ask_help(m.AskHelp(place=place), KIOSK, None), m.HelpCall)


def test_a_call_for_help_stands_on_the_board_until_it_is_answered(front: Front) -> None:
    call = ask(front)
    assert call.asked_at == front.clock.now().astimezone(HANOI)
    front.clock.move(30)
    ask(front, "kiosk-2")
    assert [one.place for one in front.desk.board().help] == ["kiosk-1", "kiosk-2"]
    assert answer(front.desk.answer_help("kiosk-1", COUNTER, None), m.HelpCall) == call
    assert [one.place for one in front.desk.board().help] == ["kiosk-2"]


def test_help_asked_for_again_is_the_same_call_and_changes_nothing(front: Front) -> None:
    call = ask(front)
    seq = front.desk.board().seq
    front.clock.move(30)
    assert ask(front) == call
    assert front.desk.board().seq == seq


def test_a_second_answer_is_told_that_somebody_has_gone(front: Front) -> None:
    ask(front)
    front.desk.answer_help("kiosk-1", COUNTER, None)
    with pytest.raises(Refusal) as caught:
        front.desk.answer_help("kiosk-1", ADMIN, None)
    assert (caught.value.problem.status, caught.value.problem.type) == (409, "/problems/no-help-asked")


def test_nobody_waits_for_help_from_one_day_to_the_next(front: Front) -> None:
    ask(front)
    front.clock.move(hours=24)
    assert front.desk.board().help == []
    front.issue()
    assert front.desk.board().help == []


def test_a_buttons_condition_is_seen_at_its_counter_and_a_repeated_report_changes_nothing(
    front: Front,
) -> None:
    report = m.ButtonReport(condition="stuck")
    assert answer(front.desk.report_button(2, report, COUNTER), m.CounterState).button == "stuck"
    seq = front.desk.board().seq
    front.desk.report_button(2, report, COUNTER)
    assert front.desk.board().seq == seq
    assert [one.button for one in front.desk.counters().counters] == ["ok", "stuck", "ok"]
    front.desk.report_button(2, m.ButtonReport(condition="ok"), COUNTER)
    assert front.counter(2).button == "ok"


def test_a_test_of_the_printer_is_a_job_without_a_ticket_and_uses_no_number(front: Front) -> None:
    job = answer(front.desk.test_printer("kiosk-1", ADMIN, None), m.PrintJob)
    assert (job.test, job.ticket, job.copy, job.counters) == (True, None, False, [])
    claimed = front.claim()
    assert claimed is not None
    assert (claimed.id, claimed.state, claimed.ticket) == (job.id, "claimed", None)
    assert front.report(claimed, "printed").state == "printed"
    assert front.issue().number == "A001"


def test_an_ordinary_job_is_no_test(front: Front) -> None:
    front.issue(printer="kiosk-1")
    job = front.claim()
    assert job is not None
    assert job.test is False
    assert job.ticket is not None


@pytest.mark.parametrize("place", ["", "a/b", ".", "..", "x" * 65, "a\nb"])
def test_a_place_that_no_path_could_name_is_not_taken(place: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"place": place}, m.AskHelp)


@pytest.mark.parametrize("place", ["kiosk-1", "Máy số 2", "...", "cửa chính (tầng 1)"])
def test_any_other_place_is(place: str) -> None:
    assert msgspec.convert({"place": place}, m.AskHelp).place == place
