"""The watch over the five processes: notices what ended, and starts or kills what the page asks for.

Processes are started here and nowhere else, on the main thread, for they end with the thread that started
them.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final, Literal

import msgspec

from rehearsal.child import Child
from runtime.stop import Stop

LOOK_SECONDS: Final = 0.2

Deed = Literal["start", "kill"]

log = logging.getLogger(__name__)


class ProcessState(msgspec.Struct, frozen=True):
    """`exit_code` is null while it runs; negative: ended by that signal."""

    name: str
    exit_code: int | None


@dataclass(frozen=True)
class _Wish:
    name: str
    deed: Deed


class Supervision:
    """`run` on the thread that started the children; `ask` and `states` from any. `on_end` hears of each end."""

    def __init__(self, children: Sequence[Child], stop: Stop, on_end: Callable[[Child], None]) -> None:
        self._children = {child.name: child for child in children}
        self._stop = stop
        self._on_end = on_end
        self._ended: set[str] = set()
        self._wishes: SimpleQueue[_Wish | None] = SimpleQueue()

    @property
    def names(self) -> list[str]:
        return list(self._children)

    def ask(self, name: str, deed: Deed) -> None:
        """Have a process started or killed soon; `KeyError` where there is none of that name."""
        self._wishes.put(_Wish(self._children[name].name, deed))

    def states(self) -> list[ProcessState]:
        return [ProcessState(name, child.exit_code()) for name, child in self._children.items()]

    def run(self) -> None:
        """Until the stop is asked."""
        self._stop.when_asked(lambda: self._wishes.put(None))
        while not self._stop.is_asked():
            try:
                wish = self._wishes.get(timeout=LOOK_SECONDS)
            except Empty:
                wish = None
            if wish is not None:
                self._do(self._children[wish.name], wish.deed)
            self._notice_ends()

    def _do(self, child: Child, deed: Deed) -> None:
        if deed == "kill" and child.is_running():
            child.kill()
        elif deed == "start" and not child.is_running():
            child.start()

    def _notice_ends(self) -> None:
        ended = {name for name, child in self._children.items() if not child.is_running()}
        for name in sorted(ended - self._ended):
            self._on_end(self._children[name])
        self._ended = ended
