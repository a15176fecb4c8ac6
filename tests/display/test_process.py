"""`motcua display` as an operator runs it: a real process beside a coordinator that only tells."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.fakes.boards import a_board, a_call
from tests.fakes.stream import TellingCoordinator
from tests.fakes.waiting import wait_for

SETTINGS = """
center = {{ id = "hai-chau", name = {{ vi = "Hải Châu" }} }}
coordinator = {{ url = "{url}" }}
display = {{ mode = "offscreen:{screen}:640x360", voice = {{ clips = "{clips}" }} }}
[[domains]]
id = "chung-thuc"
prefix = "A"
name = {{ vi = "Chứng thực" }}
[[counters]]
id = 4
domains = ["chung-thuc"]
"""


class BoardProcess:
    """A board without a sound device; what it paints is read from its frame log."""

    def __init__(self, folder: Path, url: str) -> None:
        self._screen = folder / "screen"
        settings = folder / "center.toml"
        settings.write_text(SETTINGS.format(url=url, screen=self._screen, clips=folder / "clips"))
        self._log = (folder / "log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "motcua", "display", "--config", str(settings)],
            env={
                **os.environ,
                "MOTCUA_TOKEN": "t",
                "MOTCUA_FRAME_LOG": "1",
                "SDL_AUDIODRIVER": "alsa",
                "ALSA_CONFIG_PATH": "/dev/null",
            },
            stderr=self._log,
        )

    def notes(self) -> list[dict[str, Any]]:
        path = self._screen / "frames.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line)["note"] for line in lines]

    def newest(self) -> dict[str, Any]:
        notes = self.notes()
        return notes[-1] if notes else {}

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(10)
        self._log.close()
        return code


def test_it_shows_each_call_says_that_there_is_no_sound_and_ends_when_asked(
    coordinator: TellingCoordinator, tmp_path: Path
) -> None:
    coordinator.publish(a_board(5))
    board = BoardProcess(tmp_path, coordinator.url)
    wait_for(lambda: board.newest().get("board") == 5, "the first board")
    coordinator.publish(a_board(6, calls=[a_call(6, number="A025")]))
    wait_for(lambda: board.newest().get("latest") == "A025", "the call")
    wait_for(lambda: board.newest().get("is_silent"), "the mark that there is no sound")
    assert board.newest()["calls"] == [6]
    assert not board.newest()["is_stale"]
    assert (tmp_path / "screen" / "frame.png").stat().st_size > 0
    assert board.end() == 0


def test_without_a_coordinator_it_waits_and_says_so(tmp_path: Path) -> None:
    board = BoardProcess(tmp_path, "http://127.0.0.1:9")
    wait_for(lambda: board.newest().get("is_stale"), "the mark that it connects")
    assert board.end() == 0
