"""From the configuration to a device: exactly the one that it names, and a profile with its values."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from printer import opening
from printer.device import PrinterTrouble, Profile
from printer.escpos_printer import EscposPrinter
from printer.lines import file, serial, tcp, usb
from printer.virtual import VirtualPrinter
from tests.fakes.sheets import settings as example


@pytest.mark.parametrize(
    ("device", "module", "name", "arguments"),
    [
        ("usb", usb, "UsbLine", (None,)),
        ("usb:0416:5011", usb, "UsbLine", ((0x0416, 0x5011),)),
        ("usb:0FE6:811e", usb, "UsbLine", ((0x0FE6, 0x811E),)),
        ("tcp:printer.local:9100", tcp, "TcpLine", ("printer.local", 9100)),
        ("tcp:[fe80::1]:9100", tcp, "TcpLine", ("fe80::1", 9100)),
        ("serial:/dev/ttyUSB0", serial, "SerialLine", ("/dev/ttyUSB0", 38400)),
        ("file:/dev/usb/lp0", file, "FileLine", (Path("/dev/usb/lp0"),)),
    ],
)
def test_each_device_gets_its_line(
    device: str, module: object, name: str, arguments: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr(module, name, lambda *given: opened.append(given))
    settings = example()
    table = replace(settings.printer, device=device, baud=38400)
    open_printer = opening.printer_opener(replace(settings, printer=table))
    assert opened == [], "nothing is opened before it is needed"
    assert isinstance(open_printer(), EscposPrinter)
    open_printer()
    assert opened == [arguments, arguments], "each opening makes a new object"


def test_a_folder_is_a_virtual_printer(tmp_path: Path) -> None:
    settings = example()
    table = replace(settings.printer, device=f"virtual:{tmp_path / 'printed'}")
    assert isinstance(opening.printer_opener(replace(settings, printer=table))(), VirtualPrinter)


def test_a_device_that_is_missing_is_trouble_and_never_a_pretended_one(tmp_path: Path) -> None:
    settings = example()
    for device in (f"serial:{tmp_path / 'tty'}", "tcp:127.0.0.1:1", f"file:{tmp_path / 'no' / 'lp0'}"):
        table = replace(settings.printer, device=device)
        with pytest.raises(PrinterTrouble):
            opening.printer_opener(replace(settings, printer=table))()


def test_the_profile_has_the_configurations_values() -> None:
    settings = example()
    table = replace(settings.printer, width_dots=384, band_height=24, cut=False, speed_mm_s=90, status=False)
    assert opening.profile_of(replace(settings, printer=table)) == Profile(384, 24, False, 90, False)
