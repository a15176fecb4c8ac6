"""`motcua simulate CENTRE`: a whole day through real processes, judged by what it left behind.

`motcua simulate estimate`: imagined days, by which the told waits are judged; with `--data DIR` the days of a real
centre's database instead.
"""

import argparse
import logging
import random
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from config import Settings, SettingsError
from rehearsal.center import rehearse
from rehearsal.lobby import Lobby, RehearsalError, free_port
from rehearsal.place import Place, make_place
from runtime.logs import start_logging
from runtime.stop import Stop
from simulation.crowd import Crowd
from simulation.day import DayPlan, plan_day
from simulation.drive import FRAME_LOG, Day, DayDidNotEnd
from simulation.estimate import report
from simulation.evidence import Evidence
from simulation.history import NoHistory, read_history
from simulation.history import report as report_history
from simulation.hurry import hurried, hurried_clerks
from simulation.invariants import DAY, find_violations
from simulation.summary import judge, summarize
from simulation.traces import BadPaper, read_painted_calls, read_papers
from wire.client import CoordinatorError

CENTERS: Final = {
    name: Path(__file__).resolve().parent.parent / "config" / f"{name}.toml" for name in ("hai-chau", "demo")
}
ESTIMATE: Final = "estimate"
DEVICES: Final = ("printer", "display", "counter")
REPEATS: Final = 200
LONGEST_MINUTES: Final = 24 * 60

log = logging.getLogger(__name__)


class _ExampleCenter(argparse.Action):
    """Takes the example centre's settings; `--config` gives those of another."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        _option: str | None = None,
    ) -> None:
        namespace.center = values
        if str(values) in CENTERS:
            namespace.config = CENTERS[str(values)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "center", nargs="?", choices=[*CENTERS, ESTIMATE, None], action=_ExampleCenter, metavar="CENTRE"
    )
    parser.add_argument("--tickets", type=_count, default=650, help="how many citizens come (650)")
    parser.add_argument(
        "--minutes", type=_minutes, default=1.0, help="what the hours of issuing are compressed into (1)"
    )
    parser.add_argument("--clients", type=_count, default=4, help="kiosks that issue at the same time (4)")
    parser.add_argument(
        "--kills", type=_count_or_none, default=0, help="how often the coordinator is killed (0)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number, another day (1)")
    parser.add_argument("--days", type=int, default=40, help="estimate: imagined days of each kind (40)")
    parser.add_argument(
        "--data",
        type=Path,
        default=None,
        metavar="DIR",
        help="keep the traces here; estimate: judge the told waits of this folder's database",
    )
    parser.set_defaults(config=CENTERS["hai-chau"])


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Drive the day; 0 where every rule was kept, 1 with the breaches named."""
    start_logging()
    if arguments.center == ESTIMATE and arguments.data is not None:
        return _judge_history(settings, arguments.data)
    if arguments.center == ESTIMATE:
        for line in report(arguments.days, arguments.seed):
            _say([line])
        return 0
    if arguments.data is not None and arguments.data.is_dir() and any(arguments.data.iterdir()):
        raise SettingsError("--data", [f"{arguments.data} is not empty (accepted: an empty or a new folder)"])
    stop = Stop().on_signals()
    place = make_place(arguments.data)
    try:
        with ExitStack() as cleanup:
            cleanup.callback(place.clear_away)
            violations = _drive_and_judge(settings, arguments, place, stop, cleanup)
    except (RehearsalError, DayDidNotEnd, BadPaper, CoordinatorError) as error:
        _say([f"the day could not be judged: {error}", f"traces: {place.data}"])
        return 1
    _say([f"traces: {place.data}"])
    return 1 if violations else 0


def _judge_history(settings: Settings, folder: Path) -> int:
    """0 with what the told waits of a real database were worth, 1 where it holds none."""
    try:
        told = read_history(folder, settings.center.id)
    except NoHistory as error:
        sys.stderr.write(f"motcua simulate estimate: {error}\n")
        return 1
    _say(list(report_history(told)))
    return 0


def _drive_and_judge(
    settings: Settings,
    arguments: argparse.Namespace,
    place: Place,
    stop: Stop,
    cleanup: ExitStack,
) -> list[str]:
    rehearsed = rehearse(hurried(settings), place, free_port())
    lobby = Lobby(place, rehearsed, {"MOTCUA_FRAME_LOG": "1"}, stop=stop)
    cleanup.callback(lobby.end)
    lobby.set_up()
    lobby.start_devices(*DEVICES)
    plan = plan_day(settings, arguments.tickets, arguments.minutes * 60, arguments.seed)
    crowd = Crowd(lambda: lobby.client("kiosk"), arguments.clients, stop)
    cleanup.callback(crowd.close)
    day = Day(lobby, plan, hurried_clerks(settings, plan, arguments.seed), crowd, stop)
    for at in _kill_times(plan, arguments.kills, arguments.seed):
        day.at(at, day.kill_coordinator)
    began = time.monotonic()
    day.run()
    seconds = time.monotonic() - began
    evidence = _gather(lobby, crowd, day)
    violations = find_violations(evidence, DAY)
    _say([*summarize(evidence, seconds, arguments.kills), *judge(violations, DAY)])
    return violations


def _gather(lobby: Lobby, crowd: Crowd, day: Day) -> Evidence:
    """Everything that can be looked at from outside, once the processes have come to rest."""
    issued = crowd.issued()
    evidence = Evidence(
        issued=issued,
        repeats=crowd.repeat(issued[:REPEATS]),
        final=crowd.final(issued),
        after_closing=day.after_closing,
    )
    # The ends of printer and display make their files complete.
    lobby.end()
    evidence.stream = day.stream.calls()
    evidence.papers = read_papers(lobby.place.printed)
    evidence.painted = read_painted_calls(lobby.place.screen("display") / FRAME_LOG)
    return evidence


def _kill_times(plan: DayPlan, kills: int, seed: int) -> list[float]:
    chance = random.Random(seed)  # noqa: S311 a plan, not a secret
    return sorted(chance.uniform(0.1, 0.95) * plan.closes_at for _ in range(kills))


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{count} is too few (accepted: 1 and more)")
    return count


def _count_or_none(text: str) -> int:
    return 0 if text == "0" else _count(text)


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes <= LONGEST_MINUTES:
        raise argparse.ArgumentTypeError(f"{text} (accepted: more than 0, at most {LONGEST_MINUTES})")
    return minutes


def _say(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
