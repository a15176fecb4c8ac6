"""A whole kiosk in this process: real window, loop, flow, painter and sender; a coordinator that does as told.

The loop runs on the main thread, as in the process; a script on another thread touches and looks.
"""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import msgspec
import pygame

from config.settings import ScreenTable
from kiosk.actions import Action, BoardArrived, LinkChanged
from kiosk.app import KioskApp
from kiosk.flow import Flow
from kiosk.layout.metrics import Metrics
from kiosk.pages.phrases import Equipment
from kiosk.sender import Sender
from kiosk.staff import Staff
from kiosk.state import State
from kiosk.terms import Terms
from kiosk.timing import Times
from kiosk.viewer import Viewer
from runtime.clock import SystemClock
from runtime.stop import Stop
from screen.geometry import Scale
from screen.loop import Loop
from screen.window import open_window
from tests.fakes.waiting import wait_for
from tests.kiosk.screens import LANGUAGES, WORDS
from tests.kiosk.world import PRINTER, board, center, ticket
from wire.client import Refused, Unreachable
from wire.messages import (
    Board,
    Center,
    IssueTicket,
    PrintJob,
    PrintState,
    PrintSummary,
    Problem,
    StaffSession,
    Ticket,
)

SIZE: Final = (1280, 800)
WIDTH_MM: Final = 286.0
PIN: Final = "4711"


class Hand(Protocol):
    def touch(self, x: int, y: int, *, times: int = 1) -> None:
        """Tap a pixel, once or several times as fast as can be."""

    def hold(self, x: int, y: int) -> None:
        """Put a finger down and leave it there."""

    def lift(self) -> None:
        """Take the finger away that was held."""


class SdlHand:
    """Fingers as SDL reports them, with the clicks that some drivers make of each beside it."""

    def touch(self, x: int, y: int, *, times: int = 1) -> None:
        for _ in range(times):
            self._post(pygame.FINGERDOWN, x, y)
            pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1, touch=True))
            self._post(pygame.FINGERUP, x, y)

    def hold(self, x: int, y: int) -> None:
        self._post(pygame.FINGERDOWN, x, y)

    def lift(self) -> None:
        self._post(pygame.FINGERUP, 0, 0)

    def _post(self, kind: int, x: int, y: int) -> None:
        place = {"x": x / SIZE[0], "y": y / SIZE[1], "touch_id": 1, "finger_id": 1}
        pygame.event.post(pygame.event.Event(kind, place))


@dataclass(frozen=True)
class PointerHand:
    """A pointer on an X server, moved and clicked from outside."""

    display: str

    def touch(self, x: int, y: int, *, times: int = 1) -> None:
        clicks = ["click", "--repeat", str(times), "--delay", "10", "1"] if times > 1 else ["click", "1"]
        self._do("mousemove", str(x), str(y), *clicks)

    def hold(self, x: int, y: int) -> None:
        self._do("mousemove", str(x), str(y), "mousedown", "1")

    def lift(self) -> None:
        self._do("mouseup", "1")

    def _do(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env={"DISPLAY": self.display}, check=True, timeout=30)


@dataclass
class Coordinator:
    """Issues tickets once a key, as the real one does; what a test changes, it does from then on."""

    is_away: bool = False
    loses_answers: int = 0
    refusal: Problem | None = None
    print_state: PrintState = "printed"
    prefix: str = "A"
    issued: dict[str, Ticket] = field(default_factory=dict)
    wishes: list[IssueTicket] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def center(self) -> Center:
        self._answer()
        return center()

    def issue(self, wish: IssueTicket, key: str) -> Ticket:
        self._answer()
        with self.lock:
            if self.refusal is not None:
                raise Refused(self.refusal)
            if key not in self.issued:
                self.wishes.append(wish)
                number = f"{self.prefix}{len(self.issued) + 1:03}"
                given = ticket("queued" if wish.printer else None, number, wish.domain)
                self.issued[key] = given
            if self.loses_answers:
                self.loses_answers -= 1
                raise Unreachable("the answer was lost")
            return self.issued[key]

    def ticket(self, ticket_id: str) -> Ticket:
        self._answer()
        given = next(given for given in self.issued.values() if given.id == ticket_id)
        return msgspec.structs.replace(given, print=PrintSummary(id="print", state=self.print_state))

    def ask_help(self, place: str, key: str) -> None:
        self._answer()
        self.helped.append(place)

    def sign_in(self, name: str, pin: str) -> StaffSession:
        self._answer()
        if pin != PIN:
            raise Refused(Problem(type="about:blank", title="no", status=403))
        return StaffSession(token="staff", role="admin", expires_at=ticket().issued_at)

    def print_copy(self, ticket_id: str, printer: str, key: str) -> PrintJob:
        raise AssertionError("not asked for in these tests")

    def test_printer(self, printer: str, key: str) -> PrintJob:
        self.deeds.append(f"test {printer}")
        return PrintJob(
            id="job",
            printer=printer,
            state="queued",
            copy=False,
            queued_at=ticket().issued_at,
            lease_until=None,
            ticket=None,
            counters=[],
            test=True,
        )

    def cancel(self, ticket_id: str, key: str) -> Ticket:
        self.deeds.append(f"cancel {ticket_id}")
        return ticket()

    def open_domain(self, domain: str, key: str) -> None:
        self.deeds.append(f"open {domain}")

    def close_domain(self, domain: str, key: str) -> None:
        self.deeds.append(f"close {domain}")

    def close(self) -> None:
        """Nothing is held open."""

    def _answer(self) -> None:
        if self.is_away:
            raise Unreachable("away")


