"""What the kiosk knows and shows: one immutable value, of which everything on the screen is a function."""

from dataclasses import dataclass, field
from typing import Final, Literal

from kiosk.deeds import Deed
from wire.faults import LineFault
from wire.messages import Board, BoardDomain, BoardPrinter, Center, CenterDomain, Priority, Ticket

PRIORITIES: Final[tuple[Priority, ...]] = ("elderly", "disabled", "pregnant", "child", "merit")

Notice = Literal["domain_closed", "refused"]
Trouble = Literal["no_paper", "no_printer", "failed", "not_printed"]
HelpStage = Literal["none", "asking", "lit", "failed"]
PinStage = Literal["typing", "checking", "wrong", "unreachable"]
Refusal = Literal["unreachable", "forbidden", "refused"]
"""Why staff did not get what they asked for."""


@dataclass(frozen=True)
class Starting:
    """The coordinator was not reached yet."""


@dataclass(frozen=True)
class Idle:
    pass


@dataclass(frozen=True)
class Closed:
    """No domain gives numbers now."""


@dataclass(frozen=True)
class Offline:
    """The coordinator is away, or can keep nothing: no number can be given."""


@dataclass(frozen=True)
class Wish:
    """What a citizen has chosen so far."""

    domain: str
    procedure: str | None = None
    priority: Priority | None = None


@dataclass(frozen=True)
class Choose:
    """The domains; `notice` says why the citizen is here again."""

    priority: Priority | None = None
    page: int = 0
    notice: Notice | None = None


@dataclass(frozen=True)
class Priorities:
    """Which priority class; `back` is where the question was asked."""

    back: Choose


@dataclass(frozen=True)
class Procedures:
    """A domain's procedures beside the button that takes a number without choosing one."""

    wish: Wish
    page: int = 0


@dataclass(frozen=True)
class Confirm:
    wish: Wish


@dataclass(frozen=True)
class Issuing:
    """Wish number `number` is on its way since `since`."""

    wish: Wish
    number: int
    since: float


@dataclass(frozen=True)
class Unreachable:
    """As `Issuing`, but for so long that the citizen is told and may leave."""

    wish: Wish
    number: int


@dataclass(frozen=True)
class Printing:
    ticket: Ticket
    since: float


@dataclass(frozen=True)
class TakeTicket:
    ticket: Ticket


@dataclass(frozen=True)
class ShowNumber:
    """There is a number but no paper: it is shown large, to be remembered."""

    ticket: Ticket
    trouble: Trouble


@dataclass(frozen=True)
class Paused:
    """Number after number was taken; the next one is given after `until` (monotonic seconds)."""

    until: float


@dataclass(frozen=True)
class Pin:
    """The staff corner's door: what was typed so far."""

    typed: str = field(default="", repr=False)
    stage: PinStage = "typing"


@dataclass(frozen=True)
class Corner:
    """What staff can do at the machine. `doing` is under way; `done` and `refusal` tell how the last one went."""

    doing: Deed | None = None
    done: Deed | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class CornerDomains:
    """The domains, to be closed and opened."""

    page: int = 0


@dataclass(frozen=True)
class CornerSure:
    """Asks once more before something that cannot be undone."""

    deed: Deed


@dataclass(frozen=True)
class Help:
    """Whether a person was asked to come, and since when; `is_on_board`: the board says so too."""

    stage: HelpStage = "none"
    at: float = 0.0
    is_on_board: bool = False


Screen = (
    Starting
    | Idle
    | Closed
    | Offline
    | Choose
    | Priorities
    | Procedures
    | Confirm
    | Issuing
    | Unreachable
    | Printing
    | TakeTicket
    | ShowNumber
    | Paused
    | Pin
    | Corner
    | CornerDomains
    | CornerSure
)


@dataclass(frozen=True)
class State:
    """`*_at` are monotonic seconds. `fault`: why there is no line, as far as that is known. `looking_up`: an answer
    about the ticket's print is on its way.

    `numbers_at`: when numbers were given here, as far back as the guard against number after number looks;
    `last`: the ticket given last. `next_center`: newer names, which wait until nobody looks for a button.
    """

    screen: Screen
    language: str
    changed_at: float
    touched_at: float
    center: Center | None = None
    next_center: Center | None = None
    board: Board | None = None
    link_lost_at: float | None = None
    fault: LineFault | None = None
    wishes: int = 0
    looking_up: bool = False
    looked_up_at: float = 0.0
    numbers_at: tuple[float, ...] = ()
    last: Ticket | None = None
    help: Help = Help()

    def domain(self, domain: str) -> CenterDomain | None:
        domains = self.center.domains if self.center is not None else []
        return next((known for known in domains if known.id == domain), None)

    def is_open(self, domain: str) -> bool:
        """Whether this domain gives numbers now; the board is newer than the centre."""
        if self.board is not None:
            return any(shown.id == domain and shown.open for shown in self.board.domains)
        known = self.domain(domain)
        return known is not None and known.open

    def queue(self, domain: str) -> BoardDomain | None:
        """How a domain stands on the board."""
        shown = self.board.domains if self.board is not None else []
        return next((queue for queue in shown if queue.id == domain), None)

    def is_any_open(self) -> bool:
        domains = self.center.domains if self.center is not None else []
        return any(self.is_open(domain.id) for domain in domains)

    def printer(self, name: str) -> BoardPrinter | None:
        printers = self.board.printers if self.board is not None else []
        return next((printer for printer in printers if printer.name == name), None)
