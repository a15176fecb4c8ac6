"""Wishes on their way: one key each over every retry, none after the citizen has gone, none lost."""

import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.actions import (
    CenterArrived,
    DeedDone,
    Event,
    HelpAsked,
    Issued,
    LookUpFailed,
    SignedIn,
    SignInFailed,
    TicketSeen,
    WishRefused,
)
from kiosk.commands import Abandon, AskForHelp, FetchCenter, Issue, LookUp, Perform, SignIn, SignOut
from kiosk.deeds import CancelTicket, CloseDomain, OpenDomain, PrintAgain, PrintTest
from kiosk.insisting import TRIES
from kiosk.sender import Sender
from kiosk.staff import Staff
from runtime.stop import Stop
from tests.fakes.waiting import wait_for
from tests.kiosk.world import center, ticket
from wire.client import Refused, Unreachable
from wire.messages import Center, IssueTicket, PrintJob, Problem, StaffSession, Ticket

AWAY = Unreachable("away")
WISH = IssueTicket(domain="chung-thuc")


def refused(status: int) -> Refused:
    return Refused(Problem(type="about:blank", title="no", status=status))


class Desk:
    """A coordinator that hears everything and fails as told: `fail(nth)` gives the nth call's error, if any."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, str]] = []
        self.fail: Callable[[int], Exception | None] = lambda _nth: None
        self.closed = 0

    def center(self) -> Center:
        self._hear("center", "", "")
        return center()

    def issue(self, wish: IssueTicket, key: str) -> Ticket:
        self._hear("issue", wish.domain, key)
        return ticket()

    def ticket(self, ticket_id: str) -> Ticket:
        self._hear("ticket", ticket_id, "")
        return ticket("printed")

    def ask_help(self, place: str, key: str) -> None:
        self._hear("help", place, key)

    def sign_in(self, name: str, pin: str) -> StaffSession:
        self._hear("sign in", name, pin)
        return StaffSession(token="staff-token", role="admin", expires_at=ticket().issued_at)

    def print_copy(self, ticket_id: str, printer: str, key: str) -> PrintJob:
        self._hear("print", f"{ticket_id} {printer}", key)
        return self._job()

    def test_printer(self, printer: str, key: str) -> PrintJob:
        self._hear("test", printer, key)
        return self._job()

    def cancel(self, ticket_id: str, key: str) -> Ticket:
        self._hear("cancel", ticket_id, key)
        return ticket()

    def open_domain(self, domain: str, key: str) -> None:
        self._hear("open", domain, key)

    def close_domain(self, domain: str, key: str) -> None:
        self._hear("close", domain, key)

    def close(self) -> None:
        self.closed += 1

    def _hear(self, what: str, about: str, key: str) -> None:
        self.heard.append((what, about, key))
        if error := self.fail(len(self.heard)):
            raise error

    def _job(self) -> PrintJob:
        at = ticket().issued_at
        return PrintJob(
            id="job",
            printer="kiosk-1",
            state="queued",
            copy=True,
            queued_at=at,
            lease_until=None,
            ticket=None,
            counters=[],
        )


class Bench:
    def __init__(self) -> None:
        self.desk, self.stop = Desk(), Stop()
        self.tokens: list[str] = []
        self.events: list[Event] = []
        staff = Staff(self.desk, "kiosk", self._connect, self.stop)
        self.sender = Sender(self.desk, staff, "kiosk-1", self.stop, self.events.append)

    def _connect(self, token: str) -> Desk:
        self.tokens.append(token)
        return self.desk

    def heard(self) -> list[tuple[str, str]]:
        return [(what, about) for what, about, _ in self.desk.heard]

    def wait_for(self, *events: Event) -> None:
        wait_for(lambda: self.events == list(events), f"{events}, not {self.events}")


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    bench.sender.start()
    yield bench
    bench.stop.ask()
    bench.sender.join(10)
    assert not bench.sender.is_alive()


def test_a_wish_is_answered(bench: Bench) -> None:
    bench.sender.submit(Issue(7, WISH))
    bench.wait_for(Issued(7, ticket()))
    assert bench.heard() == [("issue", "chung-thuc")]


def test_a_wish_keeps_its_key_over_every_retry_and_the_next_has_another(bench: Bench) -> None:
    bench.desk.fail = lambda nth: AWAY if nth < 3 else None
    bench.sender.submit(Issue(1, WISH))
    bench.wait_for(Issued(1, ticket()))
    bench.sender.submit(Issue(2, WISH))
    bench.wait_for(Issued(1, ticket()), Issued(2, ticket()))
    keys = [key for _, _, key in bench.desk.heard]
    assert len(set(keys[:3])) == 1
    assert keys[3] != keys[0]


def test_a_refused_wish_is_told_and_not_repeated(bench: Bench) -> None:
    bench.desk.fail = lambda _nth: refused(409)
    bench.sender.submit(Issue(1, WISH))
    bench.wait_for(WishRefused(1, refused(409).problem))
    assert len(bench.desk.heard) == 1


def test_a_wish_that_nobody_waits_for_is_not_sent_again(bench: Bench) -> None:
    tried = threading.Event()

    def away(nth: int) -> Exception | None:
        tried.set()
        return AWAY if nth == 1 else None

    bench.desk.fail = away
    bench.sender.submit(Issue(1, WISH))
    assert tried.wait(10)
    bench.sender.submit(Abandon(1))
    bench.sender.submit(LookUp("after"))
    bench.wait_for(TicketSeen(ticket("printed")))
    assert bench.heard() == [("issue", "chung-thuc"), ("ticket", "after")]


def test_the_names_are_fetched_until_they_come_and_wishes_are_served_meanwhile(bench: Bench) -> None:
    bench.desk.fail = lambda nth: AWAY if nth == 1 else refused(401) if nth == 3 else None
    bench.sender.submit(FetchCenter())
    bench.sender.submit(Issue(1, WISH))
    bench.wait_for(Issued(1, ticket()), CenterArrived(center()))
    assert bench.heard() == [("center", ""), ("issue", "chung-thuc"), ("center", ""), ("center", "")]


def test_a_look_that_fails_is_told_and_not_repeated(bench: Bench) -> None:
    bench.desk.fail = lambda _nth: AWAY
    bench.sender.submit(LookUp("id-A025"))
    bench.wait_for(LookUpFailed("id-A025"))
    assert len(bench.desk.heard) == 1


def test_help_is_asked_a_few_times_under_one_key(bench: Bench) -> None:
    bench.desk.fail = lambda nth: AWAY if nth < TRIES else None
    bench.sender.submit(AskForHelp())
    bench.wait_for(HelpAsked(is_lit=True))
    assert bench.heard() == [("help", "kiosk-1")] * TRIES
    assert len({key for _, _, key in bench.desk.heard}) == 1


@pytest.mark.parametrize("error", [AWAY, refused(404)])
def test_help_that_cannot_be_asked_for_is_told(bench: Bench, error: Exception) -> None:
    bench.desk.fail = lambda _nth: error
    bench.sender.submit(AskForHelp())
    bench.wait_for(HelpAsked(is_lit=False))


def test_staff_act_with_their_own_token(bench: Bench) -> None:
    bench.sender.submit(SignIn("4711"))
    deeds = (
        PrintTest("kiosk-1"),
        PrintAgain("id-A025", "A025", "kiosk-1"),
        CancelTicket("id-A025", "A025"),
        CloseDomain("dat-dai"),
        OpenDomain("dat-dai"),
    )
    for deed in deeds:
        bench.sender.submit(Perform(deed))
    bench.wait_for(SignedIn(), *[DeedDone(deed) for deed in deeds])
    assert bench.tokens == ["staff-token"]
    assert bench.heard() == [
        ("sign in", "kiosk"),
        ("test", "kiosk-1"),
        ("print", "id-A025 kiosk-1"),
        ("cancel", "id-A025"),
        ("close", "dat-dai"),
        ("open", "dat-dai"),
    ]


@pytest.mark.parametrize(
    ("error", "refusal"), [(AWAY, "unreachable"), (refused(403), "forbidden"), (refused(409), "refused")]
)
def test_a_deed_that_did_not_work_says_why(bench: Bench, error: Exception, refusal: str) -> None:
    bench.sender.submit(SignIn("4711"))
    bench.wait_for(SignedIn())
    bench.desk.fail = lambda _nth: error
    bench.sender.submit(Perform(CloseDomain("dat-dai")))
    bench.wait_for(SignedIn(), DeedDone(CloseDomain("dat-dai"), refusal))  # type: ignore[arg-type]


def test_a_wrong_pin_opens_nothing(bench: Bench) -> None:
    bench.desk.fail = lambda nth: refused(401) if nth == 1 else None
    bench.sender.submit(SignIn("0000"))
    bench.sender.submit(Perform(PrintTest("kiosk-1")))
    bench.wait_for(SignInFailed("forbidden"), DeedDone(PrintTest("kiosk-1"), "forbidden"))
    assert bench.tokens == []
    assert len(bench.desk.heard) == 1


def test_after_signing_out_nothing_can_be_done_any_more(bench: Bench) -> None:
    bench.sender.submit(SignIn("4711"))
    bench.sender.submit(SignOut())
    bench.sender.submit(SignOut())
    bench.sender.submit(Perform(PrintTest("kiosk-1")))
    bench.wait_for(SignedIn(), DeedDone(PrintTest("kiosk-1"), "forbidden"))
    assert bench.desk.closed == 1


def test_the_pin_is_in_no_log(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    bench.desk.fail = lambda _nth: refused(401)
    bench.sender.submit(SignIn("471147"))
    bench.wait_for(SignInFailed("forbidden"))
    assert "471147" not in caplog.text


def test_a_stop_ends_a_wish_that_is_still_tried() -> None:
    bench = Bench()
    bench.desk.fail = lambda _nth: AWAY
    bench.sender.start()
    bench.sender.submit(Issue(1, WISH))
    wait_for(lambda: len(bench.desk.heard) > 1, "it is tried again")
    bench.stop.ask()
    bench.sender.join(10)
    assert not bench.sender.is_alive()
    assert bench.events == []
