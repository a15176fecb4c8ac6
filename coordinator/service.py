"""One centre as a worker serves it: its desk, the threads that work beside it, and its WSGI application."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from flask import Flask

from config import Settings
from coordinator.broadcast import Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.watch import Watch
from coordinator.center_file.written import CenterFile
from coordinator.checking import MachineCheck
from coordinator.copy_health import CopyHealth
from coordinator.database_file import DatabaseFile, why_unwritten
from coordinator.desk import Desk
from coordinator.store.database import StoreError
from coordinator.vigil import Vigil
from coordinator.web.application import ServedCenter, create_application
from coordinator.web.health import find_silence
from coordinator.web.streams import Places
from runtime.clock import SystemClock
from wire.messages import Board

_CLOSE_SECONDS: Final = 2.0


class Service:
    """Takes the desk over: `close` closes it. `settings` are those of the start, `database` is the file that the desk
    keeps its records in, null where it is no file, and `is_open` says whether it does already; `center_file`: where the
    settings come from, to be changed by the manager and watched for other hands; `checking`: the command that looks at
    this machine; `copies`: how those of the records are.

    `places` for streams are the process's, which may serve other centres too. `on_read` and `on_fault` are the
    broadcast's.
    """

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        version: str,
        *,
        database: Path | None,
        is_open: Callable[[], bool],
        center_file: CenterFile,
        checking: Sequence[str],
        copies: Callable[[], list[CopyHealth]],
        places: Places,
        on_read: Callable[[], None],
        on_fault: Callable[[str], None],
        reread_seconds: float,
    ) -> None:
        self.desk = desk
        self._database = database
        self._is_open = is_open
        self._file: DatabaseFile | None = None
        self._vigil = Vigil(self._prove, self._is_doubtful, on_change=self.wake)
        self._broadcast = Broadcast(
            self._read_board, on_read=on_read, on_fault=on_fault, reread_seconds=reread_seconds
        )
        clock = SystemClock()
        room = SettingsRoom(desk, center_file, clock)
        self._watch = Watch(room.notice)
        center = ServedCenter(
            desk=desk,
            settings=settings,
            version=version,
            broadcast=self._broadcast,
            vigil=self._vigil,
            places=places,
            settings_room=room,
            check=MachineCheck(checking, clock),
            copies=copies,
        )
        self.application: Flask = create_application(center)
        desk.when_changed(self.wake)

    def start(self) -> None:
        self._broadcast.start()
        self._vigil.start()
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
        self._watch.close()
        self._broadcast.close()

    def close(self) -> None:
        """Let go of the database too."""
        self.begin_stop()
        self._broadcast.join(_CLOSE_SECONDS)
        self.desk.close()

    def _prove(self) -> None:
        try:
            self.desk.prove()
        except StoreError as error:
            why = why_unwritten(self._database, error) if self._database is not None else ""
            raise StoreError(f"{error}{why}") from error

    def _is_doubtful(self) -> bool:
        if not self._is_open():
            return True
        if self._database is None:
            return False
        # Not sooner: whatever stood in its place before it could be opened may have been taken away since.
        self._file = self._file or DatabaseFile(self._database)
        return self._file.is_doubtful()

    def _read_board(self) -> Board:
        self._vigil.check()
        return self.desk.board()
