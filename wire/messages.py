"""Every message of `/api/v1`, as immutable values that validate themselves.

Requests refuse keys they do not know, so that a typing error in a client is answered and not ignored.
Answers accept unknown keys, so that an older kiosk goes on working beside a newer coordinator.
Times are aware datetimes; on the wire they are RFC 3339 with the centre's offset.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

Priority = Literal["elderly", "disabled", "pregnant", "child", "merit"]
TicketState = Literal["waiting", "called", "held", "served", "no_show", "cancelled", "expired"]
PrintState = Literal["queued", "claimed", "printed", "failed"]
PrintOutcomeName = Literal["printed", "failed"]
Paper = Literal["ok", "low", "out", "unknown"]
ButtonCondition = Literal["ok", "stuck", "missing"]
Role = Literal["kiosk", "printer", "counter", "display", "admin"]

Identifier = Annotated[str, Meta(min_length=1, max_length=64)]
Place = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^(?!\.{1,2}$)[^/\x00-\x1f]+$")]
"""Something that can stand in a path."""
Language = Annotated[str, Meta(pattern="^[a-z]{2,8}$")]
Text = Annotated[str, Meta(max_length=400)]


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client sends; a key that is not declared is an error."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the coordinator sends; keys that a reader does not know are passed over."""


class IssueTicket(Request, frozen=True):
    """A citizen's wish for a number. Without `printer` nothing is printed (a virtual ticket)."""

    domain: Identifier
    priority: Priority | None = None
    language: Language = "vi"
    printer: Identifier | None = None
    procedure: Identifier | None = None


class PrintTicket(Request, frozen=True):
    """Ask for one more print of a ticket: a copy, marked as one."""

    printer: Identifier


class PrintOutcome(Request, frozen=True):
    """What became of a claimed job.

    `may_have_printed` is false only where it is sure that no byte of the ticket reached the printer; a job
    that is printed again after a failure without that certainty is marked as a copy.
    """

    outcome: PrintOutcomeName
    reason: Text = ""
    may_have_printed: bool = True


class PrinterStatus(Request, frozen=True):
    """What a printer says of itself; `unknown` is an honest answer."""

    online: bool
    paper: Paper = "unknown"
    cover_open: bool = False
    detail: Text = ""


class TransferTicket(Request, frozen=True):
    """Send the ticket at the counter on to another domain; it keeps the place of its first arrival."""

    domain: Identifier


class AssignDomains(Request, frozen=True):
    """What a counter serves from its next call on."""

    domains: Annotated[list[Identifier], Meta(max_length=64)]
    overflow: Annotated[list[Identifier], Meta(max_length=64)] = []


class ButtonReport(Request, frozen=True):
    """How a counter's call-next button is: `stuck`: down for long; `missing`: its keypad is not plugged in."""

    condition: ButtonCondition


class AskHelp(Request, frozen=True):
    """A citizen asks for a person to come; `place` says where, such as the kiosk's name."""

    place: Place


