"""A made-up centre in the middle of a morning, for looking at the screens without a coordinator."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from centers.description import describe_center
from config import Settings
from kiosk.deeds import CancelTicket, CloseDomain
from kiosk.state import (
    Choose,
    Closed,
    Confirm,
    Corner,
    CornerDomains,
    CornerSure,
    Help,
    Idle,
    Issuing,
    Offline,
    Paused,
    Pin,
    Printing,
    Priorities,
    Procedures,
    Screen,
    ShowNumber,
    Starting,
    State,
    TakeTicket,
    Unreachable,
    Wish,
)
from wire.faults import LineFault
from wire.messages import (
    Board,
    BoardCounter,
    BoardDomain,
    BoardPrinter,
    Center,
    PrintSummary,
    Ticket,
    Wait,
)

_AT: Final = datetime(2026, 7, 6, 1, 5, tzinfo=UTC)
_WAITING: Final = (12, 0, 3, 1, 7, 25)


def sample_board(center: Center) -> Board:
    """All domains open but the last but one, which gives no more numbers."""
    count = len(center.domains)
    queues = [
        BoardDomain(
            id=domain.id,
            prefix=domain.prefix,
            open=i != count - 2,
            waiting=_WAITING[i % len(_WAITING)],
            estimated_wait_s=Wait(low=600 + 60 * i, high=1500 + 120 * i),
        )
        for i, domain in enumerate(center.domains)
    ]
    counters = [
        BoardCounter(id=counter.id, open=True, number=None, domain=None) for counter in center.counters
    ]
    return Board(
        seq=1,
        at=_AT,
        center=center.id,
        calls=[],
        counters=counters,
        domains=queues,
        printers=[BoardPrinter(name="kiosk-1", online=True, paper="ok")],
        message="",
    )


def sample_ticket(center: Center, *, printed: bool) -> Ticket:
    domain = center.domains[0]
    return Ticket(
        id="sample",
        number=f"{domain.prefix}025",
        domain=domain.id,
        priority=None,
        state="waiting",
        issued_at=_AT,
        called_at=None,
        counter=None,
        ahead=12,
        estimated_wait_s=Wait(low=1500, high=2400),
        print=PrintSummary(id="sample", state="queued") if printed else None,
        status_url="https://motcua.example/t/3q9ZsVd1TTiGvJw2pLmN8A",
    )


def sample_state(settings: Settings) -> State:
    center = describe_center(settings)
    last = sample_ticket(center, printed=True)
    return State(Idle(), "vi", 0.0, 0.0, center=center, board=sample_board(center), last=last)


def sample_screens(state: State) -> Iterator[tuple[str, State]]:
    """Every screen by name, each in a state that shows it at work."""
    assert state.center is not None  # noqa: S101 a sample has one
    first = state.center.domains[0]
    wish = Wish(first.id, first.procedures[0].id if first.procedures else None)
    paper, plain = sample_ticket(state.center, printed=True), sample_ticket(state.center, printed=False)
    screens: list[tuple[str, Screen]] = [
        ("starting", Starting()),
        ("idle", Idle()),
        ("closed", Closed()),
        ("offline", Offline()),
        ("choose", Choose()),
        ("choose-next-page", Choose(page=1)),
        ("choose-closed", Choose(notice="domain_closed")),
        ("choose-refused", Choose("merit", notice="refused")),
        ("priorities", Priorities(Choose())),
        ("procedures", Procedures(wish)),
        ("confirm", Confirm(Wish(first.id))),
        ("confirm-all", Confirm(replace(wish, priority="elderly"))),
        ("issuing", Issuing(wish, 1, 0.0)),
        ("unreachable", Unreachable(wish, 1)),
        ("printing", Printing(paper, 0.0)),
        ("take-ticket", TakeTicket(paper)),
        ("show-no-paper", ShowNumber(paper, "no_paper")),
        ("show-no-printer", ShowNumber(paper, "no_printer")),
        ("show-failed", ShowNumber(paper, "failed")),
        ("show-not-printed", ShowNumber(plain, "not_printed")),
        ("paused", Paused(15.0)),
        ("pin", Pin("123")),
        ("pin-wrong", Pin(stage="wrong")),
        ("corner", Corner()),
        ("corner-done", Corner(done=CloseDomain(first.id))),
        ("corner-domains", CornerDomains()),
        ("corner-sure", CornerSure(CancelTicket(paper.id, paper.number))),
    ]
    for name, screen in screens:
        yield name, replace(state, screen=screen)
    no_room = replace(state, screen=Offline(), link_lost_at=0.0, fault=LineFault("store", "full"))
    yield "offline-full", no_room
    yield "pin-full", replace(no_room, screen=Pin("123"))
    yield "choose-help", replace(state, screen=Choose(priority="elderly"), help=Help("lit"))
