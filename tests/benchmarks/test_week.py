"""A compressed week: what leaks is named, and what does not is not."""

import os
from pathlib import Path

import pytest

from benchmarks.week import PROCESSES, Plan, Taken, find_growth, live_through, report, typical
from rehearsal.child import child_environment

LEAK = """
import os, threading, time

def leak():
    while True:
        os.open(os.devnull, os.O_RDONLY)
        threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
        time.sleep(0.1)

threading.Thread(target=leak, daemon=True).start()
"""


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([(60.0, 9, 5), (60.0, 9, 5), (60.5, 9, 5)], []),
        # What the first day brings is kept for good, and is no leak.
        ([(50.0, 7, 4), (60.0, 9, 5), (60.0, 9, 5)], []),
        ([(60.0, 9, 5), (60.0, 9, 5), (60.7, 9, 5)], ["board: memory, from 60.0 to 60.7 MB"]),
        ([(60.0, 9, 5), (60.0, 9, 5), (60.0, 10, 5)], ["board: open files, from 9 to 10"]),
        ([(60.0, 9, 5), (60.0, 9, 5), (60.0, 9, 6)], ["board: threads, from 5 to 6"]),
    ],
)
def test_what_grows_after_the_second_day_is_named(
    days: list[tuple[float, int, int]], found: list[str]
) -> None:
    assert find_growth({"board": [Taken(*day) for day in days]}) == found


def test_one_look_at_a_bad_moment_does_not_count() -> None:
    calm = [Taken(60.0, 9, 5), Taken(60.1, 9, 5), Taken(60.2, 9, 5), Taken(60.1, 9, 5)]
    assert typical([*calm[:2], Taken(65.9, 10, 6), *calm[2:]]) == Taken(60.1, 9, 5)
    assert typical([Taken(60.0, 9, 5)]) == Taken(60.0, 9, 5)


def test_a_process_that_loses_files_and_threads_is_found_among_those_that_do_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A short week of real processes, which is what the measurement itself does, and its report."""
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "sitecustomize.py").write_text(LEAK)
    path = os.pathsep.join([str(tmp_path / "leak"), child_environment()["PYTHONPATH"]])
    plan = Plan(days=3, tickets=4, day_seconds=1.0, settle_seconds=0.3, looks=1, old_tickets=650)
    week = live_through(plan, tmp_path / "week", {"counter": {"PYTHONPATH": path}})
    # The coordinator's threads are begun as they are needed, up to a number.
    growth = [
        line for line in find_growth(week) if "memory" not in line and not line.startswith("coordinator")
    ]
    assert [line.partition(",")[0] for line in growth] == ["counter: open files", "counter: threads"]
    report(week)
    rows = capsys.readouterr().out
    assert all(f"| {name}, MB |" in rows for name in PROCESSES)
