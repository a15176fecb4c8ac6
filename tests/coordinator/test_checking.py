"""The check of this machine as a process of its own: its findings, and what it may never do to the coordinator."""

import sys
import threading
from pathlib import Path

import pytest

from coordinator.checking import CheckFailed, MachineCheck, check_command
from tests.fakes.center_file import SMALLEST
from tests.fakes.clock import MovableClock
from tests.fakes.waiting import wait_for


def script(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def slug_of(check: MachineCheck) -> str:
    with pytest.raises(CheckFailed) as caught:
        check.run()
    return caught.value.slug


def test_the_real_command_tells_the_findings_of_this_machine_in_every_language(tmp_path: Path) -> None:
    config = tmp_path / "center.toml"
    config.write_text(SMALLEST, encoding="utf-8")
    clock = MovableClock()
    check = MachineCheck(check_command(config, tmp_path / "none"), clock, 120)
    before, checked = check.newest, check.run()
    assert before is None
    (fault,) = [one for one in checked.findings if one.is_fault and one.part["en"] == "database"]
    assert fault.said["vi"] == f"không có thư mục {tmp_path / 'none'}"
    assert set(fault.mend) == {"vi", "en"}
    assert checked.faults >= 1
    assert check.newest is checked
    assert checked.at == clock.now()


def test_a_check_that_hangs_is_ended(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    hanging = script(f"import os, signal; open({str(file)!r}, 'w').write(str(os.getpid())); signal.pause()")
    # A busy machine may not even have started Python by then; the sentence is the same.
    assert slug_of(MachineCheck(hanging, MovableClock(), 2)) == "check-slow"
    assert not file.exists() or not Path(f"/proc/{file.read_text()}/exe").exists()


def test_only_one_looks_at_a_time(tmp_path: Path) -> None:
    begun, go = tmp_path / "begun", tmp_path / "go"
    waiting = script(
        f"import os, time; open({str(begun)!r}, 'w').close()\n"
        f"while not os.path.exists({str(go)!r}): time.sleep(0.01)\n"
        "print('[]')"
    )
    check = MachineCheck(waiting, MovableClock(), 60)
    first = threading.Thread(target=check.run)
    first.start()
    wait_for(begun.exists, "the first check has begun")
    assert slug_of(check) == "check-busy"
    go.touch()
    first.join(60)
    assert check.newest is not None
    assert list(check.newest.findings) == []
    check.run()


@pytest.mark.parametrize(
    "command", [script("print('no JSON')"), script("raise SystemExit('no')"), ["/no/such/program"]]
)
def test_a_check_that_says_nothing_of_use_is_told_and_the_last_findings_stay(command: list[str]) -> None:
    check = MachineCheck(script("print('[]')"), MovableClock())
    before = check.run()
    check._command = command
    assert slug_of(check) == "check-failed"
    assert check.newest is before


def test_why_it_failed_can_be_read_in_the_log() -> None:
    with pytest.raises(CheckFailed, match="exit code 1: it is full"):
        MachineCheck(script("raise SystemExit('it is full')"), MovableClock()).run()
