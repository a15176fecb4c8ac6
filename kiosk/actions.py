"""What a citizen can ask for by one touch, and what the rest of the world can tell the kiosk."""

from dataclasses import dataclass

from kiosk.deeds import Deed
from kiosk.state import Refusal
from wire.faults import LineFault
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


@dataclass(frozen=True)
class AskHelp:
    pass


@dataclass(frozen=True)
class HoldCorner:
    """A finger rested in the corner for so long that it means it."""


@dataclass(frozen=True)
class TypeDigit:
    digit: str


@dataclass(frozen=True)
class EraseDigit:
    pass


@dataclass(frozen=True)
class EnterPin:
    pass


@dataclass(frozen=True)
class ShowDomains:
    """Staff want to close or open one."""


@dataclass(frozen=True)
class Do:
    deed: Deed


@dataclass(frozen=True)
class MakeSure:
    """As `Do`, but asked once more."""

    deed: Deed


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
    | AskHelp
    | HoldCorner
    | TypeDigit
    | EraseDigit
    | EnterPin
    | ShowDomains
    | Do
    | MakeSure
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
class FaultFound:
    """Why there is no line; null: it stands again."""

    fault: LineFault | None


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
class HelpAsked:
    """Whether staff pages show now that someone waits here."""

    is_lit: bool


@dataclass(frozen=True)
class SignedIn:
    pass


@dataclass(frozen=True)
class SignInFailed:
    refusal: Refusal


@dataclass(frozen=True)
class DeedDone:
    """`refusal` null: it was done."""

    deed: Deed
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


Event = (
    Touched
    | LinkChanged
    | FaultFound
    | CenterArrived
    | BoardArrived
    | Issued
    | WishRefused
    | TicketSeen
    | LookUpFailed
    | HelpAsked
    | SignedIn
    | SignInFailed
    | DeedDone
    | Tick
)
