"""The printer's part of the check: is the device there that the settings name, and may this user write to it?"""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import usb.backend.libusb1

from config import Settings
from motcua.check.finding import Finding, fault, note
from printer.typesetter import load_logo

SYSFS: Final = Path("/sys/bus/usb/devices")
DEV: Final = Path("/dev/bus/usb")
_PRINTER_CLASS: Final = "07"
_CONNECT_SECONDS: Final = 3.0


@dataclass(frozen=True)
class UsbPrinter:
    """`id` as `VVVV:PPPP`, lower case; `node` is what libusb opens."""

    id: str
    node: Path


def check_printer(settings: Settings) -> Iterator[Finding]:
    kind, _, rest = settings.printer.device.partition(":")
    checks = {"usb": _check_usb, "tcp": _check_tcp, "serial": _check_device}
    yield from checks.get(kind, _check_path)(rest)
    if settings.ticket.logo:
        yield from _check_logo(Path(settings.ticket.logo), settings.printer.width_dots)


def find_usb_printers(sysfs: Path = SYSFS, dev: Path = DEV) -> list[UsbPrinter]:
    """Every USB device with an interface of the printer class (7); the kernel's view, so no rights are needed."""
    devices = {
        path.parent.resolve().parent
        for path in sysfs.glob("*/bInterfaceClass")
        if path.read_text().strip() == _PRINTER_CLASS
    }
    return [_usb_printer(device, dev) for device in sorted(devices)]


def _usb_printer(device: Path, dev: Path) -> UsbPrinter:
    vendor, product, bus, number = (
        (device / name).read_text().strip() for name in ("idVendor", "idProduct", "busnum", "devnum")
    )
    return UsbPrinter(f"{vendor}:{product}".lower(), dev / f"{int(bus):03}" / f"{int(number):03}")


def _check_usb(wanted: str) -> Iterator[Finding]:
    if usb.backend.libusb1.get_backend() is None:
        yield fault("printer.libusb")
    printers = find_usb_printers(SYSFS, DEV)
    found = [printer for printer in printers if not wanted or printer.id == wanted.lower()]
    if not found:
        ids = ", ".join(printer.id for printer in printers) or "–"
        yield fault("printer.usb", wanted=wanted or "usb", found=ids)
    elif not os.access(found[0].node, os.R_OK | os.W_OK):
        yield fault("printer.rights", device=found[0].node)
    else:
        yield note("printer.found", device=found[0].id)


def _check_tcp(address: str) -> Iterator[Finding]:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=_CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        yield fault("printer.tcp", address=address, problem=error)


def _check_device(device: str) -> Iterator[Finding]:
    if not Path(device).is_char_device():
        yield fault("printer.device", device=device)
    elif not os.access(device, os.R_OK | os.W_OK):
        yield fault("printer.rights", device=device)


def _check_path(path: str) -> Iterator[Finding]:
    """A file or folder that is not there yet is made, but no device; then what stands above it must be writable."""
    if path.startswith("/dev/"):
        yield from _check_device(path)
        return
    place = Path(path).absolute()
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        yield fault("printer.rights", device=place)


def _check_logo(path: Path, width_dots: int) -> Iterator[Finding]:
    try:
        load_logo(path, width_dots)
    except OSError as error:
        yield fault("printer.logo", path=path, problem=error)
