"""The rule of the queue in its plainest form: everybody in one list, all history kept, everything recounted."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Waiting:
    place: int
    domain: str
    is_priority: bool


@dataclass(frozen=True)
class Call:
    """One call: the domains it chose among, who was called, and the domains whose ordinary tickets waited."""

    served: frozenset[str]
    called: Waiting
    ordinary: frozenset[str]


@dataclass(frozen=True)
class Restored:
    """What a call that was taken back after others gives back: so many had been called past a domain before it."""

    domain: str
    passed: int


@dataclass
class Everything:
    """The whole queue and its whole history, without lanes, heads or counted runs."""

    waiting: list[Waiting] = field(default_factory=list)
    history: list[Call | Restored] = field(default_factory=list)

    def choose(self, domains: frozenset[str], overflow: frozenset[str], longest_run: int) -> Call | None:
        for served in (domains, overflow):
            here = [ticket for ticket in self.waiting if ticket.domain in served]
            ordinary = [ticket for ticket in here if not ticket.is_priority]
            priority = [ticket for ticket in here if ticket.is_priority]
            patience_is_over = any(self.passed(ticket.domain) >= longest_run for ticket in ordinary)
            line = priority if priority and not (ordinary and patience_is_over) else ordinary
            if line:
                first = min(line, key=lambda ticket: ticket.place)
                return Call(served, first, frozenset(ticket.domain for ticket in ordinary))
        return None

    def passed(self, domain: str) -> int:
        """How many priority tickets in a row were called past a waiting ordinary one of a domain."""
        passed = 0
        for call in reversed(self.history):
            if isinstance(call, Restored):
                if call.domain == domain:
                    return passed + call.passed
                continue
            if domain not in call.served:
                continue
            if not call.called.is_priority:
                break
            passed += domain in call.ordinary
        return passed
