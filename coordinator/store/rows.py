"""Rows as the rest of the coordinator sees them: immutable, with the tables' own names.

`TicketRow` and `PrintJobRow` are made of whole rows as they come, so their fields stand in the order of the columns.
"""

from dataclasses import dataclass

from coordinator.queue.takeback import LastCall
from coordinator.staff.roles import StaffRole
from wire.messages import ButtonCondition, Paper, PrintState, Priority, Role, TicketState
from wire.pairing import DeviceRole


@dataclass(frozen=True)
class TicketRow:
    """`place` is the order of first arrival, and the key; `counter` the one that called it last."""

    place: int
    center_id: str
    id: str
    link: str
    day: str
    prefix: str
    number: int
    domain: str
    priority: Priority | None
    is_priority: bool
    procedure: str | None
    language: str
    state: TicketState
    issued_at: int
    called_at: int | None
    ended_at: int | None
    counter: int | None
    times: int
    told_low: int | None
    told_high: int | None
    rating: int | None = None


@dataclass(frozen=True)
class CounterRow:
    counter: int
    is_open: bool
    place: int | None
    domains: tuple[str, ...]
    overflow: tuple[str, ...]
    takeback: LastCall | None = None
    button: ButtonCondition = "ok"


@dataclass(frozen=True)
class CallRow:
    seq: int
    label: str
    counter: int
    domain: str
    called_at: int
    times: int


@dataclass(frozen=True)
class PrintJobRow:
    """`place` is the ticket's; null: a test of the printer."""

    seq: int
    center_id: str
    id: str
    printer: str
    place: int | None
    is_copy: bool
    state: PrintState
    is_pending: bool
    may_have_printed: bool
    queued_at: int
    lease_until: int | None
    retry_at: int | None
    ended_at: int | None
    reason: str


@dataclass(frozen=True)
class PrinterRow:
    printer: str
    is_online: bool
    paper: Paper
    is_cover_open: bool
    detail: str


@dataclass(frozen=True)
class StaffRow:
    """An account; `key` is what all spellings of the name have in common."""

    key: str
    name: str
    role: StaffRole
    pin_hash: str
    changed_at: int


@dataclass(frozen=True)
class SessionRow:
    """An account that is signed in; `is_page`: by a browser, else by a token. `counter` is where it sits."""

    hash: str
    key: str
    name: str
    role: StaffRole
    is_page: bool
    counter: int | None
    expires_at: int


@dataclass(frozen=True)
class HelpRow:
    place: str
    asked_at: int


@dataclass(frozen=True)
class SignRow:
    """`subject`: `device/NAME` or `printer/NAME`; `age_ms`: how long ago it was heard."""

    subject: str
    version: str | None
    age_ms: int


@dataclass(frozen=True)
class TokenRow:
    """Times are milliseconds since the epoch; `revoked_at` is null while the token holds."""

    name: str
    role: Role
    created_at: int
    revoked_at: int | None


@dataclass(frozen=True)
class PairingRow:
    """A device that asks to be let in. `nonce` is the coordinator's number; `code` null until the device has shown its
    own; `wrong_codes`: how many were typed since it began; `has_token`: whether its token was made.
    """

    id: str
    role: DeviceRole
    name: str
    promise: str
    nonce: str
    ends_at: int
    code: str | None = None
    wrong_codes: int = 0
    is_admitted: bool = False
    has_token: bool = False


@dataclass(frozen=True)
class ReplyRow:
    fingerprint: str
    status: int
    body: str


@dataclass(frozen=True)
class LaneCount:
    """How many wait in a lane, and how many of them before a given place."""

    domain: str
    is_priority: bool
    waiting: int
    before: int


@dataclass(frozen=True)
class LessonRow:
    """A line of the audit about a ticket, with what the ticket's holder was told at its issue, seconds."""

    seq: int
    action: str
    at: int
    counter: int | None
    place: int
    domain: str
    is_priority: bool
    issued_at: int
    told_low: int | None
    told_high: int | None


@dataclass(frozen=True)
class StayRow:
    domain: str
    people: int
    mean_ms: float


@dataclass(frozen=True)
class ToldRow:
    """`low` and `high` in seconds, as they were told."""

    low: int
    high: int
    waited_ms: int
