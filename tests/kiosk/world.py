"""The world around the flow in tests: a clock that is moved, a citizen who touches, a coordinator that answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import msgspec

from kiosk.actions import (
    Action,
    BoardArrived,
    CenterArrived,
    ChooseDomain,
    Event,
    Issued,
    LinkChanged,
    Start,
    TakeNumber,
    Tick,
    Touched,
)
from kiosk.commands import Command, Issue
from kiosk.flow import Flow
from kiosk.state import State
from kiosk.terms import Terms
from kiosk.timing import Times, next_wake
from tests.fakes.boards import DOMAINS, a_board, a_center, a_queue
from wire.messages import (
    Board,
    BoardPrinter,
    Center,
    CenterCounter,
    CenterProcedure,
    HelpCall,
    Paper,
    PrintState,
    PrintSummary,
    Ticket,
    Wait,
)

PRINTER: Final = "kiosk-1"
WITH_PROCEDURES: Final = "ho-tich"
PLAIN: Final = "chung-thuc"
_AT: Final = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


def center() -> Center:
    """The example centre; civil status has procedures, the others have none."""
    known = a_center()
    procedure = CenterProcedure(id="khai-sinh", name={"vi": "Khai sinh", "en": "Birth"}, papers=[])
    domains = [
        msgspec.structs.replace(domain, procedures=[procedure] if domain.id == WITH_PROCEDURES else [])
        for domain in known.domains
    ]
    counters = [CenterCounter(id=1, domains=[PLAIN], overflow=[])]
    return msgspec.structs.replace(known, domains=domains, counters=counters)


def board(
    closed: Sequence[str] = (),
    *,
    seq: int = 1,
    paper: Paper = "ok",
    online: bool = True,
    helped: Sequence[str] = (),
) -> Board:
    queues = [a_queue(domain, 3, (300, 900), is_open=domain not in closed) for domain in DOMAINS]
    printers = [BoardPrinter(name=PRINTER, online=online, paper=paper)]
    shown = a_board(seq, domains=queues, printers=printers)
    calls = [HelpCall(place=place, asked_at=_AT) for place in helped]
    return msgspec.structs.replace(shown, help=calls)


def ticket(state: PrintState | None = "queued", number: str = "A025", domain: str = PLAIN) -> Ticket:
    """A ticket whose print is in this state; null: it has none."""
    return Ticket(
        id=f"id-{number}",
        number=number,
        domain=domain,
        priority=None,
        state="waiting",
        issued_at=_AT,
        called_at=None,
        counter=None,
        ahead=3,
        estimated_wait_s=Wait(low=300, high=900),
        print=None if state is None else PrintSummary(id="print", state=state),
        status_url="http://localhost/t/token",
    )


class World:
    """A kiosk without a screen: `touch`, `hear` and `wait`, then look at `state` and `commands`."""

    def __init__(self, *, printer: str | None = PRINTER, times: Times | None = None) -> None:
        self.times = times or Times()
        self.flow = Flow(Terms(printer, ("vi", "en"), "kiosk-1", self.times))
        self.now = 1000.0
        self.state: State = self.flow.begin(self.now)
        self.commands: list[Command] = []

    def screen(self) -> object:
        return self.state.screen

    def help(self) -> str:
        return self.state.help.stage

    def hear(self, *events: Event) -> None:
        for event in events:
            self.state, commands = self.flow.step(self.state, event, self.now)
            self.commands += commands

    def touch(self, *actions: Action | None) -> None:
        """Touches, each long enough after the one before."""
        for action in actions:
            self.now += self.times.guard
            self.hear(Touched(action))

    def touch_at_once(self, action: Action | None) -> None:
        self.hear(Touched(action))

    def wait(self, seconds: float) -> None:
        """Let time pass; the flow is woken when it asked to be, as by the loop."""
        until = self.now + seconds
        while (wake := next_wake(self.state, self.now, "vi", self.times)) is not None:
            if self.now + wake > until:
                break
            before, self.now = (self.state, self.now), self.now + wake
            self.hear(Tick())
            if (self.state, self.now) == before:
                raise AssertionError(f"woken for nothing, again and again: {self.state}")
        self.now = until

    def wake_up(self) -> None:
        """The coordinator is there and sends what it has."""
        self.hear(LinkChanged(up=True), BoardArrived(board()), CenterArrived(center()))

    def issue(self, domain: str = PLAIN) -> Issue:
        """From the idle screen to the wish on its way."""
        self.touch(Start(), ChooseDomain(domain), TakeNumber())
        return self.last_issue()

    def last_issue(self) -> Issue:
        return [command for command in self.commands if isinstance(command, Issue)][-1]

    def answer(self, given: Ticket) -> None:
        """The coordinator's answer to the newest wish."""
        self.hear(Issued(self.last_issue().wish, given))

    def printed(self, given: Ticket) -> Ticket:
        return msgspec.structs.replace(given, print=PrintSummary(id="print", state="printed"))


def awake(**arguments: object) -> World:
    world = World(**arguments)  # type: ignore[arg-type]
    world.wake_up()
    return world


def quick(**changes: float) -> Times:
    return replace(Times(), **changes)  # type: ignore[arg-type]
