"""At the counter: whom a press calls, and every way on from there."""

import pytest
from msgspec.structs import replace

from config import Settings
from config.settings import QueueTable
from coordinator.desk import Refusal
from tests.coordinator.conftest import OpenFront
from tests.fakes.front import Front
from wire import messages as m


def _numbers(front: Front, counter: int, presses: int) -> list[str | None]:
    return [front.number(counter) for _ in range(presses)]


def _calls(front: Front) -> list[tuple[str, int, int]]:
    """The board's calls, newest first: number, counter, times."""
    return [(call.number, call.counter, call.times) for call in front.desk.board().calls]


def test_a_press_finishes_one_and_calls_the_next(front: Front) -> None:
    first, second = front.issue(), front.issue()
    called = front.call(1)
    assert called.called is not None
    assert (called.called.number, called.called.state, called.called.counter) == ("A001", "called", 1)
    assert (called.finished, called.waiting) == (None, 1)
    called = front.call(1)
    assert called.called is not None
    assert called.finished is not None
    assert (called.called.number, called.finished.number, called.waiting) == ("A002", "A001", 0)
    assert [front.ticket(ticket).state for ticket in (first, second)] == ["served", "called"]
    assert _calls(front) == [("A002", 1, 1), ("A001", 1, 1)]


def test_a_press_where_nobody_waits_opens_the_counter_and_calls_nobody(front: Front) -> None:
    called = front.call(1)
    assert (called.called, called.finished, called.waiting) == (None, None, 0)
    assert front.counter(1).open
    assert _calls(front) == []


def test_the_last_one_is_finished_though_nobody_waits(front: Front) -> None:
    front.issue()
    front.call(1)
    called = front.call(1)
    assert called.called is None
    assert called.finished is not None
    assert front.counter(1).number is None


def test_first_come_first_served_across_a_counters_domains(front: Front) -> None:
    for domain in ("ho-tich", "chung-thuc", "ho-tich", "chung-thuc"):
        front.issue(domain)
    assert _numbers(front, 2, 5) == ["C001", "A001", "C002", "A002", None]


def test_overflow_is_served_only_while_nobody_waits_for_the_own_domains(front: Front) -> None:
    front.issue("dat-dai")
    front.issue("chung-thuc")
    assert front.number(1) == "A001"
    assert front.number(1) == "E001"


def test_priority_goes_first_but_two_in_a_row_at_the_most(front: Front) -> None:
    for _ in range(3):
        front.issue()
    for _ in range(5):
        front.issue("chung-thuc", "elderly")
    assert _numbers(front, 1, 8) == ["A004", "A005", "A001", "A006", "A007", "A002", "A008", "A003"]


def test_priority_among_itself_is_not_held_back(front: Front) -> None:
    for _ in range(4):
        front.issue("chung-thuc", "disabled")
    front.issue("ho-tich")
    assert _numbers(front, 1, 4) == ["A001", "A002", "A003", "A004"]


def test_the_settings_say_how_many_in_a_row(settings: Settings, open_front: OpenFront) -> None:
    front = open_front(replace(settings, queue=QueueTable(priority_run=1)))
    for _ in range(2):
        front.issue()
    for _ in range(2):
        front.issue("chung-thuc", "merit")
    assert _numbers(front, 1, 4) == ["A003", "A001", "A004", "A002"]


