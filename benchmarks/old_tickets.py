"""A database with years of old tickets in it, each issued, called, printed and served on a day long past."""

import sqlite3
from pathlib import Path

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
