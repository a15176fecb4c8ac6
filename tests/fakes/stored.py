"""Rows put straight into the store, with only what a test cares about said."""

from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from coordinator.store import tickets
from coordinator.store.database import connect
from coordinator.store.rows import TicketRow
from coordinator.store.versions import MIGRATIONS

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


def make_of_version(url: str, version: str) -> None:
    """A database as an earlier version of the program left it, with something in it."""
    database = connect(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.exec_driver_sql(
            "INSERT INTO tokens (center_id, name, role, hash, created_at) VALUES ('thu', 'may-1', 'kiosk', 'h', 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO sequences (center_id, day, prefix, last) VALUES ('thu', '2026-11-23', 'A', 41)"
        )
    database.close()
