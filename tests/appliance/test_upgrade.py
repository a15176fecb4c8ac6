"""A newer version takes over with everything that was there; one that is not well gives the old one back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordinator.store.versions import NEWEST
from tests.appliance.debian import copy_sources
from tests.appliance.machine import SOURCES, Machine
from tests.appliance.manual import commands, type_in
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


# --- the way back by hand, as the manual says it -----------------------------------------------------------

WAY_BACK = ("operations.md", "Installing and upgrading")
_MIGRATION = '''"""Of the new version."""

from alembic import op

revision = "9999"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE lately (x INTEGER)")


def downgrade() -> None:
    op.execute("DROP TABLE lately")
'''


def keep_older_copy(machine: Machine) -> str:
    """A copy of the repository as it is now; its folder on the machine."""
    older = "older"
    shutil.copytree(machine.sources, machine.sources / older, ignore=shutil.ignore_patterns(older))
    return f"{SOURCES}/{older}"


def change_the_records_form(machine: Machine) -> None:
    change(machine, "coordinator/store/versions.py", f'"{NEWEST}"', '"9999"')
    file = machine.sources / "coordinator/store/migrations/versions/9999_lately.py"
    file.write_text(_MIGRATION.format(newest=NEWEST), encoding="utf-8")


def test_the_older_version_comes_back_by_hand_with_all_that_was_done_since(machine: Machine) -> None:
    folder, old = keep_older_copy(machine), release(machine)
    token = new_token(machine, "kiosk", "before")
    raise_version(machine)
    machine.install("kiosk")
    first = issue(machine, token)
    said = type_in(machine, commands(*WAY_BACK), copy="", folder=folder)
    assert "upgraded from 99.0.0" in said
    assert release(machine) == old
    wait_until_up(machine, *KIOSK_PROCESSES)
    assert ticket(machine, token, first["id"])["number"] == first["number"] == "A001"
    assert issue(machine, token)["number"] == "A002"


def test_where_the_records_are_newer_those_from_before_the_upgrade_come_back_and_numbers_go_on(
    machine: Machine,
) -> None:
    folder, old = keep_older_copy(machine), release(machine)
    token = new_token(machine, "kiosk", "before")
    first = issue(machine, token)
    raise_version(machine)
    change_the_records_form(machine)
    machine.install("kiosk")
    assert issue(machine, token)["number"] == "A002"
    refused = machine.attempt(f"{folder}/run", "install", "kiosk")
    assert refused.returncode == 1
    assert "newer version" in refused.stderr
    assert "nothing was changed" in refused.stderr
    assert issue(machine, token)["number"] == "A003"

    type_in(machine, commands(*WAY_BACK, block=2), copy="", folder=folder)
    assert release(machine) == old
    wait_until_up(machine, *KIOSK_PROCESSES)
    assert ticket(machine, token, first["id"])["number"] == first["number"] == "A001"
    assert issue(machine, token)["number"] == "A004"
    assert machine.run("sh", "-c", "ls /var/lib/motcua/motcua.db.replaced-*").count("\n") == 1
