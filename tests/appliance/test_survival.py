"""Whatever dies comes back by itself, and what was given out is never lost: a killed process, a hung one, the plug."""

import time
from pathlib import Path

import pytest

from tests.appliance.machine import Machine
from tests.appliance.queue import KIOSK_PROCESSES, issue, new_token, ticket, wait_until_printed, wait_until_up
from tests.fakes.waiting import wait_for

WATCHDOG_SECONDS = 60


def kill_and_wait_for_another(machine: Machine, process: str, signal: str) -> None:
    before = machine.main_pid(process)
    machine.run("systemctl", "kill", "--kill-whom=main", f"--signal={signal}", f"motcua-{process}.service")
    wait_for(lambda: machine.main_pid(process) not in (before, "0"), f"{process} is started anew")


@pytest.mark.parametrize("process", KIOSK_PROCESSES)
@pytest.mark.parametrize("signal", ["TERM", "KILL"])
def test_a_process_that_ends_comes_back(kiosk: Machine, process: str, signal: str) -> None:
    kill_and_wait_for_another(kiosk, process, signal)
    wait_until_up(kiosk, process)


@pytest.mark.parametrize("process", KIOSK_PROCESSES)
def test_a_process_that_hangs_is_killed_by_the_watchdog_and_comes_back(kiosk: Machine, process: str) -> None:
    before = kiosk.main_pid(process)
    kiosk.run("systemctl", "kill", "--kill-whom=all", "--signal=STOP", f"motcua-{process}.service")
    wait_for(
        lambda: kiosk.main_pid(process) not in (before, "0"), f"{process} is started anew", WATCHDOG_SECONDS
    )
    wait_until_up(kiosk, process)


def test_a_process_that_dies_again_and_again_is_never_given_up(kiosk: Machine) -> None:
    for _ in range(8):
        kill_and_wait_for_another(kiosk, "printer", "KILL")
    wait_until_up(kiosk, "printer")


def test_a_pulled_plug_loses_nothing_that_was_answered(kiosk: Machine) -> None:
    token = new_token(kiosk, "kiosk", "before-the-cut")
    given = [issue(kiosk, token) for _ in range(5)]
    kiosk.pull_plug()
    kiosk.boot()
    wait_until_up(kiosk, *KIOSK_PROCESSES)
    for each in given:
        assert ticket(kiosk, token, each["id"])["number"] == each["number"]
    after = issue(kiosk, token)
    assert int(after["number"][1:]) == int(given[-1]["number"][1:]) + 1
    wait_until_printed(kiosk, token, after["id"])


def test_a_stopped_kiosk_comes_up_whole_and_how_long_that_took_is_said(kiosk: Machine) -> None:
    """From the moment at which systemd begins with the queue, on a machine of the development's class."""
    kiosk.run("systemctl", "stop", "motcua-kiosk.target")
    started = time.monotonic()
    kiosk.run("systemctl", "start", "motcua-kiosk.target")
    wait_until_up(kiosk, *KIOSK_PROCESSES)
    print(f"ready after {time.monotonic() - started:.2f} s")  # noqa: T201 a figure, not a check


def test_a_read_only_root_with_one_writable_folder_serves(disk: Path, sources: Path) -> None:
    with Machine(disk, sources) as machine:
        machine.configure()
        machine.boot()
        machine.install("kiosk")
        token = new_token(machine, "kiosk", "before")
        first = issue(machine, token)
        machine.pull_plug()
        machine.make_root_read_only()
        machine.boot()
        assert machine.attempt("touch", "/etc/written", "/opt/written").returncode != 0
        wait_until_up(machine, *KIOSK_PROCESSES)
        second = issue(machine, token)
        assert (first["number"], second["number"]) == ("A001", "A002")
        wait_until_printed(machine, token, second["id"])
