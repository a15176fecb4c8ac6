"""How a citizen rates the visit: once a ticket, after it was served, and of nobody but the ticket."""

from coordinator.desk import refusals
from coordinator.desk.terms import Actor
from coordinator.desk.work import Moment, Work
from coordinator.store import tickets
from coordinator.store.rows import TicketRow

CITIZEN = Actor("display", "citizen")
"""Whoever holds the link; what they say of the visit is kept, who they are is not known."""


def find(moment: Moment, link: str) -> TicketRow:
    """The ticket behind a link of today, or a refusal."""
    row = tickets.by_link(moment.connection, moment.centre.id, link)
    if row is None or row.day != moment.day:
        raise refusals.unknown_ticket()
    return row


def is_asked(row: TicketRow) -> bool:
    """Whether the visit can be rated now."""
    return row.state == "served" and row.rating is None


def rate(work: Work, link: str, rating: int) -> None:
    """The first rating stays; one that comes too early, or again, changes nothing."""
    row = find(work, link)
    if is_asked(row):
        tickets.save_rating(work.connection, row.place, rating)
