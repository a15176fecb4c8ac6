"""A week in minutes: seven rush days of every process, and what each takes of its machine after each day.

What leaks shows here: memory, open files and threads are looked at once the last citizen of a day was served, and the
days after the second must not ask for more than the second. Real processes, buttons and screens off screen; most
citizens come by the interface as from further kiosks, some touch the kiosk itself. Between two days the coordinator's
wall clock jumps by a day, so that numbers start afresh, and its housekeeping looks often enough to sum the old day up.
The centre has weeks of old tickets, as any has: on an empty database SQLite's caches fill for days.
"""

import argparse
import json
import random
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks import usage
from benchmarks.figures import print_head, print_row, say
from benchmarks.standing import SETTINGS, set_up, with_history
from rehearsal import finger
from rehearsal.center import rehearse
from rehearsal.lobby import DEVICES, Lobby, free_port
from rehearsal.place import make_place
from runtime.stop import Stop
from simulation.crowd import Crowd
from simulation.day import plan_day
from simulation.drive import FRAME_LOG, Day
from simulation.hurry import hurried, hurried_clerks
from tests.chaos.wall_clock import WallClock

PROCESSES: Final = ("coordinator", *DEVICES)
DAY_SECONDS: Final = 24 * 3600.0
WARM_DAYS: Final = 2
"""By the end of the second day everything that is kept for good has been seen once."""
MOST_GROWTH: Final = 0.01
LOOKS: Final = 5
LOOK_SECONDS: Final = 0.7
"""After a day so often, so long apart: a picture that is just on its way to a file is no growth."""
TOUCH_SECONDS: Final = 0.2
"""At the one screen that is real: some sixty visits a day at the most, where a centre's own kiosk has hundreds."""
HOUSE_SECONDS: Final = 10.0
"""So often the housekeeping looks, every ten minutes else: on the last of these seven days for all of them at once."""
_TAIL_BYTES: Final = 65536
_AT_ONCE: Final = 24
_QUESTIONS: Final = 20


@dataclass(frozen=True)
class Taken:
    """By one process, at the end of a day, the median of several looks.

    `megabytes` of memory that no file stands for: what it maps of programs and libraries is shared with whatever else
    runs on the machine.
    """

    megabytes: float
    descriptors: int
    threads: int


Week = Mapping[str, Sequence[Taken]]
"""Each process's days."""


@dataclass(frozen=True)
class Plan:
    """`settle_seconds`: after the last citizen, before anyone looks."""

    days: int = 7
    tickets: int = 650
    day_seconds: float = 60.0
    kiosks: int = 4
    settle_seconds: float = 6.0
    looks: int = LOOKS
    seed: int = 1
    old_tickets: int = 26_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench week", description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--tickets", type=int, default=650, help="a day (650)")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="what a day's hours are compressed into (60)"
    )
    parser.add_argument("--quick", action="store_true", help="three short days of a few tickets")
    arguments = parser.parse_args()
    plan = Plan(arguments.days, arguments.tickets, arguments.seconds)
    if arguments.quick:
        plan = Plan(days=3, tickets=6, day_seconds=1.0, settle_seconds=0.5, looks=1, old_tickets=0)
    with TemporaryDirectory() as folder:
        week = live_through(plan, Path(folder))
    report(week)
    growth = [] if arguments.quick else find_growth(week)
    for line in growth:
        print(f"- grows: {line}")
    # Memory may be a cache that still fills: that is to be judged by whoever reads it.
    return 1 if any(": memory, " not in line for line in growth) else 0


def live_through(
    plan: Plan, folder: Path, environments: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, list[Taken]]:
    """What each process took after each day; `environments` are added to those of the processes they name."""
    with ExitStack() as cleanup:
        lobby, clock = _stand(plan, folder, environments or {}, cleanup)
        week: dict[str, list[Taken]] = {name: [] for name in PROCESSES}
        for day in range(plan.days):
            clock.set(day * DAY_SECONDS)
            began = time.monotonic()
            _live_a_day(lobby, plan, day)
            say(f"day {day + 1}: {time.monotonic() - began:.0f} s")
            time.sleep(plan.settle_seconds)
            for name, taken in _look_around(lobby, plan).items():
                week[name].append(taken)
        return week


def find_growth(week: Week) -> list[str]:
    """A line for each process that took more on the last day than on the second."""
    found = []
    for name, days in week.items():
        before, after = days[WARM_DAYS - 1], days[-1]
        if after.megabytes > before.megabytes * (1 + MOST_GROWTH):
            found.append(f"{name}: memory, from {before.megabytes:.1f} to {after.megabytes:.1f} MB")
        found += _more(name, "open files", before.descriptors, after.descriptors)
        found += _more(name, "threads", before.threads, after.threads)
    return found


