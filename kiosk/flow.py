"""The kiosk's behaviour as one pure function: `(state, event, now) → (state, commands)`.

idle → domain → (procedure) → confirm → issuing → printing → take the ticket → idle; beside it trouble,
offline and closed hours. Each event is taken first; then `_settle` lets time and the board have their say, so
that no screen outlives its reason.
"""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final

from kiosk.actions import (
    BoardArrived,
    CenterArrived,
    Event,
    Issued,
    LinkChanged,
    LookUpFailed,
    SwitchLanguage,
    TicketSeen,
    Touched,
    WishRefused,
)
from kiosk.commands import Abandon, Command, FetchCenter, LookUp
from kiosk.state import (
    Choose,
    Closed,
    Confirm,
    Idle,
    Issuing,
    Notice,
    Offline,
    Printing,
    Priorities,
    Procedures,
    Screen,
    ShowNumber,
    Starting,
    State,
    TakeTicket,
    Trouble,
    Unreachable,
)
from kiosk.timing import Times, forgets_language_at, is_link_lost, leaves_at, watched_ticket
from kiosk.touching import Outcome, go, touch
from wire.messages import Problem, Ticket

_RESTING: Final = (Starting, Idle, Closed, Offline)
_CHOOSING: Final = (Choose, Priorities, Procedures, Confirm)


@dataclass(frozen=True)
class Flow:
    """`printer`: where tickets are printed, null for nowhere. Idle returns to the first of `languages`."""

    printer: str | None
    languages: tuple[str, ...]
    times: Times = field(default_factory=Times)

    def begin(self, now: float) -> State:
        return State(Starting(), self.languages[0], changed_at=now, touched_at=now)

    def step(self, state: State, event: Event, now: float) -> Outcome:
        """What follows from `event` at `now` (monotonic seconds)."""
        state, commands = self._take(state, event, now)
        state, settled = self._settle(state, now)
        looked, look_ups = self._look(state, event, now)
        return looked, [*commands, *settled, *look_ups]

    def _take(self, state: State, event: Event, now: float) -> Outcome:
        outcome: Outcome = state, []
        match event:
            case Touched():
                outcome = self._touch(state, event, now)
            case LinkChanged(up):
                outcome = _link(state, now, up=up)
            case CenterArrived(center):
                outcome = replace(state, center=center), []
            case BoardArrived():
                outcome = _board(state, event)
            case Issued(wish, ticket) if _is_awaited(state.screen, wish):
                outcome = go(state, _after_issue(ticket, now), now), []
            case WishRefused(wish, problem) if _is_awaited(state.screen, wish):
                outcome = _refused(state, problem, now)
            case TicketSeen(ticket):
                outcome = _seen(replace(state, looking_up=False), ticket, now), []
            case LookUpFailed():
                outcome = replace(state, looking_up=False), []
        return outcome

    def _touch(self, state: State, event: Touched, now: float) -> Outcome:
        """Touches too close to a change of the screen were meant for the one before."""
        if now - max(state.changed_at, state.touched_at) < self.times.guard:
            return state, []
        if isinstance(state.screen, Issuing):
            return state, []
        state = replace(state, touched_at=now)
        if event.action is None:
            return state, []
        if isinstance(event.action, SwitchLanguage):
            return replace(state, language=self._other_language(state.language)), []
        return touch(state, event.action, now, self.printer)

    def _other_language(self, language: str) -> str:
        at = self.languages.index(language)
        return self.languages[(at + 1) % len(self.languages)]

    def _settle(self, state: State, now: float) -> Outcome:
        """Let time and board act until nothing changes any more; each step leads nearer to idle."""
        commands: list[Command] = []
        while (screen := self._overdue(state, now)) is not None:
            if isinstance(state.screen, Unreachable):
                commands.append(Abandon(state.screen.number))
            state = go(state, screen, now)
        arrived = isinstance(state.screen, _RESTING) and state.changed_at == now
        forgets = forgets_language_at(state, self.languages[0], self.times)
        if arrived or (forgets is not None and now >= forgets):
            state = replace(state, language=self.languages[0])
        return state, commands

    def _overdue(self, state: State, now: float) -> Screen | None:
        """The screen that should stand instead of this one; null: this one is right."""
        leaves = leaves_at(state, self.times)
        if leaves is not None and now >= leaves:
            return Idle()
        if isinstance(state.screen, _RESTING):
            rest = self._rest(state, now)
            return None if rest == state.screen else rest
        if isinstance(state.screen, _CHOOSING):
            return _closed_meanwhile(state)
        return self._late(state, now)

    def _rest(self, state: State, now: float) -> Screen:
        if state.center is None or state.board is None:
            return Starting()
        if is_link_lost(state, now, self.times):
            return Offline()
        # A short loss of the line changes nothing on the screen, neither does its end.
        return Idle() if state.is_any_open() else Closed()

    def _late(self, state: State, now: float) -> Screen | None:
        match state.screen:
            case Issuing(wish, number, since) if now >= since + self.times.patience:
                return Unreachable(wish, number)
            case Printing(ticket, since):
                trouble = self._print_trouble(state, ticket, waited=now - since)
                return None if trouble is None else ShowNumber(ticket, trouble)
            case _:
                return None

    def _print_trouble(self, state: State, ticket: Ticket, waited: float) -> Trouble | None:
        printer = state.printer(self.printer) if self.printer is not None else None
        if printer is not None and printer.paper == "out":
            return "no_paper"
        if printer is not None and not printer.online:
            return "no_printer"
        failed = ticket.print is not None and ticket.print.state == "failed"
        return "failed" if failed or waited >= self.times.print_patience else None

    def _look(self, state: State, event: Event, now: float) -> Outcome:
        ticket = watched_ticket(state)
        due = isinstance(event, BoardArrived | Issued) or now >= state.looked_up_at + self.times.look_again
        if ticket is None or state.looking_up or not due:
            return state, []
        return replace(state, looking_up=True, looked_up_at=now), [LookUp(ticket)]


