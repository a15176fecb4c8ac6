"""What the kiosk makes of each piece of news that is no touch. Pure."""

from dataclasses import replace
from http import HTTPStatus

from kiosk.actions import (
    BoardArrived,
    CenterArrived,
    DeedDone,
    Event,
    FaultFound,
    HelpAsked,
    Issued,
    LinkChanged,
    LookUpFailed,
    SignedIn,
    SignInFailed,
    TicketSeen,
    WishRefused,
)
from kiosk.commands import Command, FetchCenter
from kiosk.corner import hear_corner
from kiosk.helping import help_answered, help_on_board
from kiosk.state import Choose, Issuing, Notice, Printing, Screen, ShowNumber, State, TakeTicket, Unreachable
from kiosk.terms import Terms
from kiosk.timing import watched_ticket
from kiosk.touching import Outcome, go
from wire.messages import Board, Problem, Ticket


def hear(state: State, event: Event, now: float, terms: Terms) -> Outcome:
    """The state after `event`, and what is to be asked because of it."""
    match event:
        case LinkChanged(up):
            return _link(state, now, up=up)
        case FaultFound(fault):
            return replace(state, fault=fault), []
        case CenterArrived(center):
            return replace(state, next_center=center), []
        case BoardArrived(board):
            return _board(help_on_board(state, board, terms.place, now), board)
        case Issued() | WishRefused():
            return _answer(state, event, now, terms)
        case _:
            return _hear_of_print_and_staff(state, event, now), []


def _hear_of_print_and_staff(state: State, event: Event, now: float) -> State:
    match event:
        case TicketSeen(ticket):
            return _seen(replace(state, looking_up=False), ticket, now)
        case LookUpFailed():
            return replace(state, looking_up=False)
        case HelpAsked(is_lit):
            return help_answered(state, now, is_lit=is_lit)
        case SignedIn() | SignInFailed() | DeedDone():
            return hear_corner(state, event, now)
        case _:
            return state


def _link(state: State, now: float, *, up: bool) -> Outcome:
    if up:
        return replace(state, link_lost_at=None), [FetchCenter()]
    lost_at = now if state.link_lost_at is None else state.link_lost_at
    return replace(state, link_lost_at=lost_at), []


def _board(state: State, board: Board) -> Outcome:
    """A board of other names or other domains than the one before means that ours are out of date."""
    before = state.board
    changed = before is not None and _names_of(before) != _names_of(board)
    return replace(state, board=board), [FetchCenter()] if changed else []


def _names_of(board: Board) -> tuple[int, list[str]]:
    return board.revision, [shown.id for shown in board.domains]


def _answer(state: State, event: Issued | WishRefused, now: float, terms: Terms) -> Outcome:
    """An answer to a wish that nobody waits for any more changes nothing."""
    if not isinstance(state.screen, Issuing | Unreachable) or state.screen.number != event.wish:
        return state, []
    if isinstance(event, WishRefused):
        return _refused(state, event.problem, state.screen, now)
    recent = [at for at in state.numbers_at if now - at < terms.times.numbers_within]
    state = replace(state, numbers_at=(*recent, now), last=event.ticket)
    return go(state, _after_issue(event.ticket, now), now), []


def _after_issue(ticket: Ticket, now: float) -> Screen:
    return ShowNumber(ticket, "not_printed") if ticket.print is None else Printing(ticket, now)


def _refused(state: State, problem: Problem, screen: Issuing | Unreachable, now: float) -> Outcome:
    notice: Notice = "domain_closed" if problem.status == HTTPStatus.CONFLICT else "refused"
    commands: list[Command] = [FetchCenter()] if problem.status == HTTPStatus.NOT_FOUND else []
    return go(state, Choose(screen.wish.priority, notice=notice), now), commands


def _seen(state: State, ticket: Ticket, now: float) -> State:
    """Paper that came after all is better than a number to remember."""
    if watched_ticket(state) != ticket.id or ticket.print is None:
        return state
    if ticket.print.state == "printed":
        return go(state, TakeTicket(ticket), now)
    assert isinstance(state.screen, Printing | ShowNumber)  # noqa: S101 watched_ticket says so
    return replace(state, screen=replace(state.screen, ticket=ticket))
