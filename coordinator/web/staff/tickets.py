"""Numbers for people who cannot or will not use the kiosk: issued, found and taken back from a phone or a tablet."""

from typing import Final

import msgspec
from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Desk, Refusal
from coordinator.web.phrases import describe_wait
from coordinator.web.qr import qr_path
from coordinator.web.staff.drawing import Drawing, carry_out, lead, once
from coordinator.web.staff.gate import CLERKS, EVERYONE, FOLDER, only_for, remember, visitor
from wire import messages as m

TICKETS: Final = f"{FOLDER}/tickets"
PRINTER_COOKIE: Final = "motcua_printer"
NO_PRINTER: Final = "-"


def add_ticket_pages(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    _add_desk(blueprint, desk, drawing)
    _add_one(blueprint, desk, drawing)
    _add_commands(blueprint, desk)


def _add_desk(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/tickets")
    @only_for(EVERYONE)
    def show_tickets() -> AnyResponse:
        number = request.args.get("number", "")[:16]
        if number:
            return _find(desk, number)
        board = desk.board()
        return drawing.page(
            "tickets.html",
            board=board,
            domains=desk.center().domains,
            waiting={domain.id: domain for domain in board.domains},
            languages=desk.center().languages,
            chosen_printer=_chosen_printer([printer.name for printer in board.printers]),
        )

    @blueprint.post("/tickets")
    @only_for(EVERYONE)
    def issue() -> AnyResponse:
        printer = request.form.get("printer", NO_PRINTER)[:64]
        wish = {
            "domain": request.form.get("domain", ""),
            "priority": request.form.get("priority") or None,
            "language": request.form.get("language") or "vi",
            "printer": None if printer == NO_PRINTER else printer,
        }
        try:
            reply = desk.issue(msgspec.convert(wish, m.IssueTicket), visitor().actor, once())
        except msgspec.ValidationError:
            return lead(TICKETS, "other")
        response = carry_out(lambda: reply, TICKETS)
        if reply.status < 400:  # noqa: PLR2004 the first status of a refusal
            ticket = msgspec.json.decode(reply.body, type=m.Ticket)
            response = lead(f"{TICKETS}/{ticket.id}")
        remember(response, PRINTER_COOKIE, printer)
        return response


def _find(desk: Desk, number: str) -> AnyResponse:
    try:
        return lead(f"{TICKETS}/{desk.ticket_by_number(number).id}")
    except Refusal:
        return lead(TICKETS, "unknown-ticket")


def _add_one(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/tickets/<string(maxlength=64):ticket>")
    @only_for(EVERYONE)
    def show_ticket(ticket: str) -> AnyResponse:
        try:
            found = desk.ticket(ticket)
        except Refusal:
            return lead(TICKETS, "unknown-ticket")
        board = desk.board()
        names = {domain.id: domain.name for domain in desk.center().domains}
        return drawing.page(
            "one-ticket.html",
            ticket=found,
            domain_name=drawing.in_words(names.get(found.domain, {"vi": found.domain})),
            wait=describe_wait(found.estimated_wait_s, drawing.texts),
            board=board,
            qr=qr_path(found.status_url),
            may_resume=visitor().session.role in CLERKS,
        )


def _add_commands(blueprint: Blueprint, desk: Desk) -> None:
    @blueprint.post("/tickets/<string(maxlength=64):ticket>/cancel")
    @only_for(EVERYONE)
    def cancel(ticket: str) -> AnyResponse:
        return carry_out(lambda: desk.cancel(ticket, visitor().actor, once()), _back(f"{TICKETS}/{ticket}"))

    @blueprint.post("/tickets/<string(maxlength=64):ticket>/print")
    @only_for(EVERYONE)
    def print_copy(ticket: str) -> AnyResponse:
        wish = m.PrintTicket(printer=request.form.get("printer", "")[:64])
        return carry_out(
            lambda: desk.print_copy(ticket, wish, visitor().actor, once()),
            _back(f"{TICKETS}/{ticket}"),
            "printing",
        )

    @blueprint.post("/tickets/<string(maxlength=64):ticket>/resume")
    @only_for(CLERKS)
    def resume(ticket: str) -> AnyResponse:
        return carry_out(lambda: desk.resume(ticket, visitor().actor, once()), _back(f"{TICKETS}/{ticket}"))


def _back(otherwise: str) -> str:
    """To the counter, where the form stood there."""
    return f"{FOLDER}/counter" if request.form.get("back") == "counter" else otherwise


def _chosen_printer(names: list[str]) -> str:
    """The one that this browser printed with last, else the first there is."""
    chosen = request.cookies.get(PRINTER_COOKIE, "")
    return chosen if chosen in (*names, NO_PRINTER) else next(iter(names), NO_PRINTER)
