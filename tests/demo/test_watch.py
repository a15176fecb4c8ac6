"""The hall is looked at while someone watches, and each watcher hears what changed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import load
from demo.hall import Hall
from demo.supervision import ProcessState
from demo.watch import Snapshot, Watch
from rehearsal.center import rehearse
from rehearsal.lobby import Lobby
from rehearsal.place import Place, make_place
from runtime.stop import Stop
from tests.fakes.waiting import wait_for

DEMO = Path(__file__).resolve().parents[2] / "config" / "demo.toml"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = make_place(tmp_path)
    for name in ("kiosk", "display"):
        place.screen(name).mkdir()
    yield place
    place.clear_away()


@pytest.fixture
def hall(place: Place) -> Hall:
    """A hall whose processes never ran: frames and papers are laid there by hand."""
    return Hall(Lobby(place, rehearse(load(DEMO), place, 1)), Stop())


@pytest.fixture
def stop() -> Iterator[Stop]:
    stop = Stop()
    yield stop
    stop.ask()


def test_frames_and_papers_are_seen_as_they_come_newest_first(hall: Hall, place: Place) -> None:
    assert hall.look().screens == {"kiosk": "", "display": ""}
    hall.frame_file("kiosk").write_bytes(b"frame")
    seen = hall.look()
    assert seen.screens["kiosk"] != "" == seen.screens["display"]
    for number in range(1, 16):
        hall.paper_file(f"{number:06}").touch()
        (place.printed / f"{number:06}.bin").touch()
    (place.printed / ".000016.png.part").touch()
    assert hall.look().papers == [f"{number:06}" for number in range(15, 3, -1)]


def test_a_watcher_hears_the_newest_and_then_only_of_changes(hall: Hall, stop: Stop) -> None:
    states = [ProcessState("kiosk", None)]
    watch = Watch(hall, states.copy, stop)
    watch.start()
    with watch.watching():
        seq, first = watch.newer_than(0, 10)
        assert first is not None
        assert watch.newer_than(seq, 0.2) == (seq, None)
        states[0] = ProcessState("kiosk", 1)
        seq, second = watch.newer_than(seq, 10)
    assert second == Snapshot(first.screens, first.papers, first.counters, [ProcessState("kiosk", 1)])


def test_nobody_looks_while_nobody_watches(hall: Hall, stop: Stop) -> None:
    looks: list[int] = []

    def states() -> list[ProcessState]:
        looks.append(1)
        return []

    watch = Watch(hall, states, stop)
    watch.start()
    assert watch.newer_than(0, 0.2) == (0, None)
    assert looks == []
    with watch.watching():
        wait_for(lambda: looks, "a look")


def test_the_end_wakes_every_watcher(hall: Hall, stop: Stop) -> None:
    watch = Watch(hall, list, stop)
    watch.start()
    with watch.watching():
        seq, _ = watch.newer_than(0, 10)
        heard: list[object] = []
        waiting = threading.Thread(target=lambda: heard.append(watch.newer_than(seq, 60)))
        waiting.start()
        stop.ask()
        waiting.join(10)
    assert heard == [(seq, None)]
    assert watch.is_over()
    watch.join(10)
    assert not watch.is_alive()
