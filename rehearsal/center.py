"""A centre's settings turned into those of a rehearsal: same domains and counters, simulated edge. Pure."""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from config import Settings
from config.settings import Button, CoordinatorTable, CounterTable
from rehearsal.place import Place

FIRST_LAMP: Final = 14
PINS: Final = 28
"""The header of a Pi has GPIO 0 to 27: buttons from 0 on, lamps from 14 on."""

SCREENS: Final = {"kiosk": "1280x800", "display": "1280x720"}


class TooManyCounters(ValueError):
    """More counters than one Pi has pins for."""


def rehearse(
    settings: Settings,
    place: Place,
    port: int,
    *,
    windows: Mapping[str, str] | None = None,
    is_speaking: bool = False,
) -> Settings:
    """The settings for a rehearsal at `place` with the coordinator on `port` of the loopback.

    Numbers are issued at any hour. With `windows`, sizes by the screens' names, the two open as windows, else
    they draw off screen. The board is mute unless `is_speaking`.
    """
    modes = {
        name: f"window:{windows[name]}" if windows else f"offscreen:{place.screen(name)}:{size}"
        for name, size in SCREENS.items()
    }
    is_heard = is_speaking and settings.display.voice.on
    return replace(
        settings,
        center=replace(settings.center, hours=[]),
        coordinator=_on_loopback(settings.coordinator, place, port),
        printer=replace(
            settings.printer, device=f"virtual:{place.printed}", token_file=str(place.token_file("printer"))
        ),
        kiosk=replace(settings.kiosk, mode=modes["kiosk"], token_file=str(place.token_file("kiosk"))),
        display=replace(
            settings.display,
            mode=modes["display"],
            token_file=str(place.token_file("display")),
            voice=replace(settings.display.voice, on=is_heard, clips=str(place.clips)),
        ),
        counter=replace(
            settings.counter,
            pins=f"mock:{place.pins}",
            buttons=wire_buttons(settings.counters),
            token_file=str(place.token_file("counter")),
        ),
    )


def _on_loopback(table: CoordinatorTable, place: Place, port: int) -> CoordinatorTable:
    return replace(
        table,
        database=f"sqlite:///{place.data / 'motcua.db'}",
        url=f"http://127.0.0.1:{port}",
        public_url="",
        host="127.0.0.1",
        port=port,
        token_file=str(place.token_file("admin")),
        certificate="",
        private_key="",
    )


def wire_buttons(counters: list[CounterTable]) -> list[Button]:
    """A button for each counter, and lamps where the pins suffice; raises `TooManyCounters`."""
    if len(counters) > PINS:
        raise TooManyCounters(f"{len(counters)} counters, but one Pi has pins for {PINS} buttons")
    with_lamps = len(counters) <= PINS - FIRST_LAMP
    return [
        Button(counter=counter.id, gpio=gpio, lamp=gpio + FIRST_LAMP if with_lamps else None)
        for gpio, counter in enumerate(counters)
    ]
