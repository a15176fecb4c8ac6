"""The client against real peers: what goes out, what comes back, and what is made of every kind of failure."""

import json
import socket
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from runtime.backoff import Backoff
from runtime.stop import Stop
from tests.fakes.boards import a_board, a_center
from tests.fakes.peer import Act, a_peer, answer, break_off, hang, reset
from wire import messages as m
from wire.client import Coordinator, CoordinatorError, Refused, Stopped, Unreachable, new_key, persist

TICKET = m.Ticket(
    id="t1",
    number="A001",
    domain="ho-tich",
    priority=None,
    state="waiting",
    issued_at=datetime(2026, 7, 1, tzinfo=UTC),
    called_at=None,
    counter=None,
    ahead=3,
    estimated_wait_s=m.Wait(low=240, high=600),
    print=None,
    status_url="http://x/t/y",
)
JOB = m.PrintJob(
    id="j1",
    printer="kiosk-1",
    state="claimed",
    copy=False,
    queued_at=TICKET.issued_at,
    lease_until=TICKET.issued_at,
    ticket=TICKET,
    counters=[1, 2],
)
CALLED = m.Called(called=TICKET, finished=None, waiting=2)
COUNTER = m.CounterState(
    id=3, open=True, number=None, domain=None, ticket=None, called_at=None, domains=["a"], overflow=[], waiting=0
)  # fmt: skip

Wish = Callable[[Coordinator], object]

COMMANDS: list[tuple[Wish, str, str, object, object]] = [
    (lambda it: it.issue(m.IssueTicket(domain="a", printer="p"), "k"), "POST", "/tickets",
     {"domain": "a", "priority": None, "language": "vi", "printer": "p", "procedure": None}, TICKET),
    (lambda it: it.resume("t1", "k"), "POST", "/tickets/t1/resume", None, TICKET),
    (lambda it: it.cancel("t1", "k"), "POST", "/tickets/t1/cancel", None, TICKET),
    (lambda it: it.print_copy("t1", "p", "k"), "POST", "/tickets/t1/print", {"printer": "p"}, JOB),
    (lambda it: it.claim("p", "k"), "POST", "/printers/p/claim", None, JOB),
    (lambda it: it.report_print("j1", m.PrintOutcome(outcome="failed", reason="no paper"), "k"), "POST",
     "/print-jobs/j1", {"outcome": "failed", "reason": "no paper", "may_have_printed": True}, JOB),
    (lambda it: it.call_next(3, "k"), "POST", "/counters/3/next", None, CALLED),
    (lambda it: it.recall(3, "k"), "POST", "/counters/3/recall", None, TICKET),
    (lambda it: it.finish(3, "k"), "POST", "/counters/3/finish", None, TICKET),
    (lambda it: it.no_show(3, "k"), "POST", "/counters/3/no-show", None, TICKET),
    (lambda it: it.hold(3, "k"), "POST", "/counters/3/hold", None, TICKET),
    (lambda it: it.transfer(3, "a", "k"), "POST", "/counters/3/transfer", {"domain": "a"}, TICKET),
    (lambda it: it.open_counter(3, "k"), "POST", "/counters/3/open", None, COUNTER),
    (lambda it: it.close_counter(3, "k"), "POST", "/counters/3/close", None, COUNTER),
]  # fmt: skip
QUESTIONS: list[tuple[Wish, str, str, object, object]] = [
    (lambda it: it.center(), "GET", "/center", None, a_center()),
    (lambda it: it.board(), "GET", "/board", None, a_board(7)),
    (lambda it: it.ticket("t1"), "GET", "/tickets/t1", None, TICKET),
    (lambda it: it.assign_domains(3, m.AssignDomains(domains=["a"], overflow=["b"])), "PUT", "/counters/3/domains",
     {"domains": ["a"], "overflow": ["b"]}, COUNTER),
]  # fmt: skip


