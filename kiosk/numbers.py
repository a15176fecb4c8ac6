"""Figures for the citizen: how long it may take, and at which counters."""

import math

from kiosk.state import State
from wire.messages import Wait
from words import Catalogue

SECONDS_PER_MINUTE = 60


def wait_in_words(wait: Wait, words: Catalogue) -> str:
    """Rounded outwards to minutes, as on the ticket: a range narrowed by rounding promises too much."""
    low = wait.low // SECONDS_PER_MINUTE
    high = max(math.ceil(wait.high / SECONDS_PER_MINUTE), low + 1)
    return words("wait.range", low=low, high=high) if low else words("wait.under", n=high)


def counters_for(domain: str, state: State) -> tuple[int, ...]:
    """The counters that serve a domain: the open ones, or all of them while none is open."""
    if state.center is None:
        return ()
    serving = [counter.id for counter in state.center.counters if domain in counter.domains]
    is_open = {counter.id for counter in state.board.counters if counter.open} if state.board else set()
    return tuple(counter for counter in serving if counter in is_open) or tuple(serving)
