"""What may happen to a ticket, and what it becomes."""

from dataclasses import dataclass
from typing import Final, Literal

from wire.messages import TicketState

Action = Literal[
    "call",
    "recall",
    "finish",
    "no_show",
    "hold",
    "transfer",
    "resume",
    "cancel",
    "expire",
    "take_back",
    "return",
    "miss",
]


@dataclass(frozen=True)
class Change:
    before: frozenset[TicketState]
    after: TicketState


_CALLED: Final = frozenset[TicketState]({"called"})
_UNFINISHED: Final = frozenset[TicketState]({"waiting", "called", "held"})

CHANGES: Final[dict[Action, Change]] = {
    "call": Change(frozenset({"waiting"}), "called"),
    "recall": Change(_CALLED, "called"),
    "finish": Change(_CALLED, "served"),
    "no_show": Change(_CALLED, "no_show"),
    "hold": Change(_CALLED, "held"),
    "transfer": Change(_CALLED, "waiting"),
    "resume": Change(frozenset({"held"}), "waiting"),
    "cancel": Change(_UNFINISHED, "cancelled"),
    "take_back": Change(_CALLED, "waiting"),
    "return": Change(frozenset({"served", "no_show"}), "called"),
    "miss": Change(frozenset({"served"}), "no_show"),
    "expire": Change(_UNFINISHED, "expired"),
}


class NotNowError(ValueError):
    """The ticket's state does not allow the action; `accepted` are the states that do."""

    def __init__(self, action: Action, state: TicketState) -> None:
        self.action = action
        self.state = state
        self.accepted = sorted(CHANGES[action].before)
        super().__init__(
            f"a ticket that is {state} cannot take {action!r}: it must be {' or '.join(self.accepted)}"
        )


def next_state(action: Action, state: TicketState) -> TicketState:
    """The state that a ticket in `state` takes by `action`; `NotNowError` if it can't."""
    change = CHANGES[action]
    if state not in change.before:
        raise NotNowError(action, state)
    return change.after
