"""`./run chaos`: a long run of faults under load, its figures, and what must be known to make it again."""

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Final

from rehearsal.lobby import RehearsalError
from tests.chaos.acts import ACTS, KILLS, Act, able, acts_here, fault_names
from tests.chaos.faults import Fault
from tests.chaos.figures import Figures
from tests.chaos.plan import Stroke, make_plan
from tests.chaos.run import RuleBroken, carry_out, judge
from tests.chaos.stage import Stage

KILLS_AN_ACT: Final = 50
KILLS_A_FAULT: Final = 3
"""So many kills to each other fault."""
PAUSE_SECONDS: Final = (0.05, 0.4)
REPEATS: Final = 2000


def main(arguments: Sequence[str]) -> int:
    """0 where every rule was kept, 1 with the breaches and the way to repeat them."""
    options = _parse(arguments)
    # Lost lines are what is wanted here.
    logging.getLogger("wire").setLevel(logging.ERROR)
    figures = Figures()
    left, seed = options.kills, options.seed
    here, left_out = acts_here()
    _say(left_out)
    chosen = [act for act in here if options.act in (None, act.name)]
    if not chosen:
        return 1
    acts = cycle(chosen)
    while left > 0:
        strokes = min(left, KILLS_AN_ACT)
        if not _play(next(acts), seed, strokes, options.only, figures):
            break
        left, seed = left - strokes, seed + 1
    _say(figures.lines())
    return 1 if figures.violations else 0


def _play(act: Act, seed: int, strokes: int, only: list[str], figures: Figures) -> bool:
    """One act, judged; false where a rule was broken: its folder is kept then."""
    folder, began = Path(tempfile.mkdtemp(prefix="motcua-chaos-")), time.monotonic()
    again = " ".join(["./run chaos", f"--seed {seed} --act {act.name} --kills {strokes}", *_only(only)])
    try:
        with act.stage(folder, seed) as stage:
            _drive(act, stage, strokes, only, figures)
    except (RuleBroken, RehearsalError, AssertionError) as error:
        figures.violations += 1
        _say([f"{act.name}: {error}", f"traces: {folder}", f"again: {again}"])
        return False
    shutil.rmtree(folder, ignore_errors=True)
    _say([f"{act.name}, seed {seed}: every rule kept, {time.monotonic() - began:.0f} s"])
    return True


def _drive(act: Act, stage: Stage, strokes: int, only: list[str], figures: Figures) -> None:
    plan = plan_act(act, stage, strokes, only)
    stage.wait_until_busy()

    def note(_number: int, stroke: Stroke) -> None:
        figures.strokes[stroke.fault.name] += 1

    carry_out(stage, plan, note)
    traces = stage.finish(repeats=REPEATS, is_patient=True)
    figures.acknowledged += len(traces.said)
    figures.repeated += len(traces.again)
    figures.printed += len(traces.sheets)
    figures.boards += len(traces.looks)
    figures.touched += stage.hands.moves("kiosk")
    figures.pressed += stage.hands.moves("counter")
    figures.ready += stage.ready
    figures.restarts += stage.restarts
    judge(stage, plan, traces)


def plan_act(act: Act, stage: Stage, strokes: int, only: list[str]) -> list[Stroke]:
    """Kills with the act's other faults strewn among them, or only those that were asked for."""
    faults: list[Fault] = [fault for fault in (*KILLS, *act.faults) if not only or fault.name in only]
    usable, lacking = able(stage, faults)
    _say(lacking)
    if only:
        return make_plan(stage.seed, usable, strokes, PAUSE_SECONDS) if usable else []
    others = [fault for fault in usable if fault not in KILLS]
    kills = make_plan(stage.seed, KILLS, strokes, PAUSE_SECONDS)
    strewn = make_plan(stage.seed + 1, others, strokes // KILLS_A_FAULT, PAUSE_SECONDS)
    plan = kills.copy()
    for number, stroke in enumerate(strewn):
        plan.insert((number + 1) * (KILLS_A_FAULT + 1) - 1, stroke)
    return plan


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run chaos", description="faults under load, judged")
    parser.add_argument(
        "--kills", type=int, default=200, help="of the coordinator, or strikes of --only (200)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number, another run (1)")
    parser.add_argument("--act", choices=[act.name for act in ACTS], help="this part alone")
    parser.add_argument(
        "--only", action="append", default=[], choices=fault_names(), metavar="FAULT", help="no other fault"
    )
    return parser.parse_args(arguments)


def _only(names: list[str]) -> list[str]:
    return [f"--only {name}" for name in names]


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
