"""The agent's process beside a real coordinator: fingers on simulated pins, and what becomes of the queue."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.standing import set_up
from config import load
from config.settings import Button
from rehearsal import finger
from rehearsal.center import rehearse
from rehearsal.finger import LampWatch
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import Place
from tests.fakes.waiting import wait_for
from wire.client import Coordinator, new_key
from wire.messages import CounterState, IssueTicket, Ticket

DEMO = Path(__file__).parents[2] / "config" / "demo.toml"
DOMAINS = {1: "chung-thuc", 2: "ho-tich"}
NO_SUCH_PAD = "/dev/input/by-id/no-such-keypad"


class Hall:
    """A coordinator and an agent; counter 2's double press takes back, counter 3 has a keypad that is not there."""

    def __init__(self, lobby: Lobby) -> None:
        self.lobby = lobby
        self.client: Coordinator = lobby.client("admin")
        self._lamps = LampWatch(lobby.place.pins)

    def close(self) -> None:
        self.client.close()
        self._lamps.close()

    def issue(self, counter: int) -> Ticket:
        return self.client.issue(IssueTicket(domain=DOMAINS[counter]), new_key())

    def counter(self, number: int) -> CounterState:
        return next(one for one in self.client.counters() if one.id == number)

    def state(self, ticket: Ticket) -> str:
        return self.client.ticket(ticket.id).state

    def seat(self, counter: int) -> Ticket:
        """A citizen at the counter, and a steady lamp."""
        ticket = self.issue(counter)
        self.client.call_next(counter, new_key())
        wait_for(lambda: self._lamps.look()[counter], "the lamp is lit")
        return ticket

    def press(self, counter: int) -> None:
        """As a person does: until the lamp has answered."""
        wait_for(lambda: self._lamps.look()[counter], "the lamp is lit")
        finger.press(self.lobby.place.pins, counter, down=True)
        wait_for(lambda: not self._lamps.look()[counter], "the lamp answers")
        finger.press(self.lobby.place.pins, counter, down=False)
        wait_for(lambda: self._lamps.look()[counter], "the lamp is as before")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    place = Place(folder / "data", folder / "run")
    for path in (place.data, place.run, place.data / "tokens", place.data / "logs", place.printed):
        path.mkdir(parents=True)
    settings = rehearse(load(DEMO), place, free_port())
    buttons = [
        Button(counter=1, gpio=1, lamp=14),
        Button(counter=2, gpio=2, lamp=15, double="undo"),
        Button(counter=3, keyboard=NO_SUCH_PAD, lamp=16),
    ]
    # Slow enough for a busy machine: nothing here is a hold, and two presses in turn are a double one.
    timing = {"settle_ms": 5, "hold_seconds": 30.0, "double_seconds": 2.0, "lockout_seconds": 0.0}
    lobby = Lobby(place, replace(settings, counter=replace(settings.counter, buttons=buttons, **timing)))
    try:
        set_up(lobby)
        lobby.start_devices("counter")
        hall = Hall(lobby)
        yield hall
        hall.close()
    finally:
        lobby.end()


def test_a_double_press_notes_an_absence_and_leaves_the_next_one_called(hall: Hall) -> None:
    absent, following = hall.seat(1), hall.issue(1)
    hall.press(1)
    hall.press(1)
    wait_for(lambda: hall.state(absent) == "no_show", "the absence is noted")
    assert hall.counter(1).number == following.number


def test_a_double_press_takes_the_call_back_where_that_is_its_gesture(hall: Hall) -> None:
    served, following = hall.seat(2), hall.issue(2)
    hall.press(2)
    hall.press(2)
    wait_for(
        lambda: hall.state(following) == "waiting" and hall.state(served) == "called", "all is as before"
    )
    assert hall.counter(2).number == served.number


def test_a_keypad_that_is_not_there_is_seen_at_its_counter(hall: Hall) -> None:
    wait_for(lambda: hall.counter(3).button == "missing", "the report")
    assert hall.counter(1).button == "ok"