def report(week: Week) -> None:
    days = len(next(iter(week.values())))
    print_head("after day", *(str(day + 1) for day in range(days)), "growth since day 2")
    for name, taken in week.items():
        share = taken[-1].megabytes / taken[WARM_DAYS - 1].megabytes - 1
        print_row(f"{name}, MB", *(one.megabytes for one in taken), f"{100 * share:+.1f} %")
        files = [f"{one.descriptors} / {one.threads}" for one in taken]
        print_row(f"{name}, open files / threads", *files, "")


def _more(name: str, what: str, before: int, after: int) -> Iterator[str]:
    if after > before:
        yield f"{name}: {what}, from {before} to {after}"


def _stand(
    plan: Plan, folder: Path, environments: Mapping[str, Mapping[str, str]], cleanup: ExitStack
) -> tuple[Lobby, WallClock]:
    """Every process at work, and the coordinator's clock."""
    place, clock = make_place(folder / "place"), WallClock(folder / "clock")
    cleanup.callback(place.clear_away)
    usual = {"coordinator": {**clock.environment, "MOTCUA_HOUSE_SECONDS": f"{HOUSE_SECONDS}"}}
    own = {name: {**usual.get(name, {}), **environments.get(name, {})} for name in PROCESSES}
    settings = with_history(rehearse(hurried(SETTINGS), place, free_port()), place, plan.old_tickets)
    lobby = Lobby(place, settings, {"MOTCUA_FRAME_LOG": "1"}, own)
    cleanup.callback(lobby.end)
    set_up(lobby)
    lobby.start_devices()
    _ask_all_at_once(lobby)
    return lobby, clock


def _live_a_day(lobby: Lobby, plan: Plan, day: int) -> None:
    stop, seed = Stop(), plan.seed + day
    course = plan_day(lobby.settings, plan.tickets, plan.day_seconds, seed)
    crowd = Crowd(lambda: lobby.client("kiosk"), plan.kiosks, stop)
    clerks = hurried_clerks(lobby.settings, course, seed)
    with _touching(lobby.place.screen("kiosk"), plan.day_seconds, seed):
        Day(lobby, course, clerks, crowd, stop).run()
    crowd.issued()
    crowd.close()


@contextmanager
def _touching(screen: Path, seconds: float, seed: int) -> Iterator[None]:
    """Somebody stands at the kiosk until its numbers end: touches what leads on to one, or at random."""
    stop, chance = Stop(), random.Random(seed)
    until = time.monotonic() + seconds

    def touch() -> None:
        while not stop.wait(TOUCH_SECONDS) and time.monotonic() < until:
            targets = _newest_note(screen / FRAME_LOG).get("targets", {})
            if targets:
                x, y, width, height = targets[_choose(list(targets), chance)]
                finger.touch(screen, x + width // 2, y + height // 2)

    hand = threading.Thread(target=touch, name="hand")
    hand.start()
    yield
    stop.ask()
    hand.join()


def _choose(actions: list[str], chance: random.Random) -> str:
    wanted = ("Done(", "TakeNumber(", "ChooseDomain(", "Start(")
    leading = [one for start in wanted for one in actions if one.startswith(start)]
    return chance.choice(leading or actions)


def _newest_note(log: Path) -> dict[str, Any]:
    with log.open("rb") as file:
        with suppress(OSError):  # it is still shorter
            file.seek(-_TAIL_BYTES, 2)
        lines = file.read().decode(errors="replace").split("\n")
    note: dict[str, Any] = json.loads(lines[-2])["note"] if len(lines) > 1 else {}
    return note


def _look_around(lobby: Lobby, plan: Plan) -> dict[str, Taken]:
    """At every process, several times; of each figure the median."""
    looks: dict[str, list[Taken]] = {name: [] for name in PROCESSES}
    for look in range(plan.looks):
        time.sleep(LOOK_SECONDS if look else 0.0)
        for name in PROCESSES:
            looks[name].append(_look(lobby.children[name].pid))
    return {name: typical(taken) for name, taken in looks.items()}


def typical(looks: Sequence[Taken]) -> Taken:
    """The median of each figure."""
    return Taken(
        statistics.median(look.megabytes for look in looks),
        statistics.median_high(look.descriptors for look in looks),
        statistics.median_high(look.threads for look in looks),
    )


def _look(pid: int) -> Taken:
    return Taken(_own_megabytes(pid), usage.descriptors(pid), usage.threads(pid))


def _own_megabytes(pid: int) -> float:
    """Of a process and those that it started; what they share after a fork counts once."""
    kilobytes = 0
    for each in usage.family(pid):
        lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "SwapPss:")))
    return kilobytes / 1024


def _ask_all_at_once(lobby: Lobby) -> None:
    """As many as there are threads: what is kept for so many is then kept, and a later rush needs no more."""

    def ask(_number: int) -> None:
        client = lobby.client("display")
        for _ in range(_QUESTIONS):
            client.board()
        client.close()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(ask, range(_AT_ONCE)))