class SignIn(Request, frozen=True):
    """A member of staff at a kiosk: the name and PIN of an account."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    pin: Annotated[str, Meta(min_length=1, max_length=64)]


class SetMessage(Request, frozen=True):
    """The line that runs on the board; empty takes it away."""

    text: Text


class Wait(Answer, frozen=True):
    """An 80% range of the expected wait, seconds."""

    low: int
    high: int


class PrintSummary(Answer, frozen=True):
    """The newest print job of a ticket."""

    id: str
    state: PrintState


class Ticket(Answer, frozen=True):
    """A ticket as it stands. `ahead`: who of its domain is to be called before it; `estimated_wait_s` is null where it
    does not wait, or while no open counter serves its domain. `called_at`, `counter`: of its newest call. `print` is
    null where none was asked for.
    """

    id: str
    number: str
    domain: str
    priority: Priority | None
    state: TicketState
    issued_at: datetime
    called_at: datetime | None
    counter: int | None
    ahead: int
    estimated_wait_s: Wait | None
    print: PrintSummary | None
    status_url: str
    language: str = "vi"
    procedure: str | None = None


class PrintJob(Answer, frozen=True):
    """A job as its printer sees it: the ticket, and what was true of its domain when it was claimed.

    `copy` asks for the mark of a copy on the paper. `counters` are those that serve the ticket's domain.
    `lease_until` is null unless the job is claimed. `test` asks for a test of the printer, which uses no
    number: only then `ticket` is null.
    """

    id: str
    printer: str
    state: PrintState
    copy: bool
    queued_at: datetime
    lease_until: datetime | None
    ticket: Ticket | None
    counters: list[int]
    reason: str = ""
    test: bool = False


class Called(Answer, frozen=True):
    """The outcome of a press: who is called now, who was finished by it, how many wait for this counter."""

    called: Ticket | None
    finished: Ticket | None
    waiting: int


class CounterState(Answer, frozen=True):
    """One counter as staff see it. `waiting` counts the tickets that its next call could choose from."""

    id: int
    open: bool
    number: str | None
    domain: str | None
    ticket: str | None
    called_at: datetime | None
    domains: list[str]
    overflow: list[str]
    waiting: int
    button: ButtonCondition = "ok"


class Counters(Answer, frozen=True):
    counters: list[CounterState]


class Call(Answer, frozen=True):
    """One call or recall, in the order of `seq`; `times` counts the calls of this ticket at this counter."""

    seq: int
    number: str
    counter: int
    domain: str
    called_at: datetime
    times: int


class HelpCall(Answer, frozen=True):
    """Someone at `place` waits for help."""

    place: str
    asked_at: datetime


class StaffSession(Answer, frozen=True):
    """A token that works as a device token of this role until it expires."""

    token: str
    role: Role
    expires_at: datetime


class BoardCounter(Answer, frozen=True):
    """A counter, and the ticket that is served there; `waiting` counts those that its next call could choose from."""

    id: int
    open: bool
    number: str | None
    domain: str | None
    waiting: int = 0


class BoardDomain(Answer, frozen=True):
    """A domain; `estimated_wait_s` is that of whoever takes its next number, null while no open counter serves it."""

    id: str
    prefix: str
    open: bool
    waiting: int
    estimated_wait_s: Wait | None


class BoardPrinter(Answer, frozen=True):
    """`queued` counts the jobs that a claim would find, so that an agent claims only when there is one."""

    name: str
    online: bool
    paper: Paper
    cover_open: bool = False
    queued: int = 0


class Board(Answer, frozen=True):
    """The lobby's whole truth at one instant. Within one database a higher `seq` is newer.

    `revision` is that of the centre's names and texts, so that who shows them knows when theirs are old.
    """

    seq: int
    at: datetime
    center: str
    calls: list[Call]
    counters: list[BoardCounter]
    domains: list[BoardDomain]
    printers: list[BoardPrinter]
    message: str
    help: list[HelpCall] = []
    revision: int = 0


class CenterProcedure(Answer, frozen=True):
    """A procedure of a domain and the papers to bring for it, each text by language."""

    id: str
    name: dict[str, str]
    papers: list[dict[str, str]]


class CenterDomain(Answer, frozen=True):
    """`icon`: the name of one of Material Design Icons, or empty."""

    id: str
    prefix: str
    name: dict[str, str]
    open: bool
    procedures: list[CenterProcedure] = []
    icon: str = ""


class CenterCounter(Answer, frozen=True):
    id: int
    domains: list[str]
    overflow: list[str]


class Center(Answer, frozen=True):
    """The centre as the devices show it; names and texts by language, Vietnamese always among them."""

    id: str
    name: dict[str, str]
    languages: list[str]
    timezone: str
    domains: list[CenterDomain]
    counters: list[CenterCounter]
    footer: dict[str, str] = {}
    revision: int = 0


class Health(Answer, frozen=True):
    """`reason` is empty where `status` is `ok`; so is `cause`, which says of a failing store in a word why it fails."""

    status: Literal["ok", "failing"]
    version: str
    reason: str = ""
    cause: str = ""


STORE_UNAVAILABLE: Final = "/problems/store-unavailable"
TOO_MANY_STREAMS: Final = "/problems/too-many-streams"
ASKED_TOO_OFTEN: Final = "/problems/asked-too-often"


class Problem(Answer, frozen=True):
    """RFC 9457 problem details. `accepted` names what would have been taken, where that can be listed; `cause`
    says of a failing store why it fails: `full`, `read-only`, `moved`, `damaged`, `locked`, `disk` or `other`.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    accepted: list[str] = []
    cause: str = ""
