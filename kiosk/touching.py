"""What a touch does on each screen. Pure."""

from dataclasses import replace

from kiosk.actions import (
    Action,
    AskPriority,
    Back,
    ChooseDomain,
    ChoosePriority,
    ChooseProcedure,
    Done,
    ShowMore,
    Start,
    TakeNumber,
)
from kiosk.commands import Abandon, Command, Issue
from kiosk.state import (
    Choose,
    Confirm,
    Idle,
    Issuing,
    Priorities,
    Procedures,
    Screen,
    ShowNumber,
    State,
    TakeTicket,
    Unreachable,
    Wish,
)
from wire.messages import IssueTicket

Outcome = tuple[State, list[Command]]


def touch(state: State, action: Action, now: float, printer: str | None) -> Outcome:
    """The state after `action`; an action that the screen does not offer (any more) changes nothing."""
    match action:
        case TakeNumber():
            return _send(state, now, printer)
        case Back() if isinstance(state.screen, Unreachable):
            return go(state, Idle(), now), [Abandon(state.screen.number)]
        case _:
            screen = _next_screen(state, action)
            return (state if screen is None else go(state, screen, now)), []


def go(state: State, screen: Screen, now: float) -> State:
    """The same kiosk on another screen."""
    return replace(state, screen=screen, changed_at=now)


def _next_screen(state: State, action: Action) -> Screen | None:
    match state.screen, action:
        case Idle(), Start():
            return Choose()
        case Choose() as choose, _:
            return _after_choose(state, choose, action)
        case Priorities(back), ChoosePriority(priority):
            return replace(back, priority=priority)
        case Priorities(back), Back():
            return back
        case Procedures() as procedures, _:
            return _after_procedures(procedures, action)
        case Confirm(wish), Back():
            return _entrance(state, replace(wish, procedure=None), back=True)
        case ((TakeTicket() | ShowNumber()), Done()):
            return Idle()
        case _:
            return None


def _after_choose(state: State, choose: Choose, action: Action) -> Screen | None:
    match action:
        case ChooseDomain(domain) if not state.is_open(domain):
            return replace(choose, notice="domain_closed")
        case ChooseDomain(domain):
            return _entrance(state, Wish(domain, priority=choose.priority), back=False)
        case ShowMore():
            return replace(choose, page=choose.page + 1, notice=None)
        case AskPriority():
            return Priorities(replace(choose, notice=None))
        case ChoosePriority(priority):
            return replace(choose, priority=priority)
        case Back():
            return Idle()
        case _:
            return None


def _after_procedures(procedures: Procedures, action: Action) -> Screen | None:
    match action:
        case ChooseProcedure(procedure):
            return Confirm(replace(procedures.wish, procedure=procedure))
        case ShowMore():
            return replace(procedures, page=procedures.page + 1)
        case Back():
            return Choose(priority=procedures.wish.priority)
        case _:
            return None


def _entrance(state: State, wish: Wish, *, back: bool) -> Screen:
    """The first screen of a domain; on the way back from one without procedures, the choice of domains."""
    domain = state.domain(wish.domain)
    if domain is not None and domain.procedures:
        return Procedures(wish)
    return Choose(priority=wish.priority) if back else Confirm(wish)


def _send(state: State, now: float, printer: str | None) -> Outcome:
    if not isinstance(state.screen, Procedures | Confirm):
        return state, []
    wish, number = state.screen.wish, state.wishes + 1
    request = IssueTicket(
        domain=wish.domain,
        priority=wish.priority,
        language=state.language,
        printer=printer,
        procedure=wish.procedure,
    )
    sending = replace(go(state, Issuing(wish, number, now), now), wishes=number)
    return sending, [Issue(number, request)]