def _link(state: State, now: float, *, up: bool) -> Outcome:
    if up:
        return replace(state, link_lost_at=None), [FetchCenter()]
    lost_at = now if state.link_lost_at is None else state.link_lost_at
    return replace(state, link_lost_at=lost_at), []


def _board(state: State, event: BoardArrived) -> Outcome:
    """A board with other domains than the one before means that the names are out of date."""
    before = [shown.id for shown in state.board.domains] if state.board is not None else None
    changed = before is not None and before != [shown.id for shown in event.board.domains]
    return replace(state, board=event.board), [FetchCenter()] if changed else []


def _is_awaited(screen: Screen, wish: int) -> bool:
    return isinstance(screen, Issuing | Unreachable) and screen.number == wish


def _after_issue(ticket: Ticket, now: float) -> Screen:
    return ShowNumber(ticket, "not_printed") if ticket.print is None else Printing(ticket, now)


def _refused(state: State, problem: Problem, now: float) -> Outcome:
    notice: Notice = "domain_closed" if problem.status == HTTPStatus.CONFLICT else "refused"
    priority = state.screen.wish.priority if isinstance(state.screen, Issuing | Unreachable) else None
    commands: list[Command] = [FetchCenter()] if problem.status == HTTPStatus.NOT_FOUND else []
    return go(state, Choose(priority, notice=notice), now), commands


def _seen(state: State, ticket: Ticket, now: float) -> State:
    """Paper that came after all is better than a number to remember."""
    if watched_ticket(state) != ticket.id or ticket.print is None:
        return state
    if ticket.print.state == "printed":
        return go(state, TakeTicket(ticket), now)
    assert isinstance(state.screen, Printing | ShowNumber)  # noqa: S101 watched_ticket says so
    return replace(state, screen=replace(state.screen, ticket=ticket))


def _closed_meanwhile(state: State) -> Screen | None:
    if not state.is_any_open():
        return Closed()
    screen = state.screen
    if isinstance(screen, Procedures | Confirm) and not state.is_open(screen.wish.domain):
        return Choose(screen.wish.priority, notice="domain_closed")
    return None
