"""The whole way at once, short enough for every run in CI: a Debian made from nothing becomes a kiosk by the one
command, a killed process comes back, and a pulled plug loses no number.

What takes longer (watchdog, upgrade, pairing, a read-only root) is beside it.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.appliance.debian import SMALLEST, copy_sources, small_debian, wheels
from tests.appliance.machine import Machine
from tests.appliance.queue import KIOSK_PROCESSES, issue, new_token, ticket, wait_until_printed, wait_until_up
from tests.fakes.waiting import wait_for


@pytest.fixture
def machine(disk: Path, tmp_path: Path) -> Iterator[Machine]:
    """A bare Debian, switched on. The copy of the sources asks for no packages but those that it has."""
    with ThreadPoolExecutor() as pool:
        tree, ready = pool.submit(small_debian), pool.submit(wheels)
        ready.result()
        lower = tree.result()
    sources = copy_sources(tmp_path / "motcua")
    (sources / "systemd" / "packages" / "kiosk.apt").write_text("\n".join(SMALLEST) + "\n")
    with Machine(disk, sources, tree=lower) as machine:
        machine.configure()
        machine.boot()
        yield machine


def test_a_bare_debian_becomes_a_kiosk_that_outlives_a_kill_and_a_pulled_plug(machine: Machine) -> None:
    assert "coordinator: active" in machine.install("kiosk")
    token = new_token(machine, "kiosk", "trial-kiosk")
    first = issue(machine, token)
    assert first["number"] == "A001"
    wait_until_printed(machine, token, first["id"])

    before = machine.main_pid("coordinator")
    machine.run("systemctl", "kill", "--kill-whom=main", "--signal=KILL", "motcua-coordinator.service")
    wait_for(lambda: machine.main_pid("coordinator") not in (before, "0"), "the queue is started anew")
    wait_until_up(machine, *KIOSK_PROCESSES)
    second = issue(machine, token)

    machine.pull_plug()
    machine.boot()
    wait_until_up(machine, *KIOSK_PROCESSES)
    assert [ticket(machine, token, each["id"])["number"] for each in (first, second)] == ["A001", "A002"]
    assert issue(machine, token)["number"] == "A003"
