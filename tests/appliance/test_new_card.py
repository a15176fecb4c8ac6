"""The kiosk's card is dead: on a new one, by the manual's own commands, the day goes on as far as anyone knows it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.appliance.machine import SOURCES, Machine
from tests.appliance.manual import commands, type_in
from tests.appliance.queue import KIOSK_PROCESSES, issue, new_token, ticket, wait_until_printed, wait_until_up
from tests.appliance.stick import plugged_in

MANUAL = ("operations.md", "On a new card (thẻ mới, máy mới)")
STICK = "/media/usb"


@dataclass(frozen=True)
class Dead:
    """What is left of a machine whose card died: the stick, a device's token, and a paper in a citizen's hand."""

    stick: Path
    copy: str
    token: str
    paper: Any
    settings: str


@pytest.fixture
def dead(disk: Path, sources: Path) -> Dead:
    with Machine(disk / "dead", sources, hostname="kiosk-1") as machine:
        machine.configure()
        machine.boot()
        machine.install("kiosk", "--lan")
        token = new_token(machine, "kiosk", "another-kiosk")
        paper = issue(machine, token)
        machine.run("systemctl", "start", "motcua-backup")
        shutil.copytree(machine.root / "var/lib/motcua/backups", disk / "stick")
        assert issue(machine, token)["number"] == "A002"
        settings = machine.run("cat", "/etc/motcua/center.toml")
        machine.pull_plug()
    (copy,) = (disk / "stick").glob("*.db")
    return Dead(disk / "stick", copy.name, token, paper, settings)


def without_certificate(settings: str) -> list[str]:
    return [line for line in settings.splitlines() if not line.startswith("url =")]


def test_a_new_card_goes_on_by_the_manuals_commands(dead: Dead, disk: Path, sources: Path) -> None:
    with Machine(disk / "new", sources, hostname="kiosk-1") as machine:
        machine.boot()
        with plugged_in(machine, dead.stick, disk / "stick.img"):
            first, mount, *rest = commands(*MANUAL)
            type_in(machine, [first, mount], copy=dead.copy)
            refuses_without_todays_highest_number(machine, f"{STICK}/{dead.copy}")
            said = type_in(machine, rest, copy=dead.copy)
        assert "A501" in said
        assert "Không thấy lỗi nào" in said
        wait_until_up(machine, *KIOSK_PROCESSES)
        kept = machine.run("cat", "/etc/motcua/center.toml")
        assert without_certificate(kept) == without_certificate(dead.settings)
        assert ticket(machine, dead.token, dead.paper["id"])["number"] == dead.paper["number"] == "A001"
        after = issue(machine, dead.token)
        assert after["number"] == "A501"
        wait_until_printed(machine, dead.token, after["id"])
        for process in ("kiosk", "printer"):
            known = machine.run("motcua", "token", "whose", f"/var/lib/motcua/{process}/token")
            assert known.split() == [process, f"{process}-kiosk-1"]


def refuses_without_todays_highest_number(machine: Machine, copy: str) -> None:
    done = machine.attempt(f"{SOURCES}/run", "install", "kiosk", "--records", copy)
    assert done.returncode == 1
    assert "the copy's newest entry is of" in done.stderr
    assert "without --after the copy is not taken" in done.stderr
    assert machine.attempt("test", "-e", "/etc/motcua/center.toml").returncode != 0
    assert machine.attempt("test", "-e", "/var/lib/motcua").returncode != 0
