"""What a rehearsed day leaves behind, gathered from outside: answers, the stream, the paper, the screen."""

from dataclasses import dataclass, field

from wire.messages import Call, IssueTicket, Ticket


@dataclass(frozen=True)
class Issued:
    """A number that a client was given: under which key, for which wish, and the first answer."""

    key: str
    wish: IssueTicket
    ticket: Ticket


@dataclass(frozen=True)
class CallAnswer:
    """What a counter's command was answered: the tickets' ids."""

    counter: int
    key: str
    called: str | None
    finished: str | None


@dataclass(frozen=True)
class Refusal:
    """A wish after closing time and the HTTP status that it got; 201 where it was granted."""

    domain: str
    status: int


@dataclass
class Evidence:
    """`final` is each ticket as the coordinator has it at the end, by id, without those it does not know.

    `stream` holds every call that a feed brought, `painted` the `seq` of each call that a frame showed,
    `papers` a digest of each printed picture. `repeats` are first and second answers under one key.
    """

    issued: list[Issued] = field(default_factory=list)
    answers: list[CallAnswer] = field(default_factory=list)
    final: dict[str, Ticket] = field(default_factory=dict)
    stream: list[Call] = field(default_factory=list)
    painted: frozenset[int] = frozenset()
    papers: list[str] = field(default_factory=list)
    after_closing: list[Refusal] = field(default_factory=list)
    repeats: list[tuple[Ticket, Ticket]] = field(default_factory=list)
