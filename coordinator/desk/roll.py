"""Who was heard, how long ago and in which version: of this process's life only, for it holds for no longer."""

from collections.abc import Iterable
from typing import Final

from coordinator.store.rows import TokenRow
from runtime.clock import Clock
from wire.devices import Device, Devices, is_inquirer, version_in
from wire.messages import Role

_AGENTS: Final = frozenset[Role]({"kiosk", "printer", "counter", "display"})


class Roll:
    """Thread-safe: each entry is set whole. It holds no more names than there are tokens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self._heard: dict[str, float] = {}
        self._versions: dict[str, str | None] = {}

    def hear(self, name: str, agent: str) -> None:
        """A request of a token's holder, who calls itself `agent`."""
        if not is_inquirer(agent):
            self._versions[name] = version_in(agent)
            self.hear_again(name)

    def hear_again(self, name: str) -> None:
        """Its stream is still open."""
        self._heard[name] = self._clock.monotonic()

    def call(self, rows: Iterable[TokenRow], version: str) -> Devices:
        """Every device whose token holds, in the order of the tokens; `version` is the coordinator's own."""
        now = self._clock.monotonic()
        devices = [self._device(row, now) for row in rows if row.role in _AGENTS and row.revoked_at is None]
        return Devices(version=version, up_s=round(now - self._since), devices=devices)

    def _device(self, row: TokenRow, now: float) -> Device:
        heard = self._heard.get(row.name)
        return Device(
            name=row.name,
            role=row.role,
            version=self._versions.get(row.name),
            silent_s=None if heard is None else max(0, round(now - heard)),
        )