def test_a_run_goes_on_over_counters_and_restarts(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    front.issue()
    for _ in range(3):
        front.issue("chung-thuc", "pregnant")
    assert front.number(1) == "A002"
    again = open_front(settings)
    assert again.number(2) == "A003"
    assert again.number(1) == "A001"


def test_whoever_is_sent_for_a_paper_comes_back_ahead(front: Front) -> None:
    first = front.issue()
    for _ in range(3):
        front.issue()
    front.call(1)
    held = front.hold(1)
    assert (held.state, held.counter) == ("held", 1)
    assert front.counter(1).number is None
    assert front.number(1) == "A002"
    back = front.resume(first)
    assert (back.state, back.ahead, back.counter) == ("waiting", 0, None)
    assert front.number(1) == "A001"


def test_whoever_is_held_is_not_called(front: Front) -> None:
    front.issue()
    front.call(1)
    front.hold(1)
    assert front.number(1) is None


def test_whoever_is_sent_on_keeps_the_place_of_the_first_arrival(front: Front) -> None:
    front.issue("chung-thuc")
    front.issue("dat-dai")
    front.call(1)
    moved = front.transfer(1, "dat-dai")
    assert (moved.number, moved.domain, moved.state, moved.ahead) == ("A001", "dat-dai", "waiting", 0)
    assert front.counter(1).number is None
    assert front.number(3) == "A001"
    assert front.desk.board().calls[0].domain == "dat-dai"


def test_one_may_be_sent_back_to_the_same_domain(front: Front) -> None:
    front.issue()
    front.issue()
    front.call(1)
    front.transfer(1, "chung-thuc")
    assert front.number(2) == "A001"


def test_sending_on_to_nowhere_is_refused_and_nothing_moves(front: Front) -> None:
    front.issue()
    front.call(1)
    with pytest.raises(Refusal) as caught:
        front.transfer(1, "thue")
    assert caught.value.problem.status == 404
    assert front.counter(1).number == "A001"


def test_a_recall_is_a_new_call_with_a_higher_count(front: Front) -> None:
    front.issue()
    front.call(1)
    first = front.desk.board().calls[0]
    front.clock.move(seconds=30)
    front.recall(1)
    newest, older = front.desk.board().calls
    assert older == first
    assert newest.seq > first.seq
    assert (newest.number, newest.times) == ("A001", 2)
    assert newest.called_at == front.clock.now()
    front.recall(1)
    assert front.desk.board().calls[0].times == 3


def test_a_recall_does_not_make_the_wait_longer(front: Front) -> None:
    ticket = front.issue()
    front.clock.move(minutes=5)
    front.call(1)
    called_at = front.ticket(ticket).called_at
    front.clock.move(minutes=1)
    assert front.recall(1).called_at == called_at


def test_another_counter_counts_its_calls_from_one(front: Front) -> None:
    front.issue()
    front.call(1)
    front.recall(1)
    front.transfer(1, "chung-thuc")
    front.call(2)
    assert _calls(front)[0] == ("A001", 2, 1)


def test_who_does_not_come_is_noted(front: Front) -> None:
    ticket = front.issue()
    front.call(1)
    assert front.no_show(1).state == "no_show"
    assert front.ticket(ticket).state == "no_show"
    assert front.counter(1).number is None


@pytest.mark.parametrize("act", ["recall", "finish", "no_show", "hold"])
def test_without_anyone_at_the_counter_there_is_nothing_to_do(front: Front, act: str) -> None:
    with pytest.raises(Refusal, match="No ticket is at counter 1") as caught:
        getattr(front, act)(1)
    assert caught.value.problem.status == 409
    with pytest.raises(Refusal) as caught:
        front.transfer(1, "dat-dai")
    assert caught.value.problem.status == 409


@pytest.mark.parametrize("act", ["call", "recall", "finish", "no_show", "hold", "open", "close"])
def test_an_unknown_counter_is_refused_with_the_known(front: Front, act: str) -> None:
    with pytest.raises(Refusal) as caught:
        getattr(front, act)(9)
    assert (caught.value.problem.status, caught.value.problem.accepted) == (404, ["1", "2", "3"])


def test_a_counter_that_closes_keeps_whom_it_serves(front: Front) -> None:
    front.issue()
    front.call(1)
    state = front.close(1)
    assert (state.open, state.number) == (False, "A001")
    assert front.finish(1).state == "served"
    assert front.counter(1).open is False


def test_the_next_press_opens_a_closed_counter(front: Front) -> None:
    front.open(1)
    front.close(1)
    front.issue()
    assert front.number(1) == "A001"
    assert front.counter(1).open


def test_a_counter_that_a_press_opens_is_written_down_as_open_though_nobody_waits(front: Front) -> None:
    front.issue()
    front.call(1)
    front.close(1)
    front.call(1)
    assert front.counter(1).open
    with front.desk._database.read() as connection:
        actions = connection.exec_driver_sql("SELECT action FROM audit ORDER BY seq DESC").scalars().all()
    assert actions[:3] == ["counter.opened", "ticket.served", "counter.closed"]


def test_opening_twice_is_opening_once(front: Front) -> None:
    front.open(1)
    seq = front.desk.board().seq
    front.open(1)
    assert front.desk.board().seq == seq


def test_a_counters_domains_change_from_the_next_call_on(front: Front) -> None:
    front.issue("chung-thuc")
    front.issue("ho-tich")
    front.call(1)
    state = front.assign(1, ["ho-tich"], ["chung-thuc"])
    assert (state.domains, state.overflow, state.number) == (["ho-tich"], ["chung-thuc"], "A001")
    assert front.number(1) == "C001"
    front.issue("chung-thuc")
    assert front.number(1) == "A002"


def test_a_domain_named_twice_counts_where_it_was_named_first(front: Front) -> None:
    state = front.assign(1, ["ho-tich", "ho-tich"], ["ho-tich", "dat-dai"])
    assert (state.domains, state.overflow) == (["ho-tich"], ["dat-dai"])


def test_an_assignment_of_an_unknown_domain_changes_nothing(front: Front) -> None:
    before = front.counter(1)
    with pytest.raises(Refusal):
        front.assign(1, ["ho-tich", "thue"])
    assert front.counter(1) == before


def test_an_assignment_outlives_a_restart(settings: Settings, front: Front, open_front: OpenFront) -> None:
    front.assign(1, ["ho-tich"])
    assert open_front(settings).counter(1).domains == ["ho-tich"]


def test_the_board_shows_who_is_where_and_how_many_wait(front: Front) -> None:
    front.issue("chung-thuc")
    front.issue("chung-thuc")
    front.issue("dat-dai")
    front.call(1)
    board = front.desk.board()
    assert [(one.id, one.open, one.number, one.domain, one.waiting) for one in board.counters] == [
        (1, True, "A001", "chung-thuc", 1),
        (2, False, None, None, 1),
        (3, False, None, None, 1),
    ]
    assert [(one.id, one.prefix, one.waiting) for one in board.domains] == [
        ("chung-thuc", "A", 1),
        ("ho-tich", "C", 0),
        ("dat-dai", "E", 1),
    ]
    waits = {one.id: one.estimated_wait_s for one in board.domains}
    assert isinstance(waits["chung-thuc"], m.Wait)
    assert waits["ho-tich"] is None


def test_the_board_keeps_the_twenty_newest_calls(front: Front) -> None:
    for _ in range(23):
        front.issue()
        front.call(1)
    calls = front.desk.board().calls
    assert [call.number for call in calls] == [f"A{n:03d}" for n in range(23, 3, -1)]
    assert [call.seq for call in calls] == sorted((call.seq for call in calls), reverse=True)


def test_every_change_and_nothing_else_moves_the_boards_number(front: Front) -> None:
    seqs = [front.desk.board().seq]
    for act in (
        lambda: front.issue(printer="kiosk-1"),
        lambda: front.call(1),
        lambda: front.recall(1),
        lambda: front.hold(1),
        lambda: front.close(1),
        lambda: front.assign(1, ["ho-tich"]),
        lambda: front.close_domain("dat-dai"),
        lambda: front.say("Xin chờ"),
        front.report_printer,
        front.claim,
    ):
        act()
        seqs.append(front.desk.board().seq)
    assert seqs == sorted(set(seqs))
    for look in (front.desk.board, front.desk.center, front.desk.counters, front.report_printer):
        look()
    front.say("Xin chờ")
    assert front.desk.board().seq == seqs[-1]


@pytest.mark.only_sqlite("counts what it is told; on a server the others' news come in between")
def test_listeners_hear_of_changes_after_they_can_be_seen(front: Front) -> None:
    seen: list[int] = []
    front.desk.when_changed(lambda: seen.append(front.desk.board().domains[0].waiting))
    front.issue()
    front.issue()
    with pytest.raises(Refusal):
        front.finish(1)
    assert seen == [1, 2]


def test_the_message_runs_until_it_is_taken_away(front: Front) -> None:
    front.say("Nghỉ trưa 11:30")
    assert front.desk.board().message == "Nghỉ trưa 11:30"
    front.say("")
    assert front.desk.board().message == ""


def test_everything_is_written_down_with_who_did_it(front: Front) -> None:
    ticket = front.issue()
    front.call(1)
    front.hold(1)
    front.resume(ticket)
    front.call(1)
    front.finish(1)
    with front.desk._database.read() as connection:
        rows = connection.exec_driver_sql("SELECT actor, action, counter FROM audit ORDER BY seq").all()
    assert [tuple(row) for row in rows] == [
        ("kiosk:kiosk-1", "day.begun", None),
        ("kiosk:kiosk-1", "ticket.issued", None),
        ("counter:counter-1", "ticket.called", 1),
        ("counter:counter-1", "ticket.held", 1),
        ("counter:counter-1", "ticket.resumed", None),
        ("counter:counter-1", "ticket.called", 1),
        ("counter:counter-1", "ticket.served", 1),
    ]
