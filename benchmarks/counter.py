"""The buttons' agent: from a finger to its lamp's answer, its memory, and what it costs while nothing happens.

The real process on simulated pins, with a real coordinator: all the counters of Hải Châu on one agent.
`.venv/bin/python -m benchmarks.counter`
"""

import argparse
import itertools
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from config import load
from rehearsal.center import rehearse
from rehearsal.finger import LampWatch, press
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from wire.client import new_key
from wire.messages import IssueTicket

LOCKOUT_SECONDS = 0.05
REST_SECONDS = 20.0
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
        lobby.set_up()
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


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident, and what only this process holds."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return kilobytes["Rss"] / 1024, own / 1024


def share_at_rest(lobby: Lobby, seconds: float) -> float:
    """Per cent of a core while nobody presses and nothing changes."""
    pid = lobby.children["counter"].pid
    time.sleep(CALM_SECONDS)
    before, began = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_seconds(pid) - before) / (time.monotonic() - began)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench counter", description=__doc__)
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--rest", type=float, default=REST_SECONDS, metavar="SECONDS")
    arguments = parser.parse_args()
    with running_lobby() as lobby:
        report(lobby, arguments.presses, arguments.rest)
    return 0


def report(lobby: Lobby, presses: int, rest_seconds: float) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    counters = [counter.id for counter in lobby.settings.counters]
    print(f"one agent, {len(counters)} buttons and lamps")
    print(f"at rest, all closed (dark):           {share_at_rest(lobby, rest_seconds):.2f}% of a core")
    admin = lobby.client("admin")
    for counter in counters:
        admin.open_counter(counter, new_key())
    print(f"at rest, all free, nobody waits:      {share_at_rest(lobby, rest_seconds):.2f}% of a core")
    for domain in lobby.settings.domains:
        admin.issue(IssueTicket(domain=domain.id), new_key())
    print(f"at rest, all free and people wait:    {share_at_rest(lobby, rest_seconds):.2f}% of a core")
    for _ in itertools.repeat(None, presses + 10):
        admin.issue(IssueTicket(domain=DOMAIN), new_key())
    admin.call_next(COUNTER, new_key())
    admin.close()
    times = sorted(1000 * one for one in answer_times(lobby, presses))
    p99 = times[max(0, -(-len(times) * 99 // 100) - 1)]
    print(
        f"finger to lamp, {len(times)} presses:  p50 {statistics.median(times):.1f} ms, p99 {p99:.1f} ms,"
        f" longest {times[-1]:.1f} ms (of these {lobby.settings.counter.settle_ms} ms settling)"
    )
    resident, own = memory_mb(lobby.children["counter"].pid)
    print(f"memory: {resident:.1f} MB resident, {own:.1f} MB of its own")


if __name__ == "__main__":
    sys.exit(main())