@pytest.mark.parametrize(("wish", "method", "path", "body", "reply"), [*COMMANDS, *QUESTIONS])
def test_a_wish_goes_out_as_the_contract_says_and_its_answer_comes_back(
    wish: Wish, method: str, path: str, body: object, reply: object
) -> None:
    with a_peer(answer(200, msgspec.json.encode(reply))) as peer:
        assert wish(Coordinator(f"{peer.url}/", "token-1")) == reply
    (heard,) = peer.heard
    assert (heard.method, heard.path) == (method, f"/api/v1{path}")
    assert heard.headers["authorization"] == "Bearer token-1"
    assert (json.loads(heard.body) if heard.body else None) == body
    assert heard.headers.get("content-type") == ("application/json" if heard.body else None)


@pytest.mark.parametrize("wish", [command[0] for command in COMMANDS], ids=[c[2] for c in COMMANDS])
def test_every_post_carries_its_key(wish: Wish) -> None:
    with a_peer(answer(503)) as peer, pytest.raises(Unreachable):
        wish(Coordinator(peer.url, "x"))
    assert peer.heard[0].headers["idempotency-key"] == "k"


def test_wishes_without_an_answer_of_their_own() -> None:
    with a_peer(answer(200, b"{}")) as peer:
        it = Coordinator(peer.url, "x")
        it.open_domain("a", "k1")
        it.close_domain("a", "k2")
        it.set_message("Nghỉ trưa đến 13:30")
        it.report_printer("p", m.PrinterStatus(online=True, paper="low"))
        it.close()
    said = [(heard.method, heard.path, heard.headers.get("idempotency-key")) for heard in peer.heard]
    assert said == [
        ("POST", "/api/v1/domains/a/open", "k1"),
        ("POST", "/api/v1/domains/a/close", "k2"),
        ("PUT", "/api/v1/message", None),
        ("PUT", "/api/v1/printers/p/status", None),
    ]
    assert json.loads(peer.heard[2].body) == {"text": "Nghỉ trưa đến 13:30"}


def test_counters_come_as_a_list() -> None:
    with a_peer(answer(200, msgspec.json.encode(m.Counters(counters=[COUNTER])))) as peer:
        assert Coordinator(peer.url, "x").counters() == [COUNTER]


def test_a_printer_for_which_nothing_waits_gets_no_job() -> None:
    with a_peer(answer(204)) as peer:
        assert Coordinator(peer.url, "x").claim("p", "k") is None


def test_keys_that_a_newer_coordinator_adds_are_passed_over() -> None:
    newer = {**msgspec.to_builtins(CALLED), "mood": "good"}
    with a_peer(answer(200, msgspec.json.encode(newer))) as peer:
        assert Coordinator(peer.url, "x").call_next(3, "k") == CALLED


def test_a_refusal_brings_the_problem_with_it() -> None:
    problem = m.Problem(
        type="/problems/unknown-domain", title="No such domain", status=404, accepted=["a", "b"]
    )
    act = answer(404, msgspec.json.encode(problem), "application/problem+json")
    with a_peer(act) as peer, pytest.raises(Refused, match="404 No such domain") as caught:
        Coordinator(peer.url, "x").call_next(3, "k")
    assert caught.value.problem == problem


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"type": 1}'])
def test_a_refusal_in_other_words_is_still_one(body: bytes) -> None:
    with a_peer(answer(403, body, "text/html")) as peer, pytest.raises(Refused) as caught:
        Coordinator(peer.url, "x").board()
    assert (caught.value.problem.status, caught.value.problem.title) == (403, "Forbidden")


@pytest.mark.parametrize(("slug", "error"), [(m.ASKED_TOO_OFTEN, Unreachable), ("/problems/locked", Refused)])
def test_only_whoever_merely_asked_too_often_asks_again(slug: str, error: type[CoordinatorError]) -> None:
    """A press must not be lost to a flood; a PIN that is locked is locked."""
    problem = m.Problem(type=slug, title="Too many", status=429)
    with a_peer(answer(429, msgspec.json.encode(problem))) as peer, pytest.raises(error):
        Coordinator(peer.url, "token").finish(3, new_key())


