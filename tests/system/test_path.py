"""The whole path on real processes: touch, ticket and paper; press, call, board and lamp."""

import time
from collections.abc import Iterator

import pytest
from PIL import Image

from rehearsal import finger
from rehearsal.finger import LampWatch
from rehearsal.lobby import Lobby
from tests.fakes.waiting import wait_for
from tests.system.lobbies import PRESS_SECONDS, notes_of, settings_of, standing_lobby, touch_target
from wire.client import Coordinator, new_key
from wire.messages import IssueTicket


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("lobby")
    with standing_lobby(settings_of("demo"), folder, "printer", "display", "kiosk", "counter") as lobby:
        yield lobby


@pytest.fixture
def admin(lobby: Lobby) -> Iterator[Coordinator]:
    client = lobby.client("admin")
    for counter in (1, 2, 3, 4):
        client.open_counter(counter, new_key())
    yield client
    client.close()


def push(lobby: Lobby, counter: int) -> None:
    """A finger on a call-next button, and off it."""
    finger.press(lobby.place.pins, counter, down=True)
    time.sleep(PRESS_SECONDS)
    finger.press(lobby.place.pins, counter, down=False)


def stays_lit(lamps: LampWatch, counter: int) -> bool:
    """Whether a lamp is lit for longer than it ever is while it blinks."""
    until = time.monotonic() + 0.6
    while lamps.look()[counter]:
        if time.monotonic() > until:
            return True
        time.sleep(0.02)
    return False


def test_touches_on_the_kiosk_become_a_ticket_and_its_paper(lobby: Lobby, admin: Coordinator) -> None:
    before = {domain.id: domain.waiting for domain in admin.board().domains}
    touch_target(lobby, "Start()")
    touch_target(lobby, "ChooseDomain(domain='dat-dai')")
    touch_target(lobby, "TakeNumber()")

    def is_waiting() -> bool:
        waiting = {domain.id: domain.waiting for domain in admin.board().domains}
        return waiting == {**before, "dat-dai": before["dat-dai"] + 1}

    wait_for(is_waiting, "one more who waits for dat-dai, and nobody else")
    (paper,) = wait_for(lambda: sorted(lobby.place.printed.glob("*.png")), "a printed ticket")
    with Image.open(paper) as picture:
        assert picture.width >= lobby.settings.printer.width_dots
        assert picture.convert("1").getextrema() == (0, 255)
    wait_for(
        lambda: any(note["screen"] == "TakeTicket" for note in notes_of(lobby, "kiosk")),
        "the kiosk asks to take the ticket",
    )


def test_a_press_brings_the_number_to_the_painted_board_and_lights_the_lamp(
    lobby: Lobby, admin: Coordinator
) -> None:
    ticket = admin.issue(IssueTicket(domain="tra-ket-qua"), new_key())
    lamps = LampWatch(lobby.place.pins)
    try:
        wait_for(lambda: admin.board().counters[3].waiting == 1, "the counter knows that one waits")
        push(lobby, 4)
        call = wait_for(
            lambda: next((c for c in admin.board().calls if c.number == ticket.number), None), "the call"
        )
        assert call is not None
        assert call.counter == 4
        wait_for(
            lambda: any(call.seq in note["calls"] for note in notes_of(lobby, "display")),
            "the call on a painted frame",
        )
        wait_for(lambda: stays_lit(lamps, 4), "a steady lamp: one is served")
    finally:
        lamps.close()
    assert admin.ticket(ticket.id).state == "called"


def test_a_second_press_finishes_and_a_held_one_calls_again(lobby: Lobby, admin: Coordinator) -> None:
    first = admin.issue(IssueTicket(domain="ho-tich"), new_key())
    second = admin.issue(IssueTicket(domain="ho-tich"), new_key())
    push(lobby, 2)
    wait_for(lambda: admin.ticket(first.id).state == "called", "the first is called")
    time.sleep(lobby.settings.counter.lockout_seconds)
    finger.press(lobby.place.pins, 2, down=True)
    wait_for(lambda: admin.board().calls[0].times == 2, "the first is called again while the button is held")
    finger.press(lobby.place.pins, 2, down=False)
    time.sleep(lobby.settings.counter.lockout_seconds)
    push(lobby, 2)
    wait_for(lambda: admin.ticket(second.id).state == "called", "the second is called")
    assert admin.ticket(first.id).state == "served"


def test_a_killed_board_comes_back_with_the_numbers_that_stand(lobby: Lobby, admin: Coordinator) -> None:
    ticket = admin.issue(IssueTicket(domain="chung-thuc"), new_key())
    admin.call_next(1, new_key())
    board = lobby.children["display"]
    board.kill()
    frames = len(notes_of(lobby, "display"))
    board.start()
    seq = admin.board().calls[0].seq
    wait_for(
        lambda: any(seq in note["calls"] for note in notes_of(lobby, "display")[frames:]),
        f"{ticket.number} on the new board",
    )
