"""Short runs of real processes under load, each with its faults: every rule holds after them."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.clock_faults import JUMPS
from tests.chaos.database_faults import BackupUnderLoad, HeldLock, PowerCutCopy, copy_as_a_power_cut_would
from tests.chaos.disk_faults import (
    FullDisk,
    NoGrowth,
    StartOnFullDisk,
    StartOnReadOnly,
    a_card,
    is_ailing,
    why_no_card,
)
from tests.chaos.evidence import Traces
from tests.chaos.faults import Fault
from tests.chaos.line_faults import BadNet, LostAnswers, harmed
from tests.chaos.plan import make_plan
from tests.chaos.postgres_faults import HarmServer
from tests.chaos.process_faults import Freeze, KillCoordinator, KillDevice, KillSecond
from tests.chaos.rules import same_key_same_answer
from tests.chaos.run import carry_out, judge
from tests.chaos.stage import Stage
from tests.chaos.syscall_faults import FAILING_SYNC, FAILING_WRITES, NO_SPACE, READ_ONLY, SLOW_SYNC
from tests.chaos.wall_clock import WallClock
from tests.fakes.postgres import a_postgres
from tests.fakes.waiting import wait_for
from wire.client import Unreachable, new_key
from wire.messages import IssueTicket

SEED = 20
REPEATS = 300
PAUSE_SECONDS = (0.05, 0.2)
DEVICES = ("printer", "display", "counter", "kiosk")


def skip(reason: str) -> None:
    """What Debian's packages provide may not be missing in continuous integration."""
    if os.environ.get("CI") == "true" and "installed" in reason:
        pytest.fail(reason)
    pytest.skip(reason)


def run(stage: Stage, faults: Sequence[Fault], strokes: int = 0) -> None:
    """Every fault once, or so many strokes, and the judgement."""
    for fault in faults:
        if lacking := fault.lacks(stage):
            skip(f"{fault.name}: {lacking}")
    plan = make_plan(SEED, faults, strokes or len(faults), PAUSE_SECONDS)
    stage.wait_until_busy()
    carry_out(stage, plan)
    judge(stage, plan, stage.finish(repeats=REPEATS, is_patient=False))


def test_processes_that_are_killed_or_stand_still_lose_nothing(tmp_path: Path) -> None:
    faults: list[Fault] = [KillCoordinator("worker"), KillCoordinator("master")]
    faults += [KillDevice(device, is_at_work=device in ("printer", "counter")) for device in DEVICES]
    faults += [Freeze(process, (0.1, 0.3)) for process in ("coordinator", *DEVICES)]
    # To read the papers takes longer than all else.
    with Stage(tmp_path, SEED, *DEVICES, pause_seconds=0.1) as stage:
        wait_for(lambda: stage.hands.moves("kiosk") and stage.hands.moves("counter"), "a touch and a press")
        run(stage, faults)


def test_a_net_that_loses_doubles_and_tears_requests_changes_nothing(tmp_path: Path) -> None:
    with Stage(tmp_path, SEED, "printer", "counter") as stage:
        run(stage, [BadNet(), LostAnswers()])
        assert {"lost", "unanswered", "twice", "both", "echo", "late", "torn"} <= set(stage.lines[0].happened)
        assert stage.devices_line is not None
        assert harmed(stage.devices_line)


def test_copies_of_any_instant_hold_what_was_answered_before(tmp_path: Path) -> None:
    with Stage(tmp_path, SEED) as stage:
        run(stage, [PowerCutCopy(), BackupUnderLoad(), HeldLock()], 5)


def test_a_card_that_is_slow_fails_or_cannot_be_written_is_survived(tmp_path: Path) -> None:
    with Stage(tmp_path, SEED) as stage:
        calls = [SLOW_SYNC, FAILING_SYNC, FAILING_WRITES, READ_ONLY, NO_SPACE]
        run(stage, [*(replace(bad, seconds=0.4) for bad in calls), NoGrowth(seconds=0.1)])


def test_a_wall_clock_that_jumps_repeats_no_number_and_forgets_no_answer(tmp_path: Path) -> None:
    with Stage(tmp_path, SEED, clock=WallClock(tmp_path / "clock")) as stage:
        run(stage, JUMPS)


def test_a_card_that_is_full_or_takes_no_writing_is_told_and_the_work_goes_on_once_it_does(
    tmp_path: Path,
) -> None:
    if lacking := why_no_card():
        skip(lacking)
    with a_card(tmp_path / "card") as card, Stage(tmp_path, SEED, card=card) as stage:
        run(stage, [FullDisk(), StartOnFullDisk(), StartOnReadOnly()])


def test_a_card_that_is_gone_is_told_and_nothing_is_promised_any_more(tmp_path: Path) -> None:
    """Its folder is another one: what was open goes on in files that nobody will ever find again."""
    card = tmp_path / "card"
    card.mkdir()
    with Stage(tmp_path, SEED, card=card) as stage:
        stage.wait_until_busy()
        card.rename(tmp_path / "gone")
        card.mkdir()
        wait_for(lambda: is_ailing(stage), "/healthz that tells that the card is gone")
        answers = stage.log.count()
        admin = stage.lobby.client("admin")
        with pytest.raises(Unreachable, match="503"):
            admin.issue(IssueTicket(domain=stage.settings.domains[0].id), new_key())
        admin.close()
        assert stage.log.count() <= answers + 8  # what was on its way
        card.rmdir()
        (tmp_path / "gone").rename(card)
        stage.wait_until_well()
        stage.wait_until_busy()
        judge(stage, [], stage.finish(repeats=REPEATS, is_patient=False))


def test_a_coordinator_started_on_a_copy_of_any_instant_answers_as_the_first_did(tmp_path: Path) -> None:
    with Stage(tmp_path / "first", SEED) as stage:
        stage.wait_until_busy(40)
        said = stage.log.so_far()
        copy_as_a_power_cut_would(stage, tmp_path / "copy")
        shutil.copytree(stage.place.data / "tokens", tmp_path / "copy" / "tokens")
    with Stage(tmp_path / "second", SEED + 1, copy_of=tmp_path / "copy") as second:
        assert list(same_key_same_answer(Traces(again=second.ask_again(said)))) == []


def test_two_coordinators_over_one_postgresql_that_breaks_lose_and_double_nothing(tmp_path: Path) -> None:
    faults: list[Fault] = [KillCoordinator("worker"), KillSecond(), HarmServer("crash"), HarmServer("cut")]
    with a_postgres(is_durable=True) as server, Stage(tmp_path, SEED, server=server) as stage:
        run(stage, faults)
