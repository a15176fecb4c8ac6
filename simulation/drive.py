"""The day itself: one loop that lets citizens come, clerks press, counters open and doors close, in its time.

It acts as people do: by HTTP as a kiosk and an administrator, by the buttons' contacts, and it knows only
what the board shows.
"""

import heapq
import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from typing import Final

from rehearsal import finger
from rehearsal.lobby import Lobby
from runtime.stop import Stop
from simulation.clerk import Clerk
from simulation.crowd import Crowd
from simulation.day import Arrival, DayPlan
from simulation.evidence import Refusal
from simulation.hands import Hands
from simulation.stream import FrameWatch, StreamWatch
from wire.client import persist
from wire.messages import Board, BoardCounter, IssueTicket

FRAME_LOG: Final = "frames.jsonl"
LONGEST_WAIT_SECONDS: Final = 0.5
OVERTIME_SECONDS: Final = 240.0
"""So long after closing the last citizen must have been served and the last ticket printed."""

log = logging.getLogger(__name__)


class DayDidNotEnd(Exception):
    """Citizens were still waiting, or tickets unprinted, long after closing; the message says how many."""


class Day:
    """One run of a plan in a lobby that stands. Times are monotonic seconds since the day began."""

    def __init__(
        self,
        lobby: Lobby,
        plan: DayPlan,
        clerks: Mapping[int, Clerk],
        crowd: Crowd,
        stop: Stop,
    ) -> None:
        self._lobby = lobby
        self._plan = plan
        self._clerks = clerks
        self._crowd = crowd
        self._stop = stop
        self._news: SimpleQueue[Board | frozenset[int]] = SimpleQueue()
        self.stream = StreamWatch(lobby.client("display"), stop, self._news.put)
        self._frames = FrameWatch(lobby.place.screen("display") / FRAME_LOG, stop, self._news.put)
        self._admin = lobby.client("admin")
        self._hands = Hands(self._press, lobby.settings.counter.hold_seconds)
        self._order = count()
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._board: Board | None = None
        self._painted: frozenset[int] = frozenset()
        self._began = 0.0
        self.after_closing: list[Refusal] = []

    def at(self, seconds: float, deed: Callable[[], None]) -> None:
        """Put something on the day's agenda."""
        heapq.heappush(self._agenda, (seconds, next(self._order), deed))

    def run(self) -> None:
        """From the first citizen to the last; raises `DayDidNotEnd`."""
        for arrival in self._plan.arrivals:
            self.at(arrival.at, partial(self._arrive, arrival))
        self.at(self._plan.more_at, lambda: self._open(self._plan.more_counters))
        self.at(self._plan.closes_at, self._close_doors)
        self._open(self._plan.first_counters)
        self.stream.start()
        self._frames.start()
        self._began = time.monotonic()
        while not self._stop.is_asked() and not self._is_over():
            self._do_what_is_due()
            self._look_around()
        self._admin.close()

    def now(self) -> float:
        return time.monotonic() - self._began

    def kill_coordinator(self) -> None:
        """The power fails and comes back: no handler runs, nothing is flushed."""
        coordinator = self._lobby.children["coordinator"]
        coordinator.kill()
        coordinator.start()

    def _do_what_is_due(self) -> None:
        while self._agenda and self._agenda[0][0] <= self.now():
            heapq.heappop(self._agenda)[2]()
        self._hands.release(self.now())
        for counter, clerk in self._clerks.items():
            if move := clerk.move(self.now()):
                self._hands.do(counter, move, self.now())

    def _look_around(self) -> None:
        """Wait for the next board, the next frame or the next deed, whichever is first."""
        due = [self._agenda[0][0]] if self._agenda else []
        due += [at for clerk in self._clerks.values() if (at := clerk.wakes_at()) is not None]
        due += [at for at in (self._hands.wakes_at(),) if at is not None]
        pause = min([LONGEST_WAIT_SECONDS, *(at - self.now() for at in due)])
        try:
            self._take(self._news.get(timeout=max(0.0, pause)))
        except Empty:
            return
        for state in self._board.counters if self._board else []:
            if state.id in self._clerks:
                self._clerks[state.id].look(state, self._count_shown(state), self.now())

    def _take(self, news: Board | frozenset[int]) -> None:
        if isinstance(news, Board):
            self._board = news
        else:
            self._painted |= news

    def _count_shown(self, state: BoardCounter) -> int:
        """How many calls of whoever is at a counter could be read on the board's picture."""
        return 0 if state.number is None else len(self.stream.seqs_of(state.id, state.number) & self._painted)

    def _is_over(self) -> bool:
        if self._agenda or self._crowd.waiting_for_answer() or self._board is None:
            return False
        if not is_quiet(self._board):
            self._give_up_when_late(self._board)
            return False
        # The newest board may be one that came before the last ticket.
        self._board = persist(lambda _key: self._admin.board(), self._stop)
        return is_quiet(self._board)

    def _give_up_when_late(self, board: Board) -> None:
        if self.now() > self._plan.closes_at + OVERTIME_SECONDS:
            waiting = sum(domain.waiting for domain in board.domains)
            queued = sum(printer.queued for printer in board.printers)
            raise DayDidNotEnd(f"{waiting} still wait and {queued} tickets are unprinted long after closing")

    def _arrive(self, arrival: Arrival) -> None:
        self._crowd.wish(
            IssueTicket(
                domain=arrival.domain,
                priority=arrival.priority,
                language=arrival.language,
                printer=self._lobby.settings.printer.name,
            )
        )

    def _open(self, counters: list[int]) -> None:
        log.info("%d counters open", len(counters))
        for counter in counters:
            persist(partial(self._admin.open_counter, counter), self._stop)

    def _close_doors(self) -> None:
        """No more numbers; who has one is served. Whoever touched a kiosk before is answered first."""
        if self._crowd.waiting_for_answer():
            self.at(self.now() + LONGEST_WAIT_SECONDS, self._close_doors)
            return
        log.info("closing time")
        domains = [domain.id for domain in self._lobby.settings.domains]
        for domain in domains:
            persist(partial(self._admin.close_domain, domain), self._stop)
        self.after_closing = self._crowd.try_after_closing(domains)

    def _press(self, counter: int, down: bool) -> None:  # noqa: FBT001 the level of a contact
        finger.press(self._lobby.place.pins, counter, down=down)


def is_quiet(board: Board) -> bool:
    """Nobody waits, nobody is at a counter, nothing is to be printed."""
    return (
        not any(domain.waiting for domain in board.domains)
        and all(counter.number is None for counter in board.counters)
        and not any(printer.queued for printer in board.printers)
    )
