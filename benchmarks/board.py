"""From the press of a button to the board's painted frame and to the start of its chime; and the board at rest.

The whole chain in real processes: simulated pins, the counter's agent, the coordinator on a durable SQLite file,
the board off screen.
"""

import argparse
import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from benchmarks import usage
from benchmarks.figures import quantile
from benchmarks.standing import set_up
from config import load
from rehearsal.center import rehearse
from rehearsal.finger import press
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from wire.client import new_key
from wire.messages import IssueTicket

HELD_SECONDS = 0.09
WEEK_CALLS = 7 * 650
CALM_SECONDS = 13.0
SPOKEN_SECONDS = 9.0
START_SECONDS = 8.0


class Board:
    """The board's process as its traces show it."""

    def __init__(self, lobby: Lobby) -> None:
        self._lobby = lobby
        folder = lobby.place.screen("display")
        self._frames, self._sounds = folder / "frames.jsonl", folder / "sounds.jsonl"
        self._read_bytes = 0
        self._painted: dict[int, float] = {}

    @property
    def pid(self) -> int:
        return self._lobby.children["display"].pid

    def painted(self) -> dict[int, float]:
        """When each call was first painted, monotonic seconds."""
        with self._frames.open("rb") as file:
            file.seek(self._read_bytes)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read_bytes += len(line)
                frame = json.loads(line)
                for call in frame["note"]["calls"]:
                    self._painted.setdefault(call, frame["painted_at"])
        return self._painted

    def begun(self) -> dict[int, float]:
        """When the sound of each call began."""
        lines = self._sounds.read_text().splitlines() if self._sounds.exists() else []
        return {said["call"]: said["begun_at"] for said in map(json.loads, lines)}

    def megabytes(self) -> float:
        return usage.memory(self.pid).resident


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench board", description=__doc__)
    parser.add_argument("--presses", type=int, default=120)
    parser.add_argument("--chimes", type=int, default=4, help="0: the board is mute")
    parser.add_argument("--rest", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--week", action="store_true", help="then a week's calls in a minute")
    parser.add_argument("--quick", action="store_true", help="a few presses, mute, to see that it works")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.presses, arguments.chimes, arguments.rest, arguments.size = 2, 0, 0.0, "640x360"
    with running(arguments.size, is_speaking=arguments.chimes > 0) as lobby:
        board, fingers = Board(lobby), Fingers(lobby)
        issue(lobby, arguments.presses + arguments.chimes + 1)
        fingers.press()
        wait_for(lambda: bool(board.painted()))
        if arguments.chimes:
            wait_for(lambda: bool(board.begun()), 60)  # the first start makes the clips
            time.sleep(SPOKEN_SECONDS)
            measure_chimes(board, fingers, arguments.chimes)
        measure_frames(board, fingers, arguments.presses)
        if arguments.rest:
            restart_on_a_window(lobby, arguments.size, is_speaking=True)
            measure_rest(board, arguments.rest)
        if arguments.week:
            # A week in minutes would leave the voice hours behind, with all that it has still to say.
            restart_on_a_window(lobby, arguments.size, is_speaking=False)
            live_a_week(lobby, board)
    return 0


@contextmanager
def running(size: str, *, is_speaking: bool) -> Iterator[Lobby]:
    place = make_place(None)
    settings = rehearse(load(Path("config/hai-chau.toml")), place, free_port())
    display = replace(settings.display, mode=f"offscreen:{place.screen('display')}:{size}")
    voice = replace(display.voice, on=is_speaking, repeats=1)
    settings = replace(settings, display=replace(display, voice=voice))
    environment = {"MOTCUA_FRAME_LOG": "1", "SDL_AUDIODRIVER": "dummy", "SDL_VIDEODRIVER": "dummy"}
    lobby = Lobby(place, settings, environment)
    try:
        set_up(lobby)
        open_counters(lobby)
        lobby.start_devices("display", "counter")
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def open_counters(lobby: Lobby) -> None:
    client = lobby.client("admin")
    for counter in lobby.settings.counters:
        client.open_counter(counter.id, new_key())


def restart_on_a_window(lobby: Lobby, size: str, *, is_speaking: bool) -> None:
    """Without the pictures and logs of an off-screen board, which a TV's board does not make."""
    voice = replace(lobby.settings.display.voice, on=is_speaking)
    display = replace(lobby.settings.display, mode=f"window:{size}", voice=voice)
    settings = replace(lobby.settings, display=display)
    child = lobby.children["display"]
    child.ask_to_end()
    child.wait_for_end(10)
    lobby.place.center_file.write_bytes(msgspec.toml.encode(settings))
    child.start()
    time.sleep(START_SECONDS)


def issue(lobby: Lobby, count: int) -> None:
    """Enough for each counter to find someone at each of its presses."""
    client = lobby.client("admin")
    for _ in range(count // len(lobby.settings.counters) + 2):
        for counter in lobby.settings.counters:
            client.issue(IssueTicket(domain=counter.domains[0]), new_key())


class Fingers:
    """Presses the counters' buttons in turn, so that no lock-out holds one back."""

    def __init__(self, lobby: Lobby) -> None:
        self._pins = lobby.place.pins
        self._counters = itertools.cycle([counter.id for counter in lobby.settings.counters])

    def press(self) -> float:
        """One whole press; when its button was let go, by which it is a press and no hold."""
        counter = next(self._counters)
        press(self._pins, counter, down=True)
        time.sleep(HELD_SECONDS)
        let_go = time.monotonic()
        press(self._pins, counter, down=False)
        return let_go


def measure_chimes(board: Board, fingers: Fingers, count: int) -> None:
    """Each press in the silence after the announcement before, for in order is spoken."""
    waits, after_frame = [], []
    for _ in range(count):
        before = set(board.begun())
        let_go = fingers.press()
        wait_for(lambda before=before: set(board.begun()) > before)  # type: ignore[misc]
        call, begun = max(board.begun().items())
        wait_for(lambda call=call: call in board.painted())  # type: ignore[misc]
        waits.append(begun - let_go)
        after_frame.append(begun - board.painted()[call])
        time.sleep(SPOKEN_SECONDS)
    show("press to chime", waits, aim=150)
    show("frame to chime", after_frame, aim=100)


def measure_frames(board: Board, fingers: Fingers, count: int) -> None:
    """Presses that follow quickly, while the voice speaks."""
    waits = []
    for _ in range(count):
        before = set(board.painted())
        let_go = fingers.press()
        wait_for(lambda before=before: set(board.painted()) > before)  # type: ignore[misc]
        waits.append(max(board.painted().values()) - let_go)
        time.sleep(random.uniform(0.1, 0.4))
    show("press to frame", waits, aim=50)


def measure_rest(board: Board, seconds: float) -> None:
    time.sleep(CALM_SECONDS)
    share = usage.share_at_rest(board.pid, seconds)
    print(f"- at rest: {share:.2f} % of a core, {board.megabytes():.1f} MB")


def live_a_week(lobby: Lobby, board: Board) -> None:
    before = board.megabytes()
    client = lobby.client("admin")
    counters = lobby.settings.counters
    for turn in range(WEEK_CALLS):
        counter = counters[turn % len(counters)]
        client.issue(IssueTicket(domain=counter.domains[0]), new_key())
        client.call_next(counter.id, new_key())
    time.sleep(CALM_SECONDS)
    print(
        f"- after a week: {WEEK_CALLS} calls, mute: {before:.1f} MB before, {board.megabytes():.1f} MB after"
    )


def show(what: str, seconds: list[float], aim: float) -> None:
    ms = [1000 * value for value in seconds]
    print(
        f"- {what}: p50 {statistics.median(ms):.1f} ms, p99 {quantile(ms, 0.99):.1f} ms, n {len(ms)}"
        f" (aim: p99 {aim} ms)"
    )


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.005)
