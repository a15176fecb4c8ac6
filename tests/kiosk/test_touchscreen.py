"""Whole visits through a window: by SDL's own events, and by a pointer on a real X server."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import app
from kiosk.actions import (
    AskHelp,
    AskPriority,
    Back,
    ChooseDomain,
    ChoosePriority,
    ChooseProcedure,
    Do,
    Done,
    EnterPin,
    LinkChanged,
    MakeSure,
    ShowDomains,
    Start,
    SwitchLanguage,
    TakeNumber,
    TypeDigit,
)
from kiosk.deeds import CancelTicket, CloseDomain, PrintTest
from kiosk.palette import PRESSED
from kiosk.pieces import Key
from kiosk.state import Choose, ShowNumber
from tests.fakes.boards import DOMAINS
from tests.fakes.waiting import wait_for
from tests.kiosk.session import PIN, SIZE, PointerHand, Session, kiosk_session
from tests.kiosk.world import PLAIN, PRINTER, WITH_PROCEDURES, board, center, quick
from tests.kiosk.x_server import needs_x, x_server
from wire.messages import IssueTicket, Problem


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    with x_server(*SIZE) as server:
        yield server.display


@pytest.fixture(params=["sdl", pytest.param("x11", marks=needs_x)])
def kiosk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    if request.param == "sdl":
        with kiosk_session(tmp_path) as session:
            yield session
        return
    display = request.getfixturevalue("x_display")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    with kiosk_session(tmp_path, mode=f"window:{SIZE[0]}x{SIZE[1]}", hand=PointerHand(display)) as session:
        yield session


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_whole_visit_in_each_language(kiosk: Session, language: str) -> None:
    def visit() -> None:
        kiosk.wake_up()
        if language == "en":
            kiosk.touch(SwitchLanguage())
        kiosk.touch(Start(), AskPriority(), ChoosePriority("elderly"), ChooseDomain(WITH_PROCEDURES))
        kiosk.touch(ChooseProcedure("khai-sinh"), TakeNumber())
        kiosk.wait_screen("TakeTicket")
        kiosk.touch(Done())
        kiosk.wait_screen("Idle")

    kiosk.run(visit)
    wish = IssueTicket(
        domain=WITH_PROCEDURES,
        priority="elderly",
        language=language,
        printer=PRINTER,
        procedure="khai-sinh",
    )
    assert kiosk.coordinator.wishes == [wish]
    assert kiosk.state.language == "vi"


def test_many_touches_in_a_row_are_one_number(kiosk: Session) -> None:
    def hammer() -> None:
        kiosk.wake_up()
        kiosk.touch(Start(), times=4)
        kiosk.wait_screen("Choose")
        kiosk.touch(ChooseDomain(PLAIN), times=4)
        kiosk.wait_screen("Confirm")
        kiosk.touch(TakeNumber(), times=8)
        kiosk.wait_screen("TakeTicket")

    kiosk.run(hammer)
    assert len(kiosk.coordinator.issued) == 1


def test_staff_come_in_by_the_held_corner(kiosk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "HOLD_SECONDS", 0.2)

    def work() -> None:
        kiosk.wake_up()
        kiosk.rest()
        kiosk.hand.hold(5, 5)
        kiosk.wait_screen("Pin")
        kiosk.hand.lift()
        for digit in PIN:
            kiosk.touch(TypeDigit(digit))
        kiosk.touch(EnterPin())
        kiosk.wait_screen("Corner")
        kiosk.touch(Do(PrintTest(PRINTER)))
        wait_for(lambda: kiosk.coordinator.deeds == [f"test {PRINTER}"], "the test")
        kiosk.touch(ShowDomains(), Do(CloseDomain(PLAIN)))
        wait_for(lambda: kiosk.coordinator.deeds[1:] == [f"close {PLAIN}"], "the domain is closed")
        kiosk.touch(Back())
        kiosk.wait_screen("Idle")

    kiosk.run(work)


@pytest.fixture
def off_screen(tmp_path: Path) -> Iterator[Session]:
    with kiosk_session(tmp_path) as session:
        yield session


def take(session: Session) -> None:
    session.wake_up()
    session.touch(Start(), ChooseDomain(PLAIN), TakeNumber())


def test_a_short_touch_in_the_corner_opens_nothing(
    off_screen: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "HOLD_SECONDS", 0.1)

    def pass_by() -> None:
        off_screen.wake_up()
        off_screen.rest()
        off_screen.hand.touch(5, 5)
        off_screen.wait_screen("Choose")
        off_screen.touch(ChooseDomain(PLAIN))
        off_screen.wait_screen("Confirm")

    off_screen.run(pass_by)


def test_the_last_number_is_cancelled_after_being_asked_twice(
    off_screen: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "HOLD_SECONDS", 0.1)
    cancel = CancelTicket("id-A001", "A001")

    def work() -> None:
        take(off_screen)
        off_screen.wait_screen("TakeTicket")
        off_screen.touch(Done())
        off_screen.rest()
        off_screen.hand.hold(5, 5)
        off_screen.wait_screen("Pin")
        off_screen.hand.lift()
        for digit in PIN:
            off_screen.touch(TypeDigit(digit))
        off_screen.touch(EnterPin(), MakeSure(cancel), Do(cancel))
        wait_for(lambda: off_screen.coordinator.deeds == ["cancel id-A001"], "it is cancelled")

    off_screen.run(work)


def test_the_finger_sees_its_button_pressed_before_the_screen_changes(off_screen: Session) -> None:
    def pressed() -> list[Key]:
        keys = [piece for _, piece in off_screen.app.page.pieces if isinstance(piece, Key)]
        return [key for key in keys if key.is_pressed]

    def look() -> None:
        off_screen.wake_up()
        off_screen.touch(Start())
        place = off_screen.place(ChooseDomain(PLAIN))
        off_screen.rest()
        off_screen.hand.touch(*place)
        (key,) = wait_for(pressed, "the touch is shown")
        assert (key.button.action, key.shade) == (ChooseDomain(PLAIN), PRESSED)
        wait_for(off_screen.app.is_up_to_date, "the next screen")
        assert pressed() == []

    off_screen.run(look)


@pytest.mark.parametrize(
    ("shown", "trouble"),
    [(board(paper="out"), "no_paper"), (board(online=False), "no_printer"), (board(), "failed")],
)
def test_without_paper_the_number_is_shown_and_comes_on_paper_later(
    off_screen: Session, shown: object, trouble: str
) -> None:
    def visit() -> None:
        off_screen.coordinator.print_state = "failed" if trouble == "failed" else "queued"
        off_screen.wake_up()
        off_screen.show(shown)  # type: ignore[arg-type]
        off_screen.touch(Start(), ChooseDomain(PLAIN), TakeNumber())
        off_screen.wait_screen("ShowNumber")
        screen = off_screen.state.screen
        assert isinstance(screen, ShowNumber)
        assert (screen.ticket.number, screen.trouble) == ("A001", trouble)
        off_screen.coordinator.print_state = "printed"
        off_screen.wait_screen("TakeTicket")

    off_screen.run(visit)


def test_what_draws_codes_is_read_before_anybody_waits_for_one(
    off_screen: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "qrcode", raising=False)

    def wait() -> None:
        off_screen.wake_up()
        wait_for(lambda: "qrcode" in sys.modules, "the encoder of codes")

    off_screen.run(wait)
    assert off_screen.coordinator.wishes == []


def test_a_kiosk_without_a_printer_shows_the_number(tmp_path: Path) -> None:
    with kiosk_session(tmp_path, printer=None) as session:

        def visit() -> None:
            take(session)
            session.wait_screen("ShowNumber")
            session.touch(Done())

        session.run(visit)
        assert session.coordinator.wishes[0].printer is None


def test_lost_answers_give_one_number(off_screen: Session) -> None:
    def visit() -> None:
        off_screen.coordinator.loses_answers = 3
        take(off_screen)
        off_screen.wait_screen("TakeTicket")

    off_screen.run(visit)
    assert len(off_screen.coordinator.issued) == 1


def test_a_coordinator_that_is_away_is_told_and_waited_for(off_screen: Session) -> None:
    def visit() -> None:
        off_screen.wake_up()
        off_screen.touch(Start(), ChooseDomain(PLAIN))
        off_screen.coordinator.is_away = True
        off_screen.touch(TakeNumber())
        off_screen.wait_screen("Unreachable")
        off_screen.coordinator.is_away = False
        off_screen.wait_screen("TakeTicket")

    off_screen.run(visit)
    assert len(off_screen.coordinator.issued) == 1


def test_who_gives_up_waiting_goes_back_and_takes_no_number(off_screen: Session) -> None:
    def visit() -> None:
        off_screen.wake_up()
        off_screen.touch(Start(), ChooseDomain(PLAIN))
        off_screen.coordinator.is_away = True
        off_screen.touch(TakeNumber())
        off_screen.wait_screen("Unreachable")
        off_screen.touch(Back())
        off_screen.wait_screen("Idle")

    off_screen.run(visit)
    assert off_screen.coordinator.issued == {}


def test_a_lost_line_is_shown_while_nobody_is_there(tmp_path: Path) -> None:
    with kiosk_session(tmp_path, times=quick(link_grace=0.1)) as session:

        def lose() -> None:
            session.wake_up()
            session.loop.post(LinkChanged(up=False))
            session.wait_screen("Offline")
            session.loop.post(LinkChanged(up=True))
            session.wait_screen("Idle")

        session.run(lose)


def test_a_domain_that_closes_under_the_finger_is_told(off_screen: Session) -> None:
    def visit() -> None:
        off_screen.wake_up()
        off_screen.touch(Start())
        off_screen.coordinator.refusal = Problem(type="about:blank", title="closed", status=409)
        off_screen.touch(ChooseDomain(PLAIN), TakeNumber())
        off_screen.wait_screen("Choose")
        assert off_screen.state.screen == Choose(notice="domain_closed")

    off_screen.run(visit)


def test_closed_hours_are_shown(off_screen: Session) -> None:
    def close() -> None:
        off_screen.wake_up()
        off_screen.show(board(list(DOMAINS)))
        off_screen.wait_screen("Closed")

    off_screen.run(close)


def test_help_is_asked_for_from_any_screen(off_screen: Session) -> None:
    def ask() -> None:
        off_screen.wake_up()
        off_screen.touch(Start(), AskHelp())
        wait_for(lambda: off_screen.state.help.stage == "lit", "staff is asked")
        assert off_screen.screen() == "Choose"

    off_screen.run(ask)
    assert off_screen.coordinator.helped == ["kiosk-1"]


def test_who_leaves_is_forgotten(tmp_path: Path) -> None:
    with kiosk_session(tmp_path, times=quick(guard=0.05, asking=0.6, countdown=0.3)) as session:

        def leave() -> None:
            session.wake_up()
            session.touch(Start())
            session.wait_screen("Choose")
            session.wait_screen("Idle")

        session.run(leave)


def test_touches_while_the_screen_changes_do_nothing(off_screen: Session) -> None:
    def hurry() -> None:
        off_screen.wake_up()
        off_screen.touch(Start())
        place = off_screen.place(ChooseDomain(PLAIN))
        off_screen.rest()
        off_screen.hand.touch(*place)
        off_screen.hand.touch(*place, times=3)
        off_screen.wait_screen("Confirm")
        assert off_screen.coordinator.issued == {}
        off_screen.touch(Back())
        off_screen.wait_screen("Choose")

    off_screen.run(hurry)
    assert center().domains
