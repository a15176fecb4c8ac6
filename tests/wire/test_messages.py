"""The messages keep the contract's names, refuse what a request may not hold, and bear what an answer may add."""

from typing import Any, get_args

import msgspec
import pytest

from tests.fakes.boards import EIGHT, a_board, a_call, a_center
from wire import messages as m

REQUESTS: list[tuple[type[m.Request], dict[str, Any]]] = [
    (m.IssueTicket, {"domain": "ho-tich"}),
    (m.PrintTicket, {"printer": "kiosk-1"}),
    (m.PrintOutcome, {"outcome": "printed"}),
    (m.PrinterStatus, {"online": True}),
    (m.TransferTicket, {"domain": "ho-tich"}),
    (m.AssignDomains, {"domains": ["ho-tich"]}),
    (m.SetMessage, {"text": ""}),
]


@pytest.mark.parametrize(("kind", "least"), REQUESTS)
def test_a_request_needs_no_more_than_what_has_no_default(
    kind: type[m.Request], least: dict[str, Any]
) -> None:
    msgspec.convert(least, kind)
    for key in least:
        with pytest.raises(msgspec.ValidationError, match=f"missing required field `{key}`"):
            msgspec.convert({name: value for name, value in least.items() if name != key}, kind)


@pytest.mark.parametrize(("kind", "least"), REQUESTS)
def test_a_key_that_a_request_does_not_know_is_answered_and_not_ignored(
    kind: type[m.Request], least: dict[str, Any]
) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `domian`"):
        msgspec.convert({**least, "domian": 1}, kind)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (m.IssueTicket, {"domain": ""}),
        (m.IssueTicket, {"domain": "x" * 65}),
        (m.IssueTicket, {"domain": "x", "priority": "friend"}),
        (m.IssueTicket, {"domain": "x", "language": "Vietnamese!"}),
        (m.IssueTicket, {"domain": 7}),
        (m.PrintOutcome, {"outcome": "queued"}),
        (m.PrinterStatus, {"online": "yes"}),
        (m.PrinterStatus, {"online": True, "paper": "some"}),
        (m.AssignDomains, {"domains": ["x"] * 65}),
        (m.SetMessage, {"text": "x" * 401}),
    ],
)
def test_what_a_request_may_not_hold_is_refused(kind: type[m.Request], wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, kind)


def test_the_names_of_the_contract_are_kept() -> None:
    assert get_args(m.TicketState) == (
        "waiting",
        "called",
        "held",
        "served",
        "no_show",
        "cancelled",
        "expired",
    )
    assert get_args(m.PrintState) == ("queued", "claimed", "printed", "failed")
    assert get_args(m.Priority) == ("elderly", "disabled", "pregnant", "child", "merit")
    assert {
        "id",
        "number",
        "domain",
        "priority",
        "state",
        "issued_at",
        "called_at",
        "counter",
        "ahead",
    } <= set(m.Ticket.__struct_fields__)
    assert {"estimated_wait_s", "print", "status_url"} <= set(m.Ticket.__struct_fields__)
    board = msgspec.to_builtins(a_board(1, calls=[a_call(1)]))
    assert {"seq", "at", "center", "calls", "counters", "domains", "printers", "message"} <= set(board)
    assert {"seq", "number", "counter", "domain", "called_at", "times"} <= set(board["calls"][0])


@pytest.mark.parametrize(
    "message", [a_board(3, calls=[a_call(2), a_call(1)]), a_center()], ids=["board", "center"]
)
def test_a_message_comes_back_from_the_wire_as_it_went(message: m.Answer) -> None:
    assert msgspec.json.decode(msgspec.json.encode(message), type=type(message)) == message


def test_an_answer_of_a_newer_coordinator_is_read_without_what_is_new() -> None:
    newer = {**msgspec.to_builtins(a_board(3)), "weather": "rain"}
    assert msgspec.convert(newer, m.Board) == a_board(3)


def test_times_carry_their_offset() -> None:
    assert msgspec.to_builtins(a_call(1))["called_at"] == EIGHT.isoformat().replace("+00:00", "Z")
