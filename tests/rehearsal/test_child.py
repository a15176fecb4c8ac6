"""A child process is started, watched and ended, and what it said stays in its file."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.child import Child, child_environment
from tests.fakes.waiting import wait_for


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """`motcua --version`, or with `serve` a coordinator's stand-in; ended at the end."""
    child = Child("thing", ["--version"], tmp_path / "thing.log", child_environment())
    yield child
    child.kill()


def test_before_its_start_it_neither_runs_nor_ended(child: Child) -> None:
    assert not child.is_running()
    assert child.exit_code() is None
    assert child.last_lines() == []
    child.ask_to_end()
    child.wait_for_end(1)
    with pytest.raises(RuntimeError, match="thing was not started"):
        _ = child.pid


def test_what_it_said_and_how_it_ended_is_known(child: Child) -> None:
    child.start()
    child.wait_for_end(30)
    assert child.exit_code() == 0
    assert child.last_lines()[0].startswith("motcua ")
    child.start()
    child.wait_for_end(30)
    assert len(child.last_lines()) == 2


def test_one_that_hears_no_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    monkeypatch.setattr("rehearsal.child.motcua_command", lambda *_: [sys.executable, "-c", deaf])
    child = Child("deaf", [], tmp_path / "deaf.log", child_environment())
    child.start()
    wait_for(lambda: child.last_lines() == ["up"], "the deaf child")
    child.ask_to_end()
    child.wait_for_end(0.1)
    assert child.exit_code() == -signal.SIGKILL


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv (util-linux)")
def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    code = (
        "import sys, time; from pathlib import Path; import rehearsal.child as c;"
        "c.motcua_command = lambda *_: [sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(60)'];"
        f"child = c.Child('x', [], Path({str(log)!r}), c.child_environment());"
        "child.start(); print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=child_environment()
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        wait_for(lambda: log.exists() and log.read_text(), "the child's first word")
        parent.kill()
    wait_for(lambda: not is_alive(pid), "the child's end")


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_would_overrule_the_settings_is_kept_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", "secret")
    monkeypatch.setenv("MOTCUA_CONFIG", "elsewhere.toml")
    environment = child_environment(MORE="1")
    assert "MOTCUA_TOKEN" not in environment
    assert "MOTCUA_CONFIG" not in environment
    assert environment["MORE"] == "1"
