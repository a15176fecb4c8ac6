"""What the board shows, as values. Pure: a board, the centre's names and the state of the line make a view.

Nothing here knows of pixels; nothing in `paint` knows of queues.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from boards.calendar import calendar_of
from boards.notice import Notice
from wire.fault_words import fault_words, name_fault
from wire.faults import LineFault
from wire.messages import Board, BoardDomain, BoardPrinter, Call, Center
from words import Catalogue, Words

MOST_CALLED: Final = 5
_SHORT_WAIT_MINUTES: Final = 5
_MINUTES_IN_AN_HOUR: Final = 60


@dataclass(frozen=True)
class Label:
    """A heading in the first language, and small in the second; empty where there is only one."""

    main: str
    small: str


@dataclass(frozen=True)
class CalledNumber:
    """One call: which number goes to which counter. `is_new` draws the eye for some seconds."""

    seq: int
    number: str
    counter: int
    is_new: bool


@dataclass(frozen=True)
class Tile:
    """A counter of the grid; `number` empty: nobody is there. `seq`: its newest call, null if that is long ago."""

    counter: int
    number: str
    is_open: bool
    is_new: bool
    seq: int | None


@dataclass(frozen=True)
class Queue:
    """A domain: how many wait, and how long (a ready sentence; empty: unknown)."""

    prefix: str
    name: Label
    waiting: int
    wait: str
    is_open: bool


@dataclass(frozen=True)
class View:
    """The whole board. `warning` tells all that numbers are old, and where to listen, `is_old` the painter; `nobody`
    stands where the latest call is missing; `marks` are small, for the staff.
    """

    title: Label
    clock: str
    date: Label
    warning: Label | None
    nobody: Label
    latest: CalledNumber | None
    called: tuple[CalledNumber, ...]
    tiles: tuple[Tile, ...]
    queues: tuple[Queue, ...]
    message: str
    marks: tuple[str, ...]
    notice: Notice | None = None
    is_old: bool = False


@dataclass(frozen=True)
class Situation:
    """All that a view is made of. `now`: the centre's local time; `heard`: the same when the line was lost;
    `fault`: why it was, as far as that is known; `is_late`: a first board should have come by now; `new_calls`: seqs
    still highlighted.
    """

    board: Board | None
    center: Center | None
    now: datetime | None
    is_linked: bool
    heard: datetime | None = None
    fault: LineFault | None = None
    is_late: bool = False
    new_calls: AbstractSet[int] = frozenset()
    sound_fault: str = ""
    notice: Notice | None = None
    broken_notices: tuple[str, ...] = ()


class Viewer:
    """Makes views in one language, with a second one small beside it where there is one."""

    def __init__(self, words: Words, languages: list[str]) -> None:
        self._languages = languages[:2]
        self._words: list[Catalogue] = [words.of(language) for language in self._languages]
        self._faults = fault_words().of(self._languages[0])
        self.calendars = [calendar_of(catalogue) for catalogue in self._words]

    def label(self, key: str, **values: object) -> Label:
        texts = [words(key, **values) for words in self._words]
        return Label(texts[0], texts[1] if len(texts) > 1 else "")

    def view(self, situation: Situation) -> View:
        board, now = situation.board, situation.now
        calls = board.calls if board else []
        shown = [_called(call, situation.new_calls) for call in calls[: MOST_CALLED + 1]]
        return View(
            title=self._name(situation.center.name) if situation.center else Label("", ""),
            clock=f"{now:%H:%M}" if now else "",
            date=self._date(now) if now else Label("", ""),
            warning=self._warning(situation),
            nobody=self._nobody(situation),
            latest=shown[0] if shown else None,
            called=tuple(shown[1:]),
            tiles=_tiles(board, situation.new_calls) if board else (),
            queues=self._queues(board, situation.center) if board else (),
            message=board.message.strip() if board else "",
            marks=self._marks(situation),
            notice=situation.notice,
            is_old=board is not None and not situation.is_linked,
        )

    def _nobody(self, situation: Situation) -> Label:
        board = situation.board
        if board is None:
            return self._connecting(situation)
        # A board for a part of the hall that has just started knows no call of it yet.
        is_serving = any(counter.number for counter in board.counters)
        return self.label("board.see-counters" if is_serving else "board.nobody-called")

    def _warning(self, situation: Situation) -> Label | None:
        if situation.board is None:
            return self._connecting(situation)
        if situation.is_linked:
            return None
        heard = situation.heard
        return self.label("board.stale", time=f"{heard:%H:%M}") if heard else self.label("board.stale-since")

    def _connecting(self, situation: Situation) -> Label:
        """A coordinator that may only be starting is waited for; one that says no, or takes too long, is not."""
        fault = situation.fault
        is_hopeful = (fault is None or fault.kind == "silent") and not situation.is_late
        return self.label("board.connecting" if is_hopeful else "board.without")

    def name_fault(self, fault: LineFault) -> str:
        """For the staff, in the board's first language."""
        return name_fault(fault, self._faults)

    def _date(self, now: datetime) -> Label:
        texts = [calendar.date(now) for calendar in self.calendars]
        return Label(texts[0], texts[1] if len(texts) > 1 else "")

    def _name(self, names: dict[str, str]) -> Label:
        main = names.get(self._languages[0], names["vi"])
        return Label(main, names.get(self._languages[-1], "") if len(self._languages) > 1 else "")

    def _queues(self, board: Board, center: Center | None) -> tuple[Queue, ...]:
        names = {domain.id: domain.name for domain in center.domains} if center else {}
        return tuple(
            Queue(
                prefix=domain.prefix,
                name=self._name(names[domain.id]) if domain.id in names else Label(domain.prefix, ""),
                waiting=domain.waiting,
                wait=self._wait(domain),
                is_open=domain.open,
            )
            for domain in board.domains
        )

    def _wait(self, domain: BoardDomain) -> str:
        if domain.estimated_wait_s is None or not domain.waiting:
            return ""
        low, high = domain.estimated_wait_s.low // 60, -(-domain.estimated_wait_s.high // 60)
        if high <= _SHORT_WAIT_MINUTES or low < 1:
            return self._words[0]("board.wait-short", high=max(high, 1))
        if low >= _MINUTES_IN_AN_HOUR:
            return self._words[0]("board.wait-hours", low=low // 60, high=-(-high // 60))
        return self._words[0]("board.wait", low=low, high=high)

    def _marks(self, situation: Situation) -> tuple[str, ...]:
        printers = situation.board.printers if situation.board else []
        marks = [] if situation.fault is None else [self.name_fault(situation.fault)]
        marks += [mark for printer in printers if (mark := self._printer_mark(printer))]
        calls_for_help = situation.board.help if situation.board else []
        marks += [self._words[0]("board.help", place=call.place) for call in calls_for_help]
        if situation.sound_fault:
            marks.append(self._words[0]("board.silent"))
        marks += [self._words[0]("board.broken-notice", name=name) for name in situation.broken_notices]
        return tuple(marks)

    def _printer_mark(self, printer: BoardPrinter) -> str:
        faults = {
            "board.cover-open": printer.cover_open,
            "board.paper-out": printer.paper == "out",
            "board.printer": not printer.online,
            "board.paper-low": printer.paper == "low",
        }
        return next((self._words[0](key, name=printer.name) for key, is_so in faults.items() if is_so), "")


def _called(call: Call, new_calls: AbstractSet[int]) -> CalledNumber:
    return CalledNumber(call.seq, call.number, call.counter, call.seq in new_calls)


def _tiles(board: Board, new_calls: AbstractSet[int]) -> tuple[Tile, ...]:
    newest = {(call.counter, call.number): call.seq for call in reversed(board.calls)}
    tiles = []
    for counter in board.counters:
        seq = newest.get((counter.id, counter.number or ""))
        tiles.append(Tile(counter.id, counter.number or "", counter.open, seq in new_calls, seq))
    return tuple(tiles)
