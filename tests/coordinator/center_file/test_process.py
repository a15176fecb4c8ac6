"""The file and a real coordinator: an editor's change holds at once, a kill between file and commit is healed."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from coordinator.location import FILE_NAME
from tests.fakes.process import SECONDS, Process, environment, start
from tests.fakes.small_center import Motcua
from tests.fakes.waiting import wait_for

pytestmark = pytest.mark.only_sqlite
KILLED_WHILE_SAVING = """
import os, signal, sys
from pathlib import Path
from config import load
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.written import CenterFile
from coordinator.desk import Actor, Once, open_desk
from runtime.clock import SystemClock

class Cut(CenterFile):
    def replace(self, text):
        super().replace(text)
        os.kill(os.getpid(), signal.SIGKILL)

path, url = Path(sys.argv[1]), sys.argv[2]
desk = open_desk(load(path), url, SystemClock())
room = SettingsRoom(desk, Cut(path), SystemClock())
edit = lambda raw: raw["center"]["name"].update(vi="Tên mới")
room.save(edit, room.file.read().digest, Actor("admin", "staff/Lan"), Once("1", "1"))
"""


@pytest.fixture
def token(motcua: Motcua) -> str:
    return motcua("token", "create", "admin", "may-1").out.strip()


@pytest.fixture
def coordinator(token: str, center_file: Path, data: Path) -> Iterator[Process]:
    process = start(center_file, data)
    yield process
    process.kill()
    process.popen.communicate()


def name(process: Process, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.get(f"{process.url}/api/v1/center", headers=headers, timeout=SECONDS)
    return str(answer.json()["name"]["vi"])


def test_what_an_editor_changes_holds_while_it_runs_and_what_is_wrong_does_not(
    coordinator: Process, token: str, center_file: Path
) -> None:
    text = center_file.read_text(encoding="utf-8")
    center_file.write_text(text.replace("Trung tâm thử", "Sửa bằng tay"), encoding="utf-8")
    wait_for(lambda: name(coordinator, token) == "Sửa bằng tay", "the name from the file")
    center_file.write_text(text.replace('prefix = "C"', 'prefix = "c"'), encoding="utf-8")
    wait_for(
        lambda: "domains[2].prefix: 'c' is not accepted" in coordinator.said.read_text(),
        "the mistake in the log",
    )
    assert name(coordinator, token) == "Sửa bằng tay"


def test_a_coordinator_that_was_killed_between_file_and_commit_starts_with_what_was_saved(
    token: str, center_file: Path, data: Path
) -> None:
    script = [sys.executable, "-c", KILLED_WHILE_SAVING, str(center_file), f"sqlite:///{data / FILE_NAME}"]
    killed = subprocess.run(script, env=environment(), timeout=SECONDS, check=False)
    assert killed.returncode == -9
    assert "Tên mới" in center_file.read_text(encoding="utf-8")
    process = start(center_file, data)
    try:
        assert name(process, token) == "Tên mới"
    finally:
        process.kill()
        process.popen.communicate()
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        rows = connection.execute("SELECT actor FROM audit WHERE action = 'settings.changed'").fetchall()
    assert rows == [("admin:staff/Lan",)]
