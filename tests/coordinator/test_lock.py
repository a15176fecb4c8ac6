"""One coordinator to a database: the kernel's lock, which no death leaves behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from coordinator.lock import InUse, hold_lock

HOLDER = """
import sys, time
from pathlib import Path
from coordinator.lock import hold_lock
hold_lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def _start_holder(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(path)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def _end(holder: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    with holder:
        holder.send_signal(number)


def test_a_held_lock_is_refused_and_its_holder_named(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db.lock"
    holder = _start_holder(path)
    with pytest.raises(InUse, match=rf"{path}.*process {holder.pid}\)"):
        hold_lock(path)
    _end(holder)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_dead_holder_leaves_it_free(tmp_path: Path, number: int) -> None:
    path = tmp_path / "motcua.db.lock"
    _end(_start_holder(path), number)
    os.close(hold_lock(path))


def test_one_that_waits_gets_it_when_the_holder_dies(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db.lock"
    holder = _start_holder(path)
    gained: list[int] = []
    waiter = threading.Thread(target=lambda: gained.append(hold_lock(path, 20)))
    waiter.start()
    _end(holder)
    waiter.join(20)
    assert path.read_text() == f"{os.getpid()}\n"
    os.close(gained[0])


def test_closing_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db.lock"
    os.close(hold_lock(path))
    os.close(hold_lock(path))


def test_in_a_folder_that_is_missing_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        hold_lock(tmp_path / "nowhere" / "motcua.db.lock")
