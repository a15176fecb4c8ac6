"""What a run leaves behind: what each client was answered, written as it happened, and all that can be looked at.

A client's own log is the one witness of what was promised: it is written before the client does anything else.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from simulation.evidence import Evidence
from tests.chaos.papers import Paper
from tests.chaos.snapshot import Snapshot
from wire.messages import Ticket

DONE: Final = 200
KIOSK: Final = "crowd"
CLERK: Final = "clerk"


class Said(msgspec.Struct, frozen=True):
    """One answer: to whom, to which of the client's commands, under which key. `at`: seconds of the monotonic clock.

    `status` is 200 where it was done, else that of the refusal; `answer` is null then.
    """

    at: float
    who: str
    command: str
    arguments: tuple[Any, ...]
    key: str
    status: int
    answer: Any


class ClientLog:
    """Thread-safe. Each answer is in `file` before the client goes on."""

    def __init__(self, file: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._file = file.open("ab", buffering=0)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._said: list[Said] = []
        self._asked: Counter[str] = Counter()

    def write(
        self, who: str, command: str, arguments: tuple[Any, ...], key: str, answer: Any, status: int = DONE
    ) -> None:
        said = Said(self._monotonic(), who, command, arguments, key, status, answer)
        with self._lock:
            self._file.write(msgspec.json.encode(said) + b"\n")
            self._said.append(said)
            self._asked[command] += 1

    def count(self) -> int:
        """How many answers there are so far."""
        return len(self._said)

    def count_of(self, command: str) -> int:
        with self._lock:
            return self._asked[command]

    def so_far(self) -> list[Said]:
        with self._lock:
            return self._said.copy()

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class Look:
    """One board as a reader of the stream got it: its `seq`, the calls on it, oldest first, and whether it was the
    first after a loss of the line.
    """

    seq: int
    calls: tuple[int, ...]
    is_first: bool


@dataclass(frozen=True)
class Life:
    """One process of a display: the boards that it painted, by `seq`, and the calls that it gave to its voice."""

    boards: tuple[int, ...]
    calls: tuple[int, ...]


@dataclass(frozen=True)
class Device:
    """What the device with `actor`'s token was asked for by its fingers, how often at each counter (`moves`), what it
    told (action, number and counter), and of each action that is judged how many more may have been done (`in_doubt`).
    """

    actor: str
    moves: Mapping[int | None, int]
    told: Counter[tuple[str, str, int | None]]
    in_doubt: Mapping[str, int]


@dataclass
class Traces(Evidence):
    """`said` are the answers that must be there, `snapshot` the database. `again` are first and second answers under
    one key. `is_whole`: nothing was asked that was not answered.
    """

    said: list[Said] = field(default_factory=list)
    snapshot: Snapshot = field(default_factory=Snapshot)
    again: list[tuple[Said, Said]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    sheets: list[Paper] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    is_whole: bool = True


def tickets_in(said: Said) -> list[Ticket]:
    """The tickets that an answer holds."""
    found = [said.answer, getattr(said.answer, "called", None), getattr(said.answer, "finished", None)]
    return [one for one in found if isinstance(one, Ticket)]
