"""What may happen to a ticket: the whole table, both ways."""

from typing import get_args

import pytest

from coordinator.queue.lifecycle import CHANGES, Action, NotNowError, next_state
from wire.messages import TicketState

ALLOWED: dict[tuple[Action, TicketState], TicketState] = {
    ("call", "waiting"): "called",
    ("recall", "called"): "called",
    ("finish", "called"): "served",
    ("no_show", "called"): "no_show",
    ("hold", "called"): "held",
    ("transfer", "called"): "waiting",
    ("resume", "held"): "waiting",
    ("cancel", "waiting"): "cancelled",
    ("cancel", "called"): "cancelled",
    ("cancel", "held"): "cancelled",
    ("expire", "waiting"): "expired",
    ("expire", "called"): "expired",
    ("expire", "held"): "expired",
    ("take_back", "called"): "waiting",
    ("return", "served"): "called",
    ("return", "no_show"): "called",
    ("miss", "served"): "no_show",
}
# Within seconds, for a press that was a mistake.
CORRECTIONS = {"return", "miss"}


@pytest.mark.parametrize("state", get_args(TicketState))
@pytest.mark.parametrize("action", get_args(Action))
def test_each_action_in_each_state(action: Action, state: TicketState) -> None:
    after = ALLOWED.get((action, state))
    if after is not None:
        assert next_state(action, state) == after
        return
    with pytest.raises(NotNowError) as caught:
        next_state(action, state)
    accepted = sorted(before for (name, before) in ALLOWED if name == action)
    assert caught.value.accepted == accepted
    for word in (state, repr(action), *accepted):
        assert word in str(caught.value)


def test_what_has_ended_stays_ended_but_for_mistakes_put_right() -> None:
    ended = {"served", "no_show", "cancelled", "expired"}
    lasting = [change.before for action, change in CHANGES.items() if action not in CORRECTIONS]
    assert not any(before & ended for before in lasting)
    assert not any(CHANGES["return"].before & {state} for state in ("cancelled", "expired"))


def test_every_action_is_in_the_table() -> None:
    assert set(CHANGES) == set(get_args(Action))
