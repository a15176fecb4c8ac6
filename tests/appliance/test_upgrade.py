"""A newer version takes over with everything that was there; one that is not well gives the old one back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.appliance.debian import copy_sources
from tests.appliance.machine import Machine
from tests.appliance.queue import KIOSK_PROCESSES, issue, new_token, ticket, wait_until_up


@pytest.fixture
def machine(disk: Path) -> Iterator[Machine]:
    """A kiosk whose sources the test may change, as someone does who unpacks a newer version."""
    with Machine(disk / "machine", copy_sources(disk / "sources")) as machine:
        machine.configure()
        machine.boot()
        machine.install("kiosk")
        yield machine


def change(machine: Machine, path: str, old: str, new: str) -> None:
    file = machine.sources / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def release(machine: Machine) -> str:
    return machine.run("readlink", "/opt/motcua/current").strip()


def raise_version(machine: Machine) -> None:
    file = machine.sources / "pyproject.toml"
    text = re.sub(r'(?m)^version = ".*"', 'version = "99.0.0"', file.read_text(encoding="utf-8"), count=1)
    file.write_text(text, encoding="utf-8")


def test_an_upgrade_keeps_everything_and_takes_the_old_units_away(machine: Machine) -> None:
    token = new_token(machine, "kiosk", "before")
    first = issue(machine, token)
    old = release(machine)
    raise_version(machine)
    change(machine, "systemd/units/motcua-screen.service", "[Unit]", "[Unit]\n# of the new version")
    said = machine.install("kiosk")
    assert "upgraded from" in said
    assert release(machine) != old
    assert machine.run("motcua", "--version").strip() == "motcua 99.0.0"
    assert "of the new version" in machine.run("cat", "/etc/systemd/system/motcua-screen.service")
    wait_until_up(machine, *KIOSK_PROCESSES)
    assert ticket(machine, token, first["id"])["number"] == first["number"]
    assert issue(machine, token)["number"] == "A002"


def test_a_version_that_dies_gives_the_old_one_back(machine: Machine) -> None:
    token = new_token(machine, "kiosk", "before")
    first = issue(machine, token)
    old = release(machine)
    raise_version(machine)
    change(machine, "kiosk/__main__.py", '"""', '"""A broken version."""\nraise SystemExit("broken")\n"""')
    change(machine, "systemd/units/motcua-kiosk.service", "[Unit]", "[Unit]\n# of the new version")
    done = machine.attempt("/src/run", "install", "kiosk", MOTCUA_HEALTHY_SECONDS="15")
    assert done.returncode != 0
    assert "does not become healthy" in done.stderr
    assert release(machine) == old
    assert "of the new version" not in machine.run("cat", "/etc/systemd/system/motcua-kiosk.service")
    wait_until_up(machine, *KIOSK_PROCESSES)
    assert ticket(machine, token, first["id"])["number"] == first["number"]
    assert issue(machine, token)["number"] == "A002"


def test_a_version_that_spoils_the_database_gives_the_old_one_back_with_the_database_as_it_was(
    machine: Machine,
) -> None:
    token = new_token(machine, "kiosk", "before")
    first = issue(machine, token)
    old = release(machine)
    raise_version(machine)
    spoil = (
        'import sqlite3\n_spoilt = sqlite3.connect("/var/lib/motcua/motcua.db")\n'
        "_spoilt.execute(\"UPDATE alembic_version SET version_num = 'from-the-future'\")\n"
        '_spoilt.commit()\nraise SystemExit("broken")\n'
    )
    change(machine, "coordinator/__main__.py", "import argparse\n", f"import argparse\n{spoil}")
    done = machine.attempt("/src/run", "install", "kiosk", MOTCUA_HEALTHY_SECONDS="15")
    assert done.returncode != 0
    assert "its copy is put back" in done.stderr
    assert release(machine) == old
    wait_until_up(machine, *KIOSK_PROCESSES)
    assert ticket(machine, token, first["id"])["number"] == first["number"]
    assert issue(machine, token)["number"] == "A002"


def test_a_version_that_does_not_take_the_configuration_is_refused_before_anything_is_touched(
    machine: Machine,
) -> None:
    old, before = release(machine), machine.main_pid("coordinator")
    raise_version(machine)
    change(
        machine,
        "config/settings.py",
        "class QueueTable(",
        "class Unused(Table, frozen=True):\n    x: int\n\n\nclass QueueTable(",
    )
    change(
        machine,
        "config/settings.py",
        "class Settings(Table, frozen=True):\n",
        "class Settings(Table, frozen=True):\n    needed: int\n",
    )
    done = machine.attempt("/src/run", "install", "kiosk")
    assert done.returncode != 0
    assert "nothing was changed" in done.stderr
    assert (release(machine), machine.main_pid("coordinator")) == (old, before)
