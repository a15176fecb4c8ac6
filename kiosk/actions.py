"""What a citizen can ask for by one touch, and what the rest of the world can tell the kiosk."""

from dataclasses import dataclass

from wire.messages import Board, Center, Priority, Problem, Ticket


@dataclass(frozen=True)
class Start:
    """A touch anywhere on the idle screen."""


@dataclass(frozen=True)
class SwitchLanguage:
    pass


@dataclass(frozen=True)
class ChooseDomain:
    domain: str


@dataclass(frozen=True)
class ChooseProcedure:
    procedure: str


@dataclass(frozen=True)
class ShowMore:
    """The next page of what does not fit one."""


@dataclass(frozen=True)
class AskPriority:
    pass


@dataclass(frozen=True)
class ChoosePriority:
    """`priority` null: none after all."""

    priority: Priority | None


@dataclass(frozen=True)
class TakeNumber:
    pass


@dataclass(frozen=True)
class Back:
    pass


@dataclass(frozen=True)
class Done:
    pass


Action = (
    Start
    | SwitchLanguage
    | ChooseDomain
    | ChooseProcedure
    | ShowMore
    | AskPriority
    | ChoosePriority
    | TakeNumber
    | Back
    | Done
)


@dataclass(frozen=True)
class Touched:
    """`action` null: somewhere where nothing is; it shows that someone is there."""

    action: Action | None


@dataclass(frozen=True)
class LinkChanged:
    """Whether the coordinator's event stream stands."""

    up: bool


@dataclass(frozen=True)
class CenterArrived:
    center: Center


@dataclass(frozen=True)
class BoardArrived:
    board: Board


@dataclass(frozen=True)
class Issued:
    """The answer to wish number `wish`."""

    wish: int
    ticket: Ticket


@dataclass(frozen=True)
class WishRefused:
    wish: int
    problem: Problem


@dataclass(frozen=True)
class TicketSeen:
    """What became of a ticket's print, as asked."""

    ticket: Ticket


@dataclass(frozen=True)
class LookUpFailed:
    ticket: str


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


Event = (
    Touched
    | LinkChanged
    | CenterArrived
    | BoardArrived
    | Issued
    | WishRefused
    | TicketSeen
    | LookUpFailed
    | Tick
)
