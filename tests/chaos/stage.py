"""One run's lobby: real processes, the clients that load them, a reader of the stream, and what was witnessed."""

import random
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from typing import Final, Self

import requests

from coordinator.location import sqlite_file
from rehearsal.child import Child, child_environment
from rehearsal.lobby import Lobby
from rehearsal.place import make_place
from tests.chaos.device_rules import counter_of, kiosk_of
from tests.chaos.evidence import CLERK, KIOSK, ClientLog, Device, Look, Said, Traces
from tests.chaos.furnishing import PEOPLE, at_address, lasting_port, make_settings, make_tokens
from tests.chaos.hand import make_hands
from tests.chaos.load import Clerks, Kiosks, ask_again
from tests.chaos.papers import read_papers
from tests.chaos.reader import Reader, lives_of, painted_calls
from tests.chaos.snapshot import take_snapshot
from tests.chaos.wall_clock import WallClock
from tests.fakes.bad_line import BadLine
from tests.fakes.postgres import Postgres
from tests.fakes.service_manager import ServiceManager
from tests.fakes.waiting import wait_for
from wire.client import Coordinator

READY_SECONDS: Final = 60.0
RESTART_SECONDS: Final = 0.1
"""`RestartSec` of our unit: so long systemd waits before it starts a process that was killed."""
QUIET_SECONDS: Final = 40.0
"""Longer than the lease of a job that a killed agent had in hand."""
SECOND: Final = "second"


