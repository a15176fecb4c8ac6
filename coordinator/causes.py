"""Why a store fails, as one word that a device, a page and a manual can tell apart. Pure.

The database's own sentence is for whoever mends it; a clerk needs to know whether to make room, to change the card
or to call somebody.
"""

from typing import Final

from coordinator.store.database import StoreError
from wire.faults import OTHER_CAUSE

_CAUSES: Final = (
    ("unreached", ("is not reached",)),
    ("newer", ("from a newer version",)),
    ("full", ("disk is full", "no space left")),
    ("read-only", ("readonly database", "read-only", "permission denied")),
    ("damaged", ("malformed", "not a database")),
    ("locked", ("is locked", "too many requests", "is held by")),
    # What the disk says of itself, before what SQLite makes of it.
    ("disk", ("input/output error", "disk i/o error")),
    ("moved", ("was moved", "the database's folder", "unable to open database file")),
)


def cause_of(error: StoreError | str) -> str:
    """One of `STORE_CAUSES`; empty for an empty text."""
    said = str(error).lower()
    if not said:
        return ""
    return next((cause for cause, signs in _CAUSES if any(sign in said for sign in signs)), OTHER_CAUSE)
