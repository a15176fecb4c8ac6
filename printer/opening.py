"""From `[printer] device` to a device: which kind is said in the configuration, never guessed."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from config import Settings
from printer.device import Line, Profile, TicketPrinter
from printer.virtual import VirtualPrinter

# Paper in a folder is there as soon as the bytes are.
_AT_ONCE_MM_S: Final = 1_000_000


def profile_of(settings: Settings) -> Profile:
    table = settings.printer
    return Profile(
        width_dots=table.width_dots,
        band_height=table.band_height,
        cut=table.cut,
        speed_mm_s=_AT_ONCE_MM_S if table.device.startswith("virtual:") else table.speed_mm_s,
        asks_status=table.status,
    )


def printer_opener(
    settings: Settings, alive: Callable[[], None] = lambda: None
) -> Callable[[], TicketPrinter]:
    """What opens the configured device anew at each call; the calls raise `PrinterTrouble`.

    `alive` is called as a job goes out.
    """
    kind, _, rest = settings.printer.device.partition(":")
    profile = profile_of(settings)
    if kind == "virtual":
        return lambda: VirtualPrinter(Path(rest), profile.width_dots)
    # Only a real device needs python-escpos, which is slow to import.
    from printer.escpos_printer import EscposPrinter  # noqa: PLC0415

    return lambda: EscposPrinter(_open_line(kind, rest, settings.printer.baud), profile, alive)


def _open_line(kind: str, rest: str, baud: int) -> Line:
    """Each line is imported only where it is used: their libraries cost memory."""
    if kind == "tcp":
        from printer.lines.tcp import TcpLine  # noqa: PLC0415

        host, _, port = rest.rpartition(":")
        return TcpLine(host.strip("[]"), int(port))
    if kind == "serial":
        from printer.lines.serial import SerialLine  # noqa: PLC0415

        return SerialLine(rest, baud)
    if kind == "file":
        from printer.lines.file import FileLine  # noqa: PLC0415

        return FileLine(Path(rest))
    from printer.lines.usb import UsbLine  # noqa: PLC0415

    vendor, _, product = rest.partition(":")
    return UsbLine((int(vendor, 16), int(product, 16)) if vendor else None)
