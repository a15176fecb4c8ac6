"""A store that cannot keep anything, on real processes: said within seconds wherever people look, and forgotten when it
is mended.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from msgspec.structs import replace

from benchmarks.standing import set_up
from rehearsal.center import rehearse
from rehearsal.finger import LampWatch
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from tests.fakes.service_manager import ServiceManager
from tests.fakes.waiting import wait_for
from tests.system.lobbies import notes_of, settings_of, touch_target
from wire.client import StoreFailing, new_key
from wire.faults import CODES
from wire.messages import IssueTicket

STORE_BYTES = 4 * 1024 * 1024


class Hall:
    """What people see of a lobby whose database has a folder of its own."""

    def __init__(self, lobby: Lobby, store: Path) -> None:
        self.lobby = lobby
        self.store = store
        self.file = store / "motcua.db"

    def newest(self, screen: str) -> Any:
        return (notes_of(self.lobby, screen) or [{}])[-1]

    def health(self) -> Any:
        return requests.get(f"{self.lobby.url}/healthz", timeout=20).json()

    def wait_until_said(self, code: int) -> None:
        """Kiosk and board say that nothing can be had, and tell the staff the fault's number."""

        def is_said() -> bool:
            kiosk, board = self.newest("kiosk"), self.newest("display")
            return (kiosk["screen"], kiosk["fault"], board["is_stale"], board["fault"]) == (
                "Offline",
                code,
                True,
                code,
            )

        wait_for(is_said, f"fault {code} on kiosk and board")

    def wait_until_well(self) -> None:
        def is_well() -> bool:
            kiosk, board = self.newest("kiosk"), self.newest("display")
            return (kiosk["screen"], kiosk["fault"], board["is_stale"], board["fault"]) == (
                "Idle",
                None,
                False,
                None,
            )

        wait_for(is_well, "kiosk and board as ever")
        client = self.lobby.client("kiosk")
        assert client.issue(IssueTicket(domain="dat-dai"), new_key()).number
        client.close()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("failing")
    store = folder / "store"
    store.mkdir()
    place = make_place(folder / "data")
    settings = rehearse(settings_of("demo"), place, free_port())
    database = f"sqlite:///{store / 'motcua.db'}"
    settings = replace(settings, coordinator=replace(settings.coordinator, database=database))
    manager = ServiceManager()
    lobby = Lobby(place, settings, {"MOTCUA_FRAME_LOG": "1"}, {"coordinator": manager.environment})
    with _small_disk(store):
        try:
            set_up(lobby)
            lobby.start_devices("display", "kiosk", "counter")
            hall = Hall(lobby, store)
            hall.wait_until_well()
            yield hall
        finally:
            lobby.end()
            manager.close()
            place.clear_away()


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    """A file system of its own, that can be filled up, where this user may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={STORE_BYTES}", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(command, check=False).returncode == 0
    yield
    if is_mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_forgotten_when_there_is_room_again(hall: Hall) -> None:
    if not os.path.ismount(hall.store):
        pytest.skip("only root may mount a disk that is small enough to fill")
    filling = hall.store / "filling"
    touch_target(hall.lobby, "Start()")
    _fill_up(filling)
    # Whoever was choosing is not led on to a screen that fails.
    hall.wait_until_said(CODES["store"])
    assert hall.health()["cause"] == "full"
    filling.unlink()
    hall.wait_until_well()


def test_a_folder_that_was_moved_is_said_and_nothing_is_acknowledged_into_it(hall: Hall) -> None:
    moved = hall.file.rename(hall.store / "elsewhere.db")
    lamps = LampWatch(hall.lobby.place.pins)
    try:
        hall.wait_until_said(CODES["store"])
        client = hall.lobby.client("kiosk")
        with pytest.raises(StoreFailing) as failure:
            client.issue(IssueTicket(domain="dat-dai"), new_key())
        assert failure.value.cause == "moved"
        client.close()
        # All lamps keep one beat, as none of the counters' own states has it.
        for light in (True, False, True):
            wait_for(lambda light=light: set(lamps.look().values()) == {light}, f"all lamps {light}")  # type: ignore[misc]
    finally:
        lamps.close()
        moved.rename(hall.file)
    hall.wait_until_well()


def test_a_coordinator_that_is_gone_is_another_fault(hall: Hall) -> None:
    hall.lobby.children["coordinator"].kill()
    hall.wait_until_said(CODES["silent"])
    hall.lobby.start_coordinator()
    hall.wait_until_well()


def test_another_program_in_its_place_is_one_too(hall: Hall) -> None:
    hall.lobby.children["coordinator"].kill()
    hall.wait_until_said(CODES["silent"])
    with _stranger(int(hall.lobby.url.rpartition(":")[2])):
        hall.wait_until_said(CODES["strange"])
    hall.lobby.start_coordinator()
    hall.wait_until_well()


def test_damaged_pages_are_said_until_a_copy_is_put_back(hall: Hall) -> None:
    coordinator = hall.lobby.children["coordinator"]
    coordinator.ask_to_end()
    coordinator.wait_for_end(20)
    copy = Path(shutil.copy(hall.file, hall.lobby.place.data / "copy.db"))
    hall.lobby.start_coordinator()
    hall.wait_until_well()
    with hall.file.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(hall.file.stat().st_size - 4096))
    # What was read before lies in memory, and is good until something is kept: whoever comes next finds it out.
    client = hall.lobby.client("kiosk")
    with suppress(StoreFailing):
        client.issue(IssueTicket(domain="dat-dai"), new_key())
    client.close()
    hall.wait_until_said(CODES["store"])
    assert hall.health()["cause"] == "damaged"
    coordinator.kill()
    for left in hall.store.glob("motcua.db*"):
        left.unlink()
    shutil.copy(copy, hall.file)
    hall.lobby.start_coordinator()
    hall.wait_until_well()


def test_a_coordinator_that_starts_on_a_broken_file_says_so_and_takes_up_what_is_put_back(hall: Hall) -> None:
    coordinator = hall.lobby.children["coordinator"]
    coordinator.ask_to_end()
    coordinator.wait_for_end(20)
    hall.wait_until_said(CODES["silent"])
    away = hall.file.rename(hall.store / "elsewhere.db")
    hall.file.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    coordinator.start()
    lamps = LampWatch(hall.lobby.place.pins)
    try:
        hall.wait_until_said(CODES["store"])
        assert hall.health()["cause"] == "damaged"
        for light in (True, False, True):
            wait_for(lambda light=light: set(lamps.look().values()) == {light}, f"all lamps {light}")  # type: ignore[misc]
    finally:
        lamps.close()
        away.rename(hall.file)
    hall.wait_until_well()


def _fill_up(filling: Path) -> None:
    with filling.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            """Until no block is left."""
    assert os.statvfs(filling).f_bavail == 0


@contextmanager
def _stranger(port: int) -> Iterator[None]:
    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html>Please sign in to the network</html>")

        log_message: Callable[..., None] = lambda *_: None

    server = ThreadingHTTPServer(("127.0.0.1", port), Portal)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