def half(line: Any) -> bool:
    line.send(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"called":')
    return False


def noise(line: Any) -> bool:
    line.send(b"\x16\x03\x01\x00\xff SSH-2.0\r\n\r\n")
    return False


@pytest.mark.parametrize(
    "act",
    [
        answer(500),
        answer(502, b"<html>"),
        answer(503),
        answer(302, headers={"Location": "http://portal.invalid/"}),
        answer(200, b"not JSON"),
        answer(200, b'{"called": 7}'),
        answer(200, b"\xff"),
        break_off,
        reset,
        half,
        noise,
    ],
    ids=["500", "502", "503", "redirect", "no-json", "wrong-type", "no-utf8", "closed", "reset", "half", "noise"],
)  # fmt: skip
def test_what_says_nothing_of_the_command_is_unreachable(act: Act) -> None:
    with a_peer(act) as peer, pytest.raises(Unreachable):
        Coordinator(peer.url, "x").call_next(3, "k")
    assert len(peer.heard) == 1


def test_an_answer_that_does_not_come_in_time_is_unreachable() -> None:
    with a_peer(hang) as peer, pytest.raises(Unreachable, match="timed out"):
        Coordinator(peer.url, "x", answer_seconds=0.05).call_next(3, "k")


def test_nobody_listening_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="refused"):
        Coordinator(f"http://127.0.0.1:{port}", "x").board()


def test_a_machine_that_takes_no_connection_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wire.client.CONNECT_SECONDS", 0.05)
    with ExitStack() as cleanup:
        listener = cleanup.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(2):  # the kernel's queue is full: it answers no further one
            waiting = cleanup.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        it = Coordinator(f"http://127.0.0.1:{listener.getsockname()[1]}", "x")
        with pytest.raises(Unreachable, match="timed out"):
            it.board()


@pytest.mark.parametrize("url", ["http://[::1", "http://127.0.0.1:99999", "http://."])
def test_an_address_that_leads_nowhere_is_unreachable(url: str) -> None:
    with pytest.raises(Unreachable):
        Coordinator(url, "x").board()


def test_a_proxy_of_the_environment_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with a_peer(answer(200, msgspec.json.encode(CALLED))) as peer:
        assert Coordinator(peer.url, "x").call_next(3, "k") == CALLED


def test_a_line_that_died_while_idle_does_not_spoil_the_next_wish() -> None:
    def answer_and_close(line: Any) -> bool:
        answer(200, msgspec.json.encode(CALLED))(line)
        return False

    with a_peer(answer_and_close, answer(200, msgspec.json.encode(CALLED))) as peer:
        it = Coordinator(peer.url, "x")
        assert [persist(lambda key: it.call_next(3, key), Stop(), backoff=Backoff(0.01)) for _ in range(2)]
    assert len(peer.heard) == 2


def test_one_key_is_kept_over_every_retry_until_it_is_answered() -> None:
    failures: list[CoordinatorError] = []
    with a_peer(answer(503), break_off, hang, answer(200, msgspec.json.encode(CALLED))) as peer:
        it = Coordinator(peer.url, "x", answer_seconds=0.5)
        called = persist(
            lambda key: it.call_next(3, key), Stop(), on_failure=failures.append, backoff=Backoff(0.01)
        )
        assert called == CALLED
        it.call_next(3, new_key())
    keys = [heard.headers["idempotency-key"] for heard in peer.heard]
    assert len(set(keys[:4])) == 1
    assert keys[4] != keys[0]
    assert len(failures) == 3


def test_a_refusal_ends_the_retries() -> None:
    with a_peer(answer(503), answer(409)) as peer:
        it = Coordinator(peer.url, "x")
        with pytest.raises(Refused):
            persist(lambda key: it.recall(3, key), Stop(), backoff=Backoff(0.01))
    assert len(peer.heard) == 2


def test_a_stop_ends_the_retries_at_once() -> None:
    stop = Stop()
    with a_peer(answer(503)) as peer:
        it, slow = Coordinator(peer.url, "x"), Backoff(3600, 3600)
        with pytest.raises(Stopped):
            persist(lambda key: it.recall(3, key), stop, on_failure=lambda _error: stop.ask(), backoff=slow)
    assert len(peer.heard) == 1


def test_keys_are_unlike_and_fit_the_header() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(1 <= len(key) <= 64 and key.isascii() and key.isprintable() for key in keys)
