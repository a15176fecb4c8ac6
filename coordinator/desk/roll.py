"""Who was heard, how long ago and in which version: of this process's life only, for it holds for no longer."""

from collections.abc import Iterable
from typing import Final

from coordinator.desk.signs import Signs
from coordinator.store.rows import TokenRow
from runtime.clock import Clock
from wire.devices import Device, Devices, is_inquirer, version_in
from wire.messages import Role

_AGENTS: Final = frozenset[Role]({"kiosk", "printer", "counter", "display"})


class Roll:
    """Thread-safe."""

    def __init__(self, clock: Clock, signs: Signs) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self._signs = signs

    def hear(self, name: str, agent: str) -> None:
        """A request of a token's holder, who calls itself `agent`."""
        if not is_inquirer(agent):
            self._signs.hear(_subject(name), version_in(agent))

    def hear_again(self, name: str) -> None:
        """Its stream is still open."""
        self._signs.hear_again(_subject(name))

    def call(self, rows: Iterable[TokenRow], version: str) -> Devices:
        """Every device whose token holds, in the order of the tokens; `version` is the coordinator's own."""
        now = self._clock.monotonic()
        devices = [self._device(row, now) for row in rows if row.role in _AGENTS and row.revoked_at is None]
        return Devices(version=version, up_s=round(now - self._since), devices=devices)

    def _device(self, row: TokenRow, now: float) -> Device:
        sign = self._signs.find(_subject(row.name))
        return Device(
            name=row.name,
            role=row.role,
            version=None if sign is None else sign.version,
            silent_s=None if sign is None else max(0, round(now - sign.heard_at)),
        )


def _subject(name: str) -> str:
    return f"device/{name}"
