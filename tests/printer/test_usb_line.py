"""USB: found by its ids or its class, freed from the kernel, its trouble told in words."""

from collections.abc import Callable

import pytest
import usb.core

from printer.device import PrinterTrouble, Profile
from printer.escpos_printer import EscposPrinter
from printer.lines import usb as usb_line
from printer.lines.usb import UsbLine
from tests.fakes.paper import ThermalPrinter
from tests.fakes.usb_bus import VENDOR_CLASS, UsbBus, UsbPrinter

KEYBOARD = (0x046D, 0xC31C)
EPSON = (0x04B8, 0x0202)
UNKNOWN = (0x1234, 0x5678)


def keyboard(bus: UsbBus) -> UsbPrinter:
    return bus.plug(ids=KEYBOARD, interface_class=3)


def test_a_printer_of_any_make_is_found_by_its_class_among_other_devices() -> None:
    bus = UsbBus()
    keyboard(bus)
    printer = bus.plug(ids=UNKNOWN)
    UsbLine(backend=bus).write(b"hello")
    assert printer.taken == 5


@pytest.mark.parametrize("ids", sorted(usb_line.KNOWN_IDS))
def test_a_known_printer_that_hides_its_class_is_found_by_its_ids(ids: tuple[int, int]) -> None:
    bus = UsbBus()
    keyboard(bus)
    printer = bus.plug(ids=ids, interface_class=VENDOR_CLASS)
    UsbLine(backend=bus).write(b"hello")
    assert printer.taken == 5


def test_ids_choose_among_printers() -> None:
    bus = UsbBus()
    other, printer = bus.plug(), bus.plug(ids=EPSON)
    UsbLine(EPSON, backend=bus).write(b"hello")
    assert (other.taken, printer.taken) == (0, 5)


@pytest.mark.parametrize(
    ("ids", "message"), [(None, "usb: no printer found"), (EPSON, "usb 04b8:0202: no printer found")]
)
def test_without_a_printer_the_reason_names_what_was_sought(
    ids: tuple[int, int] | None, message: str
) -> None:
    bus = UsbBus()
    keyboard(bus)
    with pytest.raises(PrinterTrouble, match=message) as trouble:
        UsbLine(ids, backend=bus)
    assert not trouble.value.may_have_printed


def test_a_device_that_is_just_leaving_does_not_hide_the_printer_beside_it() -> None:
    bus = UsbBus()
    keyboard(bus).is_leaving = True
    printer = bus.plug()
    UsbLine(backend=bus).write(b"hello")
    assert printer.taken == 5


@pytest.mark.parametrize("interface", [0, 1])
def test_the_kernels_driver_is_detached_from_the_printers_interface(interface: int) -> None:
    bus = UsbBus()
    printer = bus.plug(interface=interface)
    UsbLine(backend=bus).write(b"hello")
    assert not printer.has_kernel_driver
    assert printer.taken == 5


def test_a_printer_that_another_process_holds_is_trouble_that_says_so() -> None:
    bus = UsbBus()
    bus.plug().is_busy = True
    with pytest.raises(PrinterTrouble, match="Resource busy"):
        UsbLine(backend=bus).write(b"hello")


def test_a_device_without_a_way_in_takes_data_and_answers_nothing() -> None:
    bus = UsbBus()
    printer = bus.plug(has_input=False)
    line = UsbLine(backend=bus)
    assert not line.answers
    assert line.read(0.1) == b""
    assert EscposPrinter(line, Profile()).status() is None
    line.write(b"hello")
    assert printer.taken == 5


@pytest.mark.parametrize("has_port_status", [True, False])
def test_a_full_printer_says_that_its_paper_is_out_where_it_can(has_port_status: bool) -> None:
    bus = UsbBus()
    bus.plug(ThermalPrinter(rows_left=0, buffer_bytes=100), has_port_status=has_port_status)
    with pytest.raises(PrinterTrouble) as trouble:
        UsbLine(backend=bus).write(bytes(1000))
    assert trouble.value.paper == ("out" if has_port_status else "unknown")
    assert ("paper out" in trouble.value.reason) == has_port_status


def test_a_halted_endpoint_is_trouble_and_the_next_life_clears_it() -> None:
    bus = UsbBus()
    printer = bus.plug()
    line = UsbLine(backend=bus)
    printer.is_halted = True
    with pytest.raises(PrinterTrouble, match="Pipe error"):
        line.write(b"hello")
    with pytest.raises(PrinterTrouble, match="Pipe error"):
        line.read(0.1)
    line.close()
    UsbLine(backend=bus).write(b"hello")
    assert printer.taken == 5


def test_lives_leave_no_handle_open() -> None:
    bus = UsbBus()
    printer = bus.plug()
    for _ in range(10):
        line = UsbLine(backend=bus)
        printer.unplug()
        with pytest.raises(PrinterTrouble):
            line.write(b"x")
        line.close()
        printer.plug_in()
    assert bus.open_handles == 0


def test_without_libusb_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_backend(**_arguments: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", no_backend)
    with pytest.raises(PrinterTrouble, match="No backend available"):
        UsbLine()


@pytest.mark.parametrize("happening", [UsbPrinter.unplug, UsbPrinter.power_cycle])
def test_the_same_object_never_finds_its_device_again_and_a_new_one_does(
    happening: Callable[[UsbPrinter], None],
) -> None:
    bus = UsbBus()
    printer = bus.plug()
    line = UsbLine(backend=bus)
    happening(printer)
    printer.plug_in()
    with pytest.raises(PrinterTrouble, match="No such device"):
        line.write(b"hello")
    UsbLine(backend=bus).write(b"hello")
    assert printer.taken == 5
