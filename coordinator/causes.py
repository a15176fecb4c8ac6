"""Why a store fails, as one word that a device, a page and a manual can tell apart. Pure.

The database's own sentence is for whoever mends it; a clerk needs to know whether to make room, to change the card
or to call somebody.
"""

from typing import Final

from coordinator.store.database import StoreError
from wire.faults import OTHER_CAUSE

_CAUSES: Final = (
    ("full", ("disk is full", "no space left")),
    ("read-only", ("readonly database", "read-only", "permission denied")),
    ("moved", ("was moved", "unable to open database file")),
    ("damaged", ("malformed", "not a database")),
    ("locked", ("is locked", "too many requests")),
    ("disk", ("disk i/o error", "input/output error")),
)


def cause_of(error: StoreError | str) -> str:
    """`full`, `read-only`, `moved`, `damaged`, `locked`, `disk` or `other`; empty for an empty text."""
    said = str(error).lower()
    if not said:
        return ""
    return next((cause for cause, signs in _CAUSES if any(sign in said for sign in signs)), OTHER_CAUSE)
