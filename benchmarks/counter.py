"""The buttons' agent: from a finger to its lamp's answer, its memory, and what it costs while nothing happens.

The real process on simulated pins, with a real coordinator: all the counters of Hải Châu on one agent.
"""

import argparse
import itertools
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from benchmarks import usage
from benchmarks.figures import quantile
from benchmarks.standing import set_up
from config import load
from rehearsal.center import rehearse
from rehearsal.finger import LampWatch, press
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from wire.client import new_key
from wire.messages import IssueTicket

LOCKOUT_SECONDS = 0.05
REST_SECONDS = 10.0
CALM_SECONDS = 2.0
LONGEST_ANSWER_SECONDS = 2.0
COUNTER, DOMAIN = 1, "chung-thuc"


@contextmanager
def running_lobby() -> Iterator[Lobby]:
    place = make_place(None)
    settings = rehearse(load(Path("config/hai-chau.toml")), place, free_port())
    counter = replace(settings.counter, lockout_seconds=LOCKOUT_SECONDS, double="off")
    lobby = Lobby(place, replace(settings, counter=counter))
    try:
        set_up(lobby)
        lobby.start_devices("counter")
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def answer_times(lobby: Lobby, presses: int) -> Iterator[float]:
    """Seconds from the closing of the contact until the pin of the lamp has changed.

    Somebody is at the counter all the time, so the lamp is lit but for its answers.
    """
    watch = LampWatch(lobby.place.pins)
    try:
        for _ in range(presses):
            wait_for_lamp(watch, lit=True)
            began = time.monotonic()
            press(lobby.place.pins, COUNTER, down=True)
            yield wait_for_lamp(watch, lit=False) - began
            time.sleep(0.03)
            press(lobby.place.pins, COUNTER, down=False)
            time.sleep(LOCKOUT_SECONDS + 0.1)
    finally:
        watch.close()


def wait_for_lamp(watch: LampWatch, *, lit: bool) -> float:
    deadline = time.monotonic() + LONGEST_ANSWER_SECONDS
    while watch.look()[COUNTER] != lit:
        if time.monotonic() > deadline:
            raise SystemExit(
                f"the lamp did not become {'lit' if lit else 'dark'} within {LONGEST_ANSWER_SECONDS:.0f} s"
            )
    return time.monotonic()


def share_at_rest(lobby: Lobby, seconds: float) -> float:
    """Per cent of a core while nobody presses and nothing changes."""
    time.sleep(min(CALM_SECONDS, seconds))
    return usage.share_at_rest(lobby.children["counter"].pid, seconds)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench counter", description=__doc__)
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--rest", type=float, default=REST_SECONDS, metavar="SECONDS")
    parser.add_argument(
        "--quick", action="store_true", help="two presses and short rests, to see that it works"
    )
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.presses, arguments.rest = 2, 0.1
    with running_lobby() as lobby:
        report(lobby, arguments.presses, arguments.rest)
    return 0


def report(lobby: Lobby, presses: int, rest_seconds: float) -> None:
    counters = [counter.id for counter in lobby.settings.counters]
    print(f"- one agent, {len(counters)} buttons and lamps")
    print(f"- at rest, all closed (dark): {share_at_rest(lobby, rest_seconds):.2f}% of a core")
    admin = lobby.client("admin")
    for counter in counters:
        admin.open_counter(counter, new_key())
    print(f"- at rest, all free, nobody waits: {share_at_rest(lobby, rest_seconds):.2f}% of a core")
    for domain in lobby.settings.domains:
        admin.issue(IssueTicket(domain=domain.id), new_key())
    print(f"- at rest, all free and people wait: {share_at_rest(lobby, rest_seconds):.2f}% of a core")
    for _ in itertools.repeat(None, presses + 10):
        admin.issue(IssueTicket(domain=DOMAIN), new_key())
    admin.call_next(COUNTER, new_key())
    admin.close()
    times = [1000 * one for one in answer_times(lobby, presses)]
    print(
        f"- finger to lamp, {len(times)} presses: p50 {statistics.median(times):.1f} ms,"
        f" p99 {quantile(times, 0.99):.1f} ms, longest {max(times):.1f} ms"
        f" (of these {lobby.settings.counter.settle_ms} ms settling)"
    )
    memory = usage.memory(lobby.children["counter"].pid)
    print(f"- memory: {memory.resident:.1f} MB resident, {memory.proportional:.1f} MB proportional")
