"""Rows put straight into the store, with only what a test cares about said."""

from typing import Any

from sqlalchemy import Connection

from coordinator.store import tickets
from coordinator.store.rows import TicketRow

DAY = "2026-11-23"
NOON_MS = 1_795_410_000_000


def add_ticket(connection: Connection, center: str = "thu", day: str = DAY, **values: Any) -> TicketRow:
    """A waiting ticket of `chung-thuc` with the next number of its prefix."""
    prefix = values.get("prefix", "A")
    number = tickets.allot_number(connection, center, day, prefix)
    blank = {
        "id": f"{center}-{day}-{prefix}{number}",
        "link": f"link-{center}-{day}-{prefix}{number}",
        "prefix": prefix,
        "number": number,
        "domain": "chung-thuc",
        "priority": None,
        "is_priority": False,
        "procedure": None,
        "language": "vi",
        "state": "waiting",
        "issued_at": NOON_MS,
    }
    return tickets.add(connection, {"center_id": center, "day": day, **blank, **values})
