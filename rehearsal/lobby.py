"""The five processes together: set up as an operator would, started in order, ended in the reverse."""

import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Final, get_args

import msgspec
import requests

from config import Settings
from rehearsal.child import Child, child_environment, motcua_command
from rehearsal.heaps import HEAPS
from rehearsal.place import Place
from runtime.stop import Stop
from wire.client import Coordinator
from wire.messages import BoardPrinter, Role

ROLES: Final[tuple[Role, ...]] = get_args(Role)
DEVICES: Final = ("printer", "display", "kiosk", "counter")
READY_SECONDS: Final = 60.0
END_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.02


class RehearsalError(RuntimeError):
    """The processes could not be brought to life; the message holds what they said last."""


class Interrupted(RehearsalError):
    """The stop was asked for before they were at work."""


class Lobby:
    """Real processes on `settings`, which are those of a rehearsal at `place`, their heaps kept as by their units.

    `environment` is added to that of all, `environments` to that of the process it names. Once `stop` is asked
    nothing is waited for any more.
    """

    def __init__(
        self,
        place: Place,
        settings: Settings,
        environment: Mapping[str, str] = MappingProxyType({}),
        environments: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
        *,
        stop: Stop | None = None,
    ) -> None:
        self.place = place
        self.settings = settings
        self.url = settings.coordinator.url
        self._environment = child_environment(**environment)
        self._environments = environments
        self._stop = stop or Stop()
        self.children = {name: self._child(name) for name in ("coordinator", *DEVICES)}

    def set_up(self) -> None:
        """Write the settings, start the coordinator, make each role a token; raises `RehearsalError`."""
        self.place.center_file.write_bytes(msgspec.toml.encode(self.settings))
        self.start_coordinator()
        with ThreadPoolExecutor(len(ROLES)) as pool:
            list(pool.map(self._make_token, ROLES))

    def add_staff(self, name: str, role: str, pin: str) -> None:
        """An account for the staff's pages; one of this name that an earlier rehearsal left gets the new PIN."""
        added = self._run("staff", "add", name, "--role", role, said=pin)
        if added.returncode != 0:
            self._check(self._run("staff", "pin", name, said=pin), f"staff add {name}: {added.stderr}")

    def start_coordinator(self) -> None:
        """Start it, or start it again, and come back when it answers."""
        self.children["coordinator"].start()
        self.wait_until(self.is_healthy, "coordinator")

    def start_devices(self, *names: str) -> None:
        """Start these, or all of them, and come back when each is at work."""
        for name in names or DEVICES:
            self.children[name].start()
        for name in names or DEVICES:
            self.wait_until(lambda name=name: self.is_at_work(name), name)  # type: ignore[misc]

    def is_healthy(self) -> bool:
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.get(f"{self.url}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def is_at_work(self, name: str) -> bool:
        """Whether a device shows outwardly that it works."""
        if name == "counter":
            return self.place.pins.exists()
        if name == "printer":
            with_name = [p for p in self._board_printers() if p.name == self.settings.printer.name]
            return any(printer.online for printer in with_name)
        mode = self.settings.kiosk.mode if name == "kiosk" else self.settings.display.mode
        return not mode.startswith("offscreen:") or (self.place.screen(name) / "frame.png").exists()

    def client(self, role: Role, *, answer_seconds: float = 5.0) -> Coordinator:
        """A client with the token of a role; one a thread."""
        token = self.place.token_file(role).read_text(encoding="ascii").strip()
        return Coordinator(self.url, token, answer_seconds=answer_seconds)

    def end(self) -> None:
        """End all that run, devices first; closing twice is safe."""
        running = [child for child in reversed(self.children.values()) if child.is_running()]
        for child in running:
            if child.name != "coordinator":
                child.ask_to_end()
        for child in running:
            child.ask_to_end()
            child.wait_for_end(END_SECONDS)

    def wait_until(self, condition: Callable[[], bool], name: str) -> None:
        """Wait for a process; raises `RehearsalError` if it ends or takes too long, or `Interrupted`."""
        deadline = time.monotonic() + READY_SECONDS
        while not condition():
            child = self.children[name]
            if not child.is_running():
                raise RehearsalError(post_mortem(child, f"ended with exit code {child.exit_code()}"))
            if time.monotonic() > deadline:
                raise RehearsalError(post_mortem(child, f"was not at work after {READY_SECONDS:.0f} s"))
            if self._stop.wait(POLL_SECONDS):
                raise Interrupted(f"asked to stop while {name} was starting")

    def _child(self, name: str) -> Child:
        arguments = [name, "--config", str(self.place.center_file)]
        environment = {**self._environment, **HEAPS[name], **self._environments.get(name, {})}
        return Child(name, arguments, self.place.log_file(name), environment)

    def _make_token(self, role: Role) -> None:
        """As an operator makes it; a token that an earlier rehearsal left is taken."""
        path = self.place.token_file(role)
        if path.exists():
            return
        made = self._run("token", "create", role, role)
        self._check(made, f"token create {role}")
        _write_secret(path, made.stdout)

    def _run(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """A short command, `said` on its standard input."""
        command = motcua_command(*arguments, "--config", str(self.place.center_file))
        return subprocess.run(  # noqa: S603 our own command line
            command, env=self._environment, input=said, capture_output=True, text=True, check=False
        )

    def _check(self, done: subprocess.CompletedProcess[str], what: str) -> None:
        if done.returncode != 0:
            raise RehearsalError(f"motcua {what}: exit code {done.returncode}\n{done.stderr}")

    def _board_printers(self) -> list[BoardPrinter]:
        client = self.client("display")
        try:
            return client.board().printers
        finally:
            client.close()


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def post_mortem(child: Child, what: str) -> str:
    """What became of a child, with the last lines that it said."""
    return "\n".join([f"{child.name} {what}; it said last:", *(f"  {line}" for line in child.last_lines())])


def _write_secret(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="ascii")
