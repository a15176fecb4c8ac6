"""Random touches, boards and faults: the kiosk never sticks, never wishes twice, and always comes back to idle.

First against the pure flow and the real layout with a clock that is moved, thousands of touches in seconds;
then against a real window in real time, for `MOTCUA_MONKEY_SECONDS` (default: 2).
"""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pygame
import pytest

from kiosk.actions import (
    BoardArrived,
    CenterArrived,
    DeedDone,
    Event,
    HelpAsked,
    HoldCorner,
    Issued,
    LinkChanged,
    LookUpFailed,
    SignedIn,
    SignInFailed,
    TakeNumber,
    TicketSeen,
    WishRefused,
)
from kiosk.commands import Abandon, AskForHelp, Issue, LookUp, Perform, SignIn
from kiosk.layout.metrics import Metrics
from kiosk.layout.page import Motion, lay_out
from kiosk.state import Idle, Issuing, State
from kiosk.touch import action_at
from kiosk.viewer import Viewer
from screen.geometry import Scale
from screen.text import Typeface
from tests.fakes.boards import DOMAINS
from tests.kiosk.screens import equipment
from tests.kiosk.session import SIZE, kiosk_session
from tests.kiosk.world import World, awake, board, center, ticket
from wire.messages import PrintState, Problem, Ticket

SECONDS: Final = float(os.environ.get("MOTCUA_MONKEY_SECONDS", "2"))
TOUCHES: Final = 500
MINUTES_FOR_EVERY_TIME_OUT: Final = 5 * 60


class Monkey:
    """Touches pixels of the real layout; answers what the flow asked, late, wrongly or never, in any order."""

    def __init__(self, seed: int, typeface: Typeface) -> None:
        self.random = random.Random(seed)
        self.world: World = awake()
        self.metrics = Metrics(Scale(1280, 800, 4.48))
        self.viewer = Viewer(equipment())
        self.typeface = typeface
        self.answered = 0
        self.numbers = 0
        self.wishes: list[Issue] = []
        self.takes = 0

    def act(self) -> None:
        self.random.choices((self.touch, self.pass_time, self.answer, self.disturb), (12, 3, 5, 1))[0]()

    def touch(self) -> None:
        page = lay_out(
            self.viewer.view(self.world.state, self.world.now), self.metrics, self.typeface, Motion()
        )
        x, y = self.random.randrange(1280), self.random.randrange(800)
        if page.targets and self.random.random() < 0.6:
            box = self.random.choice(page.targets).box
            x, y = box.x + box.width // 2, box.y + box.height // 2
        action = HoldCorner() if self.random.random() < 0.02 else action_at(page, x, y, self.metrics)
        self.takes += action == TakeNumber()
        touch = self.world.touch if self.random.random() < 0.8 else self.world.touch_at_once
        self.note_wishes(lambda: touch(action))

    def pass_time(self) -> None:
        self.note_wishes(lambda: self.world.wait(self.random.choice((0.05, 0.5, 5.0, 40.0))))

    def answer(self) -> None:
        """Answer the oldest command that was not answered yet."""
        commands = self.world.commands
        if self.answered == len(commands):
            return
        command, self.answered = commands[self.answered], self.answered + 1
        answers: list[Event]
        match command:
            case Issue(wish):
                refused = WishRefused(
                    wish, Problem(type="x", title="x", status=self.random.choice((404, 409)))
                )
                self.numbers += 1
                answers = [Issued(wish, self.ticket()), Issued(wish, self.ticket()), refused]
            case LookUp(given):
                answers = [TicketSeen(self.ticket(given)), LookUpFailed(given)]
            case AskForHelp():
                answers = [HelpAsked(is_lit=True), HelpAsked(is_lit=False)]
            case SignIn():
                answers = [SignedIn(), SignInFailed("refused"), SignInFailed("unreachable")]
            case Perform(deed):
                answers = [DeedDone(deed), DeedDone(deed, "forbidden")]
            case _:
                answers = [CenterArrived(center())]
        if self.random.random() < 0.9:
            self.world.hear(self.random.choice(answers))

    def ticket(self, ticket_id: str | None = None) -> Ticket:
        states: tuple[PrintState | None, ...] = ("queued", "claimed", "printed", "failed", None)
        return ticket(
            self.random.choice(states), ticket_id.removeprefix("id-") if ticket_id else f"A{self.numbers:03}"
        )

    def disturb(self) -> None:
        news: tuple[Event, ...] = (
            LinkChanged(up=False),
            LinkChanged(up=True),
            LinkChanged(up=True),
            BoardArrived(board()),
            BoardArrived(board()),
            BoardArrived(board(self.random.sample(list(DOMAINS), 3))),
            BoardArrived(board(list(DOMAINS))),
            BoardArrived(board(paper="out")),
            BoardArrived(board(online=False, helped=["kiosk-1"])),
            CenterArrived(center()),
        )
        self.world.hear(self.random.choice(news))

    def note_wishes(self, act: Callable[[], object]) -> None:
        before = len(self.world.commands)
        act()
        new = [command for command in self.world.commands[before:] if isinstance(command, Issue)]
        assert len(new) <= 1
        self.wishes += new


