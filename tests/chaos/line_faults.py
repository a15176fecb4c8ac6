"""Requests that are lost, doubled, delayed and torn on the way, one by one."""

import random
import time
from dataclasses import dataclass
from typing import get_args

from tests.chaos.stage import Stage
from tests.fakes.bad_line import BadLine, Mishap


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


def harmed(line: BadLine) -> int:
    return line.happened.total() - line.happened["none"]
