"""The agent's loop on simulated pins, driven through the socket as a finger would."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from config.settings import Button, CounterAgentTable
from counter.agent import CounterAgent, Missed, Presence, Truth
from counter.gpio import open_pins
from counter.health import ButtonHealth
from counter.press import Press
from counter.simulated import PinSocket
from counter.wiring import wire
from runtime.clock import SystemClock
from runtime.stop import Stop
from tests.fakes.waiting import wait_for
from wire.messages import Board, BoardCounter, ButtonCondition

BUTTONS = [
    *(Button(counter=n, gpio=n, lamp=n + 15) for n in range(1, 13)),
    *(Button(counter=n, gpio=n % 16) for n in range(13, 17)),
]
TABLE = CounterAgentTable(
    buttons=BUTTONS, settle_ms=5, hold_seconds=1.0, lockout_seconds=0.02, double="off", pins="mock:unused"
)
# So slow to settle that a pause of the whole machine is no press.
CALM = replace(TABLE, settle_ms=500, hold_seconds=5.0)


def board(number: str | None) -> Board:
    counters = [BoardCounter(id=n, open=True, number=number, domain=None) for n in range(1, 17)]
    return Board(
        seq=1,
        at=datetime(2026, 7, 1, tzinfo=UTC),
        center="x",
        calls=[],
        counters=counters,
        domains=[],
        printers=[],
        message="",
    )


class Bench:
    """The loop on a thread of its own, and the finger that moves its pins."""

    def __init__(
        self,
        folder: Path,
        cleanup: ExitStack,
        *,
        table: CounterAgentTable = TABLE,
        watchdog_seconds: float | None = None,
    ) -> None:
        self.table = table
        self.path = folder / "pins"
        self.stop = Stop()
        self.sent: list[tuple[int, Press]] = []
        self.conditions: list[tuple[int, ButtonCondition]] = []
        factory = open_pins(table.pins)
        cleanup.callback(factory.close)
        wiring = wire(table, factory, cleanup, lambda i, there: self.agent.post(Presence(i, there)))
        self.agent = CounterAgent(
            wiring.buttons,
            wiring.lamps,
            lambda button, press: self.sent.append((BUTTONS[button].counter, press)),
            ButtonHealth(
                [button.counter for button in BUTTONS],
                lambda counter, condition: self.conditions.append((counter, condition)),
            ),
            clock=SystemClock(),
            stop=self.stop,
            watchdog_seconds=watchdog_seconds,
        )
        pins = PinSocket(self.path, factory, BUTTONS)
        pins.start()
        cleanup.callback(pins.close)
        self._finger = cleanup.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self._finger.bind(str(folder / "finger"))
        self._finger.settimeout(20)
        thread = threading.Thread(target=self.agent.run)
        thread.start()
        cleanup.callback(thread.join)
        cleanup.callback(self.stop.ask)

    def say(self, wish: Any) -> None:
        self._finger.sendto(wish if isinstance(wish, bytes) else json.dumps(wish).encode(), str(self.path))

    def press(self, counter: int, *, down: bool) -> None:
        self.say({"counter": counter, "pressed": down})

    def lamps(self) -> dict[str, bool]:
        self.say({"lamps": True})
        answer: dict[str, bool] = json.loads(self._finger.recv(4096))
        return answer

    def settle(self) -> None:
        """Long enough for a level to count: real time, for the pins are."""
        threading.Event().wait(self.table.settle_ms * 3 / 1000)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as cleanup:
        yield Bench(tmp_path, cleanup)


def test_a_press_and_a_hold_are_told_apart(bench: Bench) -> None:
    bench.press(3, down=True)
    bench.settle()
    bench.press(3, down=False)
    wait_for(lambda: bench.sent == [(3, Press.SHORT)], "the short press")
    bench.settle()
    bench.settle()
    bench.press(3, down=True)
    wait_for(lambda: bench.sent[1:] == [(3, Press.HOLD)], "the hold, while the button is still down")
    bench.press(3, down=False)


def test_sixteen_counters_at_once_are_one_press_each(bench: Bench) -> None:
    counters = [button.counter for button in BUTTONS]
    for counter in counters:
        bench.press(counter, down=True)
    bench.settle()
    for counter in counters:
        bench.press(counter, down=False)
    wait_for(lambda: len(bench.sent) >= len(counters), "a press of each")
    assert sorted(bench.sent, key=lambda sent: sent[0]) == [
        (counter, Press.SHORT) for counter in sorted(counters)
    ]


def test_bursts_of_edges_are_no_press(tmp_path: Path) -> None:
    with ExitStack() as cleanup:
        bench = Bench(tmp_path, cleanup, table=CALM)
        for _ in range(300):
            bench.press(3, down=True)
            bench.press(3, down=False)
        bench.press(4, down=True)
        bench.settle()
        bench.press(4, down=False)
        wait_for(lambda: bench.sent, "the press of the other counter")
        assert bench.sent == [(4, Press.SHORT)]


def test_lamps_blink_without_a_coordinator_and_follow_the_board_with_one(bench: Bench) -> None:
    seen: set[bool] = set()

    def was_lit_and_dark() -> bool:
        seen.add(bench.lamps()["3"])
        return len(seen) == 2

    wait_for(was_lit_and_dark, "the lamp blinks")
    bench.agent.post(Truth(board("A001")))
    wait_for(lambda: all(bench.lamps().values()), "all lamps are lit")
    assert "14" not in bench.lamps()


def test_a_missed_press_shows_at_its_own_lamp_only(bench: Bench) -> None:
    bench.agent.post(Truth(board("A001")))
    wait_for(lambda: all(bench.lamps().values()), "all lamps are lit")
    bench.agent.post(Missed(3))
    dark = wait_for(
        lambda: [counter for counter, lit in bench.lamps().items() if not lit], "a lamp goes dark"
    )
    assert dark == ["3"]


def test_what_is_not_understood_on_the_socket_is_passed_over(bench: Bench) -> None:
    for nonsense in (b"\xff", b"{", b"[]", b"7", {"counter": 99, "pressed": True}, {"counter": 3}, {}):
        bench.say(nonsense)
    bench.press(3, down=True)
    bench.settle()
    bench.press(3, down=False)
    wait_for(lambda: bench.sent == [(3, Press.SHORT)], "the press after the nonsense")


def test_the_watchdog_is_pinged_from_the_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as cleanup:
        systemd = cleanup.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        Bench(tmp_path, cleanup, watchdog_seconds=0.01)
        assert {systemd.recv(100) for _ in range(3)} == {b"WATCHDOG=1"}


def test_the_lamp_answers_a_finger_while_it_presses_and_not_after(bench: Bench) -> None:
    bench.agent.post(Truth(board("A001")))
    wait_for(lambda: all(bench.lamps().values()), "all lamps are lit")
    bench.press(3, down=True)
    wait_for(lambda: not bench.lamps()["3"], "the lamp turns round")
    assert bench.lamps()["4"]
    bench.press(3, down=False)
    wait_for(lambda: bench.lamps()["3"], "the lamp is as before")


def test_the_lamp_lets_go_when_the_hold_is_known(bench: Bench) -> None:
    bench.agent.post(Truth(board("A001")))
    wait_for(lambda: all(bench.lamps().values()), "all lamps are lit")
    bench.press(3, down=True)
    wait_for(lambda: not bench.lamps()["3"], "the lamp turns round")
    wait_for(lambda: bench.lamps()["3"], "the lamp is as before while the finger is still down")
    assert bench.sent == [(3, Press.HOLD)]
    bench.press(3, down=False)


def test_a_keyboard_that_is_not_there_is_reported_and_its_return_too(bench: Bench) -> None:
    bench.agent.post(Presence(2, there=False))
    wait_for(lambda: bench.conditions == [(3, "missing")], "the report")
    bench.agent.post(Presence(2, there=True))
    wait_for(lambda: bench.conditions[1:] == [(3, "ok")], "the second report")