@pytest.fixture(scope="module")
def typeface() -> Typeface:
    pygame.font.init()
    return Typeface()


@pytest.mark.parametrize("seed", range(5))
def test_random_touches_never_stick_and_never_wish_twice(seed: int, typeface: Typeface) -> None:
    monkey = Monkey(seed, typeface)
    for _ in range(TOUCHES):
        before = monkey.world.state
        monkey.act()
        check_wishes(before, monkey)
    assert monkey.wishes, "a monkey that takes no number shows nothing"
    monkey.world.hear(LinkChanged(up=True), CenterArrived(center()), BoardArrived(board()))
    monkey.world.wait(MINUTES_FOR_EVERY_TIME_OUT)
    assert monkey.world.screen() == Idle()
    assert monkey.world.state.language == "vi"
    monkey.world.issue()


def check_wishes(before: State, monkey: Monkey) -> None:
    """A new wish only by a touch on "take a number", and never while another is on its way."""
    state = monkey.world.state
    if state.wishes > before.wishes:
        assert state.wishes == before.wishes + 1
        assert not isinstance(before.screen, Issuing)
        assert isinstance(state.screen, Issuing)
    assert [wish.wish for wish in monkey.wishes] == list(range(1, state.wishes + 1))
    assert len(monkey.wishes) <= monkey.takes
    abandoned = [command.wish for command in monkey.world.commands if isinstance(command, Abandon)]
    assert len(abandoned) == len(set(abandoned))


def test_random_touches_on_a_real_window_come_back_to_idle(tmp_path: Path) -> None:
    chance = random.Random(4)
    with kiosk_session(tmp_path) as session:

        def play() -> None:
            session.wake_up()
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                disturb()
                session.hand.touch(
                    chance.randrange(SIZE[0]), chance.randrange(SIZE[1]), times=chance.choice((1, 1, 5))
                )
                session.stop.wait(chance.choice((0.0, 0.02, 0.06)))
            session.coordinator.is_away, session.coordinator.loses_answers = False, 0
            session.loop.post(LinkChanged(up=True))
            session.show(board())
            go_home()

        def disturb() -> None:
            session.coordinator.is_away = chance.random() < 0.1
            session.coordinator.loses_answers = chance.choice((0, 0, 0, 1))
            session.coordinator.print_state = chance.choice(("printed", "failed"))
            if chance.random() < 0.1:
                session.show(board(paper=chance.choice(("ok", "out"))))

        def go_home() -> None:
            """By the way back that every screen has, as a person would."""
            ways = ("Back()", "Done()")
            deadline = time.monotonic() + 30
            while session.screen() != "Idle":
                assert time.monotonic() < deadline, session.state.screen
                boxes = [target.box for target in session.app.page.targets if repr(target.action) in ways]
                if boxes and session.app.is_up_to_date():
                    session.hand.touch(boxes[0].x + 20, boxes[0].y + 20)
                session.stop.wait(0.1)

        session.run(play)
        keys = session.coordinator.issued
        assert len(session.coordinator.wishes) == len(keys) <= session.state.wishes
