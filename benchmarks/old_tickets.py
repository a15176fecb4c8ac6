"""A database with years of old tickets in it, each issued, called, printed and served on a day long past.

The days are summed up too, as the housekeeping does in the night after each: a coordinator that met so many for the
first time would be at it for minutes, beside whatever is measured.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import text

from config import Settings
from coordinator.desk import reporting
from coordinator.desk.work import Centre
from coordinator.store import summaries
from coordinator.store.versions import open_database

TICKETS_A_DAY = 650
_FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :tickets)
INSERT INTO tickets (place, center_id, id, link, day, prefix, number, domain, priority, is_priority, language,
                     state, issued_at, called_at, ended_at, counter, times)
SELECT i, :center, lower(hex(randomblob(16))), lower(hex(randomblob(11))),
       date('2026-01-01', '-' || (i / :a_day + 1) || ' days'), 'A', i % :a_day + 1, 'chung-thuc', NULL, 0, 'vi',
       'served', 1700000000000 + i, 1700000300000 + i, 1700000600000 + i, i % 14 + 1, 1
FROM n;
INSERT INTO print_jobs (center_id, id, printer, place, is_copy, state, is_pending, queued_at, ended_at)
SELECT center_id, lower(hex(randomblob(16))), 'kiosk-1', place, 0, 'printed', 0, issued_at, issued_at + 1500
FROM tickets;
INSERT INTO audit (center_id, day, at, actor, action, place, counter, domain, detail)
SELECT center_id, day, issued_at + step * 300000, 'kiosk:kiosk', action, place, counter, domain, ''
FROM tickets, (SELECT 0 AS step, 'ticket.issued' AS action UNION SELECT 1, 'ticket.called' UNION
               SELECT 2, 'ticket.served');
INSERT INTO calls (seq, center_id, day, place, label, counter, domain, called_at, times)
SELECT seq, center_id, day, place, 'A001', counter, domain, at, 1 FROM audit WHERE action = 'ticket.called';
INSERT INTO sequences (center_id, day, prefix, last)
SELECT center_id, day, prefix, max(number) FROM tickets GROUP BY center_id, day, prefix;
"""


# One day was as the other.
_SUM_UP_THE_OTHERS = """
INSERT INTO day_summaries (center_id, day, summary)
SELECT sequences.center_id, sequences.day, day_summaries.summary FROM sequences, day_summaries
WHERE sequences.day <> day_summaries.day
"""


def add_old_tickets(database: Path, center: str, tickets: int) -> None:
    """Put so many old tickets, and what they left behind, into a database that has its tables and no day yet."""
    if not tickets:
        return
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for statement in _FILL.split(";\n"):
            if statement.strip():
                values = {"tickets": tickets, "center": center, "a_day": TICKETS_A_DAY}
                connection.execute(statement, values if ":" in statement else {})
        connection.execute("ANALYZE")
    connection.close()


def sum_up_old_days(settings: Settings) -> None:
    """Let nothing of these days be left to do."""
    database, centre = open_database(settings.coordinator.database), Centre(settings)
    with database.write(centre.id) as connection:
        day = summaries.first_missing(connection, centre.id, before="9999")
        if day is not None:
            summaries.keep(connection, centre.id, day, reporting.sum_up(connection, centre, day))
            connection.execute(text(_SUM_UP_THE_OTHERS))
    database.close()
