"""The printing agent between a pretended coordinator and a pretended printer, all on one thread and on a
clock that moves as the agent waits: minutes pass in milliseconds.
"""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from printer.agent import Agent
from printer.device import Profile, TicketPrinter
from printer.escpos_printer import EscposPrinter
from printer.lines.usb import UsbLine
from printer.news import News
from printer.press import Press
from printer.raster import make_job
from printer.typesetter import Printable
from runtime.stop import Stop
from tests.fakes.clock import MovableClock
from tests.fakes.paper import Row, Sheet
from tests.fakes.print_desk import PrintDesk
from tests.fakes.usb_bus import UsbBus
from wire.messages import Center, PrintJob

SMALL = Profile(width_dots=96, band_height=24, speed_mm_s=100)
MOST_TURNS = 20_000


class PowerCut(BaseException):
    """The agent's process ends at this very instant, as by kill -9."""


@dataclass(order=True)
class _Due:
    at: float
    order: int
    what: Callable[[], None] = field(compare=False)


class Time:
    """Moves the clock and lets happen what is due."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self._due: list[_Due] = []
        self._order = itertools.count()

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._due, _Due(self.clock.monotonic() + seconds, next(self._order), what))

    def pass_by(self, seconds: float) -> None:
        until = self.clock.monotonic() + max(seconds, 0.001)
        while self._due and self._due[0].at <= until:
            due = heapq.heappop(self._due)
            self.clock.move(max(0.0, due.at - self.clock.monotonic()))
            due.what()
        self.clock.move(max(0.0, until - self.clock.monotonic()))


class _TimedNews(News):
    def __init__(self, printer: str, time: Time) -> None:
        super().__init__(printer, time.clock.monotonic)
        self._time = time

    def wait(self, seconds: float) -> None:
        if not self._woken:
            self._time.pass_by(seconds)
        self._woken = False


class _TimedStop(Stop):
    """Asked whenever the test has seen enough."""

    def __init__(self, time: Time) -> None:
        super().__init__()
        self._time = time
        self.is_over: Callable[[], bool] = lambda: False

    def is_asked(self) -> bool:
        return self.is_over()

    def wait(self, seconds: float | None = None) -> bool:
        self._time.pass_by(seconds or 0.0)
        return self.is_over()


class SmallTickets:
    """Tickets of a kilobyte, that a sweep over every byte may be quick; a copy begins with a black bar."""

    def __init__(self, _center: Center) -> None:
        pass

    def knows(self, _job: PrintJob) -> bool:
        return True

    def set(self, job: PrintJob) -> Printable:
        return set_small(job.ticket.number if job.ticket else "test", is_copy=job.copy)


@cache
def draw_small(text: str, *, is_copy: bool) -> Image.Image:
    picture = Image.new("1", (SMALL.width_dots, 72))
    draw = ImageDraw.Draw(picture)
    if is_copy:
        draw.rectangle((0, 0, 95, 9), fill=255)
    draw.text((4, 14), text, fill=255)
    draw.rectangle((0, 40, 90, 68), outline=255)
    draw.line((0, 68, 90, 40), fill=255)
    return picture


@cache
def set_small(text: str, *, is_copy: bool) -> Printable:
    picture = draw_small(text, is_copy=is_copy)
    return Printable(make_job(picture, band_height=SMALL.band_height, cut=SMALL.cut), picture.height)


class PrintRoom:
    """One agent, which may be killed and started anew; what stays is the desk, the printer and the mark of a
    ticket in flight.
    """

    def __init__(
        self,
        open_printer: Callable[[], TicketPrinter],
        *,
        in_flight: Path | None = None,
        profile: Profile = SMALL,
        typesetter: Callable[[Center], Any] = SmallTickets,
        desk: Callable[[MovableClock], PrintDesk] = PrintDesk,
    ) -> None:
        self.clock = MovableClock()
        self.time = Time(self.clock)
        self.desk = desk(self.clock)
        self.deaths = 0
        self.signs_of_life: list[float] = []
        self.typesetter = typesetter
        self._open_printer = open_printer
        self._in_flight = in_flight
        self._profile = profile
        self._stop = _TimedStop(self.time)
        self._agent: Agent | None = None

    def run(self, until: Callable[[], bool], *, seconds: float = 300.0) -> None:
        """Let the agent work until something holds, or so many seconds have passed; killed, it starts anew."""
        turns, deadline = itertools.count(), self.clock.monotonic() + seconds

        def is_over() -> bool:
            assert next(turns) < MOST_TURNS, "the agent turns without pause"
            return until() or self.clock.monotonic() >= deadline

        self._stop.is_over = is_over
        while not is_over():
            self._agent = self._agent or self._start_agent()
            try:
                self._agent.run()
            except PowerCut:
                self._agent, self.deaths = None, self.deaths + 1
                self.time.pass_by(1.0)

    def _set_up_typesetter(self, center: Center) -> Any:
        return self.typesetter(center)

    def _start_agent(self) -> Agent:
        news = _TimedNews(self.desk.printer, self.time)
        self.desk.on_change = lambda: news.on_board(self.desk.board())
        press = Press(
            self._open_printer,
            self._profile,
            in_flight=self._in_flight,
            sleep=self.time.pass_by,
        )
        agent = Agent(
            printer=self.desk.printer,
            coordinator=self.desk,  # type: ignore[arg-type] # speaks as a coordinator does
            press=press,
            typesetter=self._set_up_typesetter,
            news=news,
            clock=self.clock,
            stop=self._stop,
            alive=lambda: self.signs_of_life.append(self.clock.monotonic()),
        )
        news.on_link(True)
        self.desk.on_change()
        return agent


def usb_opener(bus: UsbBus, profile: Profile = SMALL) -> Callable[[], TicketPrinter]:
    return lambda: EscposPrinter(UsbLine(backend=bus), profile)


def rows_of(picture: Image.Image) -> list[Row]:
    """A picture as the paper holds it."""
    data, width = picture.tobytes(), picture.width // 8
    return [data[start : start + width] for start in range(0, len(data), width)]


def is_whole(sheet: Sheet, picture: Image.Image) -> bool:
    """Whether the sheet shows the picture from its first row to its last, and nothing below."""
    rows = rows_of(picture)
    return sheet[: len(rows)] == rows and not any(any(row) for row in sheet[len(rows) :])


def has_ink(sheet: Sheet) -> bool:
    return any(any(row) for row in sheet)