class Stage:
    """`lobby` stands and is under load between `start` and `finish`; `ready` holds for each kill how many seconds
    passed from it to the first answered request; `restarts` those of them in which the whole coordinator was started;
    `deaths` counts the kills of each device.

    `copy_of` is a folder with another stage's database and tokens, to begin with. With a `server`, two coordinators
    share its database, each with several workers, and the clients are shared out
    among them.
    """

    def __init__(
        self,
        folder: Path,
        seed: int,
        *devices: str,
        card: Path | None = None,
        clock: WallClock | None = None,
        copy_of: Path | None = None,
        server: Postgres | None = None,
        pause_seconds: float = 0.04,
    ) -> None:
        self.seed = seed
        self.devices = devices
        self.clock = clock
        self.ready: list[float] = []
        self.restarts: list[float] = []
        self.server = server
        self.place = make_place(folder / "data")
        self.settings = make_settings(self.place, card, server)
        port, direct = self.settings.coordinator.port, self.settings.coordinator.url
        self.devices_line = BadLine(port) if devices else None
        self.lines = [BadLine(port)]
        if self.devices_line is not None:
            # The devices know no other address; whoever looks on from here asks the coordinator itself.
            self.settings = at_address(self.settings, self.devices_line.url)
        self.manager = ServiceManager()
        coordinator = {**self.manager.environment, **(clock.environment if clock else {})}
        environments = {"coordinator": coordinator}
        self.lobby = Lobby(self.place, self.settings, {"MOTCUA_FRAME_LOG": "1"}, environments)
        self.lobby.url = direct
        self.log = ClientLog(folder / "clients.jsonl")
        self.urls = {"coordinator": self.lobby.url}
        self.second = self._make_second() if server else None
        self._next_line = cycle(self.lines.copy())
        self.lines += [self.devices_line] if self.devices_line else []
        if copy_of is None:
            make_tokens(self.place, self.settings)
        else:
            shutil.copytree(copy_of / "tokens", self.place.data / "tokens", dirs_exist_ok=True)
            shutil.copytree(copy_of, self.database.parent, dirs_exist_ok=True)
        printer = self.settings.printer.name if "printer" in devices else None
        domains = [domain.id for domain in self.settings.domains]
        self.kiosks = Kiosks(
            partial(self.client, KIOSK),
            self.log,
            seed,
            domains,
            printer=printer,
            pause_seconds=pause_seconds,
        )
        counters = [counter.id for counter in self.settings.counters]
        self.clerks = Clerks(
            partial(self.client, CLERK),
            counters,
            self.log,
            seed,
            domains,
            printer=printer,
            pause_seconds=2 * pause_seconds,
        )
        self.hands = make_hands(self.place, devices, counters, self.settings.counter.hold_seconds, seed)
        self.deaths: Counter[str] = Counter()
        self.reader: Reader | None = None

    @property
    def url(self) -> str:
        return self.settings.coordinator.database

    @property
    def database(self) -> Path:
        """The SQLite file."""
        file = sqlite_file(self.url)
        if file is None:
            raise TypeError(f"{self.url} is no file")
        return file

    def client(self, name: str) -> Coordinator:
        """One of the loading clients, over the line that faults are put on."""
        token = (self.place.data / "tokens" / name).read_text(encoding="ascii")
        return Coordinator(next(self._next_line).url, token, answer_seconds=3.0)

    def __enter__(self) -> Self:
        """Under load from now on; ended at the end."""
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def start(self) -> None:
        self.lobby.set_up()
        if self.second is not None:
            self.second.start()
            self.wait_until_well()
        if self.devices:
            self.lobby.start_devices(*self.devices)
        self.reader = Reader(self.lobby.client("display"))
        self.reader.start()
        self.kiosks.start()
        self.clerks.start()
        self.hands.start()

    def wait_until_busy(self, answers: int = 10) -> None:
        """Until so many more answers came: the load is on."""
        wanted = self.log.count() + answers
        wait_for(lambda: self.log.count() >= wanted, f"{answers} more answers", READY_SECONDS)

    def wait_for_answers(self, answers: int, seconds: float) -> None:
        """Until so many more answers came, but no longer: a machine that is slow is no breach."""
        wanted, deadline = self.log.count() + answers, time.monotonic() + seconds
        while self.log.count() < wanted and time.monotonic() < deadline:
            time.sleep(0.005)

    def health(self, url: str = "") -> tuple[int, str]:
        """The status of `/healthz` and what it says; 0 where nobody answers."""
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.get(f"{url or self.lobby.url}/healthz", timeout=5)
            except requests.RequestException as error:
                return 0, str(error)
            return answer.status_code, answer.text

    def wait_until_well(self) -> None:
        """Raises `RehearsalError` with its last words where it has ended."""
        for name, url in self.urls.items():
            self.lobby.wait_until(partial(self._is_well, url), name)

    def worker(self) -> int:
        """A process that serves; the one that was started watches over it."""
        return self.workers()[0]

    def workers(self) -> list[int]:
        master = self.lobby.children["coordinator"].pid
        return wait_for(lambda: children_of(master), "a worker", READY_SECONDS)

    def finish(self, *, repeats: int, is_patient: bool) -> Traces:
        """Let everyone come to rest, ask again what was answered, end all, and gather what is to be judged.

        `is_patient` waits for the leases of killed printing agents to end.
        """
        self.hands.stop()
        self.kiosks.stop()
        self.clerks.stop()
        for line in self.lines:
            line.settle()
        again = self._ask_again(repeats)
        self._wait_for_rest(is_patient=is_patient)
        said = self.log.so_far()
        self.lobby.end()
        return Traces(
            said=said,
            again=again,
            snapshot=take_snapshot(self.url, self.settings.center.id),
            looks=self._looks(),
            painted=painted_calls(self.place.screen("display")),
            lives=lives_of(self.place.screen("display")),
            sheets=read_papers(self.place.printed, self.settings.printer.width_dots),
            devices=self._devices(),
        )

    def close(self) -> None:
        """End everything, however the run went; safe to do twice."""
        if self.reader is not None:
            self.reader.end()
        # A finger may wait for a process that stands still; it is let go with it.
        self.hands.let_go()
        self.kiosks.close()
        self.clerks.close()
        self.lobby.end()
        for line in self.lines:
            line.close()
        self.manager.close()
        self.log.close()
        self.place.clear_away()

    def _make_second(self) -> Child:
        """Another coordinator over the same database, on a port of its own."""
        port = lasting_port()
        arguments = ["coordinator", "--config", str(self.place.center_file), "--port", str(port)]
        child = Child(SECOND, arguments, self.place.log_file(SECOND), child_environment())
        self.lobby.children[SECOND] = child
        self.urls[SECOND] = f"http://127.0.0.1:{port}"
        self.lines.append(BadLine(port))
        return child

    def _is_well(self, url: str) -> bool:
        return self.health(url)[0] == HTTPStatus.OK

    def _ask_again(self, repeats: int) -> list[tuple[Said, Said]]:
        said = self.log.so_far()
        return self.ask_again(random.Random(f"{self.seed}/again").sample(said, min(repeats, len(said))))

    def ask_again(self, said: Sequence[Said]) -> list[tuple[Said, Said]]:
        """Each answer, and what its command gets now under its old key."""
        clients = {name: self.client(name) for name in PEOPLE}
        try:
            return [(one, ask_again(one, clients[one.who])) for one in said]
        finally:
            for client in clients.values():
                client.close()

    def _wait_for_rest(self, *, is_patient: bool) -> None:
        """Nothing is queued for a printer, the reader of the stream has the newest board, the display its call."""
        admin, screen = self.lobby.client("admin"), self.place.screen("display")

        def is_at_rest() -> bool:
            board = admin.board()
            is_read = [look.seq for look in self._looks()[-1:]] == [board.seq]
            is_printed = "printer" not in self.devices or not any(it.queued for it in board.printers)
            newest = {call.seq for call in board.calls[:1]}
            is_painted = "display" not in self.devices or newest <= painted_calls(screen)
            return (
                is_read
                and is_printed
                and self.hands.is_at_rest()
                and is_painted
                and not (is_patient and self._has_leases())
            )

        wait_for(is_at_rest, "rest after the load", QUIET_SECONDS)
        admin.close()

    def _devices(self) -> list[Device]:
        """What the fingers asked for, and what was told of it."""
        found, deaths, citizen = list[Device](), self.deaths, self.hands.citizen
        if citizen is not None:
            found.append(kiosk_of("kiosk:kiosk", self._log_of("kiosk"), citizen.takes, deaths["kiosk"]))
        if closed := {clerk.counter: clerk.closed for clerk in self.hands.clerks}:
            found.append(counter_of("counter:counter", self._log_of("counter"), closed, deaths["counter"]))
        return found

    def _log_of(self, device: str) -> list[str]:
        return self.place.log_file(device).read_text(encoding="utf-8", errors="replace").splitlines()

    def _looks(self) -> list[Look]:
        return self.reader.looks.copy() if self.reader else []

    def _has_leases(self) -> bool:
        snapshot = take_snapshot(self.url, self.settings.center.id)
        return any(job["is_pending"] for job in snapshot.jobs)


def children_of(process: int) -> list[int]:
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in found.split()]
