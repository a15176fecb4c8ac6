"""Requests that are lost, doubled, delayed and torn on the way, one by one."""

import random
import time
from dataclasses import dataclass
from typing import Final, get_args

from tests.chaos.stage import Stage
from tests.fakes.bad_line import BadLine, Mishap

LONGEST_SECONDS: Final = 10.0
_MOVES: Final = (("kiosk", 1), ("counter", 6))
"""So many touches and presses are to meet lost answers."""


@dataclass(frozen=True)
class BadNet:
    """For some seconds every other request meets a mishap."""

    seconds: float = 1.5
    name: str = "bad-net"

    def lacks(self, _stage: Stage) -> str:
        return ""

    def strike(self, stage: Stage, chance: random.Random) -> None:
        mishaps: tuple[Mishap, ...] = get_args(Mishap)
        before = sum(harmed(line) for line in stage.lines)
        for line in stage.lines:
            line.throw = lambda: chance.choice(mishaps) if chance.random() < 0.5 else "none"
        time.sleep(self.seconds)
        for line in stage.lines:
            line.settle()
            assert line.differing == []
        assert sum(harmed(line) for line in stage.lines) > before, "no request was harmed"


@dataclass(frozen=True)
class LostAnswers:
    """For a while half of all requests are done and their answers lost, until fingers have met it where some are at
    work: whoever asks again under another key does it twice.
    """

    seconds: float = 1.0
    name: str = "lost-answers"

    def lacks(self, _stage: Stage) -> str:
        return ""

    def strike(self, stage: Stage, chance: random.Random) -> None:
        for line in stage.lines:
            line.throw = lambda: "unanswered" if chance.random() < 0.5 else "none"
        deadline = time.monotonic() + LONGEST_SECONDS
        wanted = {
            device: stage.hands.moves(device) + moves for device, moves in _MOVES if device in stage.devices
        }
        while time.monotonic() < deadline and any(
            stage.hands.moves(device) < moves for device, moves in wanted.items()
        ):
            time.sleep(0.01)
        time.sleep(self.seconds)
        for line in stage.lines:
            line.settle()


def harmed(line: BadLine) -> int:
    return line.happened.total() - line.happened["none"]
