"""One centre as a worker serves it: its desk, the threads that work beside it, and its WSGI application."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from flask import Flask

from config import Settings
from coordinator.broadcast import REREAD_SECONDS, Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.watch import Watch
from coordinator.center_file.written import CenterFile
from coordinator.database_file import DatabaseFile
from coordinator.desk import Desk
from coordinator.store.database import StoreError
from coordinator.vigil import Vigil
from coordinator.web.application import create_application
from coordinator.web.health import find_silence
from coordinator.web.streams import Places
from runtime.clock import SystemClock
from wire.messages import Board

_CLOSE_SECONDS: Final = 2.0


class Service:
    """Takes the desk over: `close` closes it. `settings` are those of the start, `database` is the file that the desk
    keeps its records in, null where it is no file; `center_file`: where the settings come from, to be changed by the
    manager and watched for other hands; `checking`: the command that looks at this machine.

    `places` for streams are the process's, where it serves other centres too. `on_read` and `on_fault` are the
    broadcast's.
    """

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        version: str,
        *,
        database: Path | None = None,
        center_file: CenterFile | None = None,
        checking: Sequence[str] | None = None,
        places: Places | None = None,
        on_read: Callable[[], None] = lambda: None,
        on_fault: Callable[[str], None] = lambda _reason: None,
        reread_seconds: float = REREAD_SECONDS,
    ) -> None:
        self.desk = desk
        is_doubtful = (lambda: False) if database is None else DatabaseFile(database).is_doubtful
        self._vigil = Vigil(desk.prove, is_doubtful, on_change=self.wake)
        self._broadcast = Broadcast(
            self._read_board, on_read=on_read, on_fault=on_fault, reread_seconds=reread_seconds
        )
        room = None if center_file is None else SettingsRoom(desk, center_file, SystemClock())
        self._watch = None if room is None else Watch(room.notice)
        self.application: Flask = create_application(
            desk, self._broadcast, settings, version, checking, self._vigil, room, places
        )
        desk.when_changed(self.wake)

    def start(self) -> None:
        self._broadcast.start()
        self._vigil.start()
        if self._watch is not None:
            self._watch.start()

    def wake(self) -> None:
        """Something of this centre has changed: its streams are to hear of it."""
        self._broadcast.wake()

    def find_fault(self) -> str:
        """Why this centre does not work; empty where it does. Costs no reading."""
        try:
            self._vigil.check()
            self._broadcast.check()
        except StoreError as error:
            return str(error)
        return find_silence(self._broadcast)

    def is_reading(self) -> bool:
        """Whether its board is read as often as it should be."""
        return not find_silence(self._broadcast)

    def begin_stop(self) -> None:
        """End the streams, which would hold the worker up for ever; safe to do twice."""
        self._vigil.close()
        if self._watch is not None:
            self._watch.close()
        self._broadcast.close()

    def close(self) -> None:
        """Let go of the database too."""
        self.begin_stop()
        self._broadcast.join(_CLOSE_SECONDS)
        self.desk.close()

    def _read_board(self) -> Board:
        self._vigil.check()
        return self.desk.board()