class Session:
    """`run` a script against the kiosk; the script uses the other methods."""

    def __init__(self, table: ScreenTable, hand: Hand | None, times: Times, printer: str | None) -> None:
        self.window = open_window(table, "kiosk")
        self.times = times
        self.hand = hand or SdlHand()
        self.coordinator = Coordinator()
        self.stop = Stop()
        terms = Terms(printer, LANGUAGES, "kiosk-1", times)
        metrics = Metrics(Scale(*self.window.size, self.window.dots_per_mm))
        staff = Staff(self.coordinator, "kiosk", lambda _token: self.coordinator, self.stop)
        self.sender = Sender(
            self.coordinator,
            staff,
            terms.place,
            self.stop,
            lambda event: self.loop.post(event),  # noqa: PLW0108 the loop comes later
        )
        viewer = Viewer(Equipment(WORDS, terms, {}, "0.1.0"))
        self.app = KioskApp(Flow(terms), viewer, metrics, SystemClock(), self.sender.submit)
        self.loop = Loop(self.window, self.app, self.stop, SystemClock())
        self.sender.start()

    @property
    def state(self) -> State:
        return self.app.state

    def run(self, script: Callable[[], None]) -> None:
        """Run the loop here and the script beside it; what the script raises is raised here."""
        failures: list[BaseException] = []

        def play() -> None:
            try:
                script()
            except BaseException as error:  # noqa: BLE001 it is raised again below
                failures.append(error)
            finally:
                self.stop.ask()

        player = threading.Thread(target=play, name="script")
        player.start()
        self.loop.run()
        player.join()
        if failures:
            raise failures[0]

    def wake_up(self) -> None:
        self.loop.post(LinkChanged(up=True))
        self.show(board())
        self.wait_screen("Idle")

    def show(self, shown: Board) -> None:
        self.loop.post(BoardArrived(shown))

    def screen(self) -> str:
        return type(self.state.screen).__name__

    def wait_screen(self, name: str) -> None:
        wait_for(lambda: self.screen() == name, f"the screen {name}, not {self.state.screen}")

    def place(self, action: Action) -> tuple[int, int]:
        """The middle of what means `action`, once it is shown and touches are taken."""

        def find() -> tuple[int, int] | None:
            if not self.app.is_up_to_date():
                return None
            found = [target.box for target in self.app.page.targets if target.action == action]
            return (found[0].x + found[0].width // 2, found[0].y + found[0].height // 2) if found else None

        place = wait_for(find, f"{action} on the screen {self.state.screen}")
        assert place is not None
        return place

    def touch(self, *actions: Action, times: int = 1) -> None:
        """Touch each where it stands and wait until the kiosk has heard it."""
        for action in actions:
            place = self.place(action)
            self.rest()
            before = self.state
            self.hand.touch(*place, times=times)
            wait_for(lambda before=before: self.state != before, f"{action} was heard")  # type: ignore[misc]

    def rest(self) -> None:
        """As long as touches are not taken after a change or another touch."""
        clock = SystemClock()
        wait_for(
            lambda: clock.monotonic() - max(self.state.changed_at, self.state.touched_at) > self.times.guard,
            "touches are taken again",
        )

    def close(self) -> None:
        self.stop.ask()
        self.sender.join(10)
        self.window.close()
        assert not self.sender.is_alive()


@contextmanager
def kiosk_session(
    folder: Path,
    *,
    mode: str = "",
    hand: Hand | None = None,
    times: Times | None = None,
    printer: str | None = PRINTER,
) -> Iterator[Session]:
    """A kiosk off screen in `folder`, or with another `mode` and hand."""
    size = f"{SIZE[0]}x{SIZE[1]}"
    table = ScreenTable(mode=mode or f"offscreen:{folder}:{size}", width_mm=WIDTH_MM)
    session = Session(
        table, hand, times or Times(guard=0.05, typing_guard=0.05, patience=0.5, look_again=0.05), printer
    )
    try:
        yield session
    finally:
        session.close()
