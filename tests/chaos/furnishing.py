"""What a stage needs before it stands: settings on a lasting port and the wanted database, tokens by name."""

import random
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from config import Settings
from coordinator.desk import open_desk
from coordinator.store.database import connect
from coordinator.store.tokens import Tokens
from rehearsal.center import rehearse
from rehearsal.lobby import ROLES
from rehearsal.place import Place
from runtime.clock import SystemClock
from tests.chaos.evidence import CLERK, KIOSK
from tests.fakes.postgres import Postgres
from tests.system.lobbies import settings_of
from wire.messages import Role

PEOPLE: Final[dict[str, Role]] = {KIOSK: "kiosk", CLERK: "counter"}
"""The loading clients' own tokens: by their names the audit tells them from the devices."""
WORKERS: Final = 2


def make_settings(place: Place, card: Path | None, server: Postgres | None) -> Settings:
    """A small centre, its database in a file of `place` or of `card`, or on `server`, and several workers then. One
    citizen may take number after number, and a second press says that nobody had come.
    """
    settings = rehearse(settings_of("demo"), place, lasting_port())
    table = settings.coordinator
    if card is not None:
        table = replace(table, database=f"sqlite:///{card / 'motcua.db'}")
    if server is not None:
        table = replace(table, database=server.url(), workers=WORKERS)
    return replace(
        settings,
        coordinator=table,
        kiosk=replace(settings.kiosk, numbers=0),
        counter=replace(settings.counter, double="no-show-next"),
    )


def at_address(settings: Settings, url: str) -> Settings:
    """The same, for devices that reach the coordinator at another address."""
    return replace(settings, coordinator=replace(settings.coordinator, url=url))


def make_tokens(place: Place, settings: Settings) -> None:
    """One for each role and each of the loading clients, in `tokens/` under its name; makes the database."""
    clock, url = SystemClock(), settings.coordinator.database
    open_desk(settings, url, clock).close()
    database, now = connect(url), clock.now()
    tokens = Tokens(database, settings.center.id)
    names: dict[str, Role] = {role: role for role in ROLES}
    for name, role in (names | PEOPLE).items():
        path = place.data / "tokens" / name
        path.touch(mode=0o600)
        path.write_text(tokens.create(role, name, now, now.date().isoformat()), encoding="ascii")
    database.close()


def lasting_port() -> int:
    """A port of the loopback that stays free while the coordinator is dead.

    Not one of those that the kernel gives to whoever connects: of the thousands who knock meanwhile one would get the
    very port that it knocks at, and keep the coordinator from it.
    """
    while True:
        port = random.SystemRandom().randrange(15_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
