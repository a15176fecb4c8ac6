"""The watch over the processes: ends are noticed, plugs pulled and put back in."""

import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.supervision import ProcessState, Supervision
from rehearsal.child import Child, child_environment
from runtime.stop import Stop
from tests.fakes.waiting import wait_for


class Supervised:
    """One sleeping child, watched on a thread of its own until the end."""

    def __init__(self, folder: Path) -> None:
        self.stop = Stop()
        self.ended: list[str] = []
        self.child = Child("sleeper", [], folder / "sleeper.log", child_environment())
        self.supervision = Supervision([self.child], self.stop, lambda child: self.ended.append(child.name))
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        wait_for(self.child.is_running, "the child")

    def _run(self) -> None:
        self.child.start()
        self.supervision.run()

    def close(self) -> None:
        self.stop.ask()
        self._thread.join()
        self.child.kill()


@pytest.fixture
def supervised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervised]:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr("rehearsal.child.motcua_command", lambda *_: sleeper)
    supervised = Supervised(tmp_path)
    yield supervised
    supervised.close()


def test_an_end_is_told_once_with_its_code(supervised: Supervised) -> None:
    assert supervised.supervision.states() == [ProcessState("sleeper", None)]
    supervised.child.ask_to_end()
    wait_for(lambda: supervised.ended == ["sleeper"], "the end is told")
    assert supervised.supervision.states() == [ProcessState("sleeper", -signal.SIGTERM)]
    supervised.supervision.ask("sleeper", "kill")
    supervised.supervision.ask("sleeper", "start")
    wait_for(supervised.child.is_running, "a new life")
    assert supervised.ended == ["sleeper"]


def test_a_pulled_plug_ends_and_one_put_back_in_starts(supervised: Supervised) -> None:
    first = supervised.child.pid
    supervised.supervision.ask("sleeper", "kill")
    wait_for(lambda: supervised.child.exit_code() == -signal.SIGKILL, "the end")
    supervised.supervision.ask("sleeper", "start")
    wait_for(supervised.child.is_running, "a new life")
    supervised.supervision.ask("sleeper", "start")
    supervised.supervision.ask("sleeper", "kill")
    wait_for(lambda: supervised.ended == ["sleeper", "sleeper"], "the second end")
    assert supervised.child.pid != first


def test_a_process_that_is_none_cannot_be_asked_for(supervised: Supervised) -> None:
    with pytest.raises(KeyError):
        supervised.supervision.ask("nothing", "kill")
