"""Tickets: issued, looked at, printed once more, taken back."""

from coordinator.desk import Desk
from coordinator.web.endpoint import EVERY_ROLE, ISSUERS, STAFF, Endpoint, Topic
from wire import messages as m


def tickets_topic(desk: Desk) -> Topic:
    return Topic("tickets", [*_for_devices(desk), *_for_staff(desk)])


def _for_devices(desk: Desk) -> list[Endpoint]:
    return [
        Endpoint(
            "issueTicket",
            "POST",
            "/tickets",
            "Issue the next number of a domain; with `printer`, a print job is queued in the same commit.",
            ISSUERS,
            lambda ask: desk.issue(ask.wish, ask.actor, ask.once),
            {201: m.Ticket},
            wish=m.IssueTicket,
            refusals=(404, 409),
        ),
        Endpoint(
            "readTicket",
            "GET",
            "/tickets/{ticket}",
            "A ticket as it stands.",
            EVERY_ROLE,
            lambda ask: desk.ticket(ask["ticket"]),
            {200: m.Ticket},
            refusals=(404,),
        ),
    ]


def _for_staff(desk: Desk) -> list[Endpoint]:
    return [
        Endpoint(
            "printTicket",
            "POST",
            "/tickets/{ticket}/print",
            "Queue one more print of a ticket: a copy, marked as one.",
            STAFF,
            lambda ask: desk.print_copy(ask["ticket"], ask.wish, ask.actor, ask.once),
            {201: m.PrintJob},
            wish=m.PrintTicket,
            refusals=(404, 409),
        ),
        Endpoint(
            "resumeTicket",
            "POST",
            "/tickets/{ticket}/resume",
            "A held ticket waits again, ahead of its lane.",
            STAFF,
            lambda ask: desk.resume(ask["ticket"], ask.actor, ask.once),
            {200: m.Ticket},
            refusals=(404, 409),
        ),
        Endpoint(
            "missTicket",
            "POST",
            "/tickets/{ticket}/no-show",
            "Nobody had come for a ticket that a call has just finished; within 10 s.",
            STAFF,
            lambda ask: desk.miss(ask["ticket"], ask.actor, ask.once),
            {200: m.Ticket},
            refusals=(404, 409),
        ),
        Endpoint(
            "cancelTicket",
            "POST",
            "/tickets/{ticket}/cancel",
            "Take a number back; it is not given to anyone else.",
            STAFF,
            lambda ask: desk.cancel(ask["ticket"], ask.actor, ask.once),
            {200: m.Ticket},
            refusals=(404, 409),
        ),
    ]
