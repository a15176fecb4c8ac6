"""A USB bus below pyusb: printers are plugged in, pulled out, stalled and switched off, and python-escpos's
real `Usb` runs above it.
"""

import errno
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
from usb.core import USBError, USBTimeoutError

from tests.fakes.paper import ThermalPrinter

OUT, IN = 0x01, 0x82
PRINTER_CLASS, VENDOR_CLASS = 7, 255
CHEAP = (0x0416, 0x5011)


@dataclass
class UsbPrinter:
    """A printer on the bus. `taken` counts the bytes that it took in all its lives."""

    printer: ThermalPrinter
    address: int
    ids: tuple[int, int] = CHEAP
    interface_class: int = PRINTER_CLASS
    interface: int = 0
    has_input: bool = True
    has_port_status: bool = True
    is_plugged: bool = True
    has_kernel_driver: bool = True
    is_halted: bool = False
    is_hung: bool = False
    is_busy: bool = False
    is_leaving: bool = False
    taken: int = 0
    events: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    bus: "UsbBus | None" = None

    def at_byte(self, offset: int, what: Callable[[], None]) -> None:
        """Let something happen when the printer has taken `offset` bytes more; the transfer ends there."""
        self.events.append((self.taken + offset, what))
        self.events.sort(key=lambda event: event[0])

    def unplug(self) -> None:
        self.is_plugged = False

    def plug_in(self) -> None:
        """Into any socket: the bus gives a new address, the kernel its own driver."""
        assert self.bus is not None
        self.address = self.bus.new_address()
        self.is_plugged = self.has_kernel_driver = True
        self.is_halted = self.is_hung = False

    def power_cycle(self) -> None:
        self.printer.power_cycle()
        self.plug_in()

    def take(self, data: bytes) -> int:
        if self.is_hung:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        if self.is_halted:
            raise USBError("Pipe error", -9, errno.EPIPE)
        due = self.events[0][0] if self.events else None
        taken = self.printer.take(data if due is None else data[: due - self.taken])
        self.taken += taken
        if due is not None and self.taken >= due:
            self.events.pop(0)[1]()
        elif not taken:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return taken


@dataclass
class Seen:
    """A printer as it was seen on the bus; plugged in again, it is another."""

    device: UsbPrinter
    address: int

    def present(self) -> UsbPrinter:
        if not self.device.is_plugged or self.address != self.device.address:
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)
        return self.device


@dataclass
class Handle:
    seen: Seen


class UsbBus(usb.backend.IBackend):  # type: ignore[misc] # pyusb is untyped
    """What libusb shows of the bus. `open_handles` counts those not yet closed."""

    __module__ = "tests.fakes.libusb1"  # python-escpos detaches the kernel's driver below libusb 1 only

    def __init__(self) -> None:
        self.devices: list[UsbPrinter] = []
        self.open_handles = 0
        self.resets = 0
        self._addresses = 0

    def plug(self, printer: ThermalPrinter | None = None, **kind: Any) -> UsbPrinter:
        device = UsbPrinter(printer or ThermalPrinter(), self.new_address(), bus=self, **kind)
        self.devices.append(device)
        return device

    def new_address(self) -> int:
        self._addresses += 1
        return self._addresses

    # What pyusb asks of a backend.

    def enumerate_devices(self) -> list[Seen]:
        return [Seen(device, device.address) for device in self.devices if device.is_plugged]

    def get_device_descriptor(self, seen: Seen) -> SimpleNamespace:
        vendor, product = seen.device.ids
        blank = dict.fromkeys(
            (
                "bLength", "bDescriptorType", "bcdUSB", "bDeviceClass", "bDeviceSubClass", "bDeviceProtocol",
                "bMaxPacketSize0", "bcdDevice", "iManufacturer", "iProduct", "iSerialNumber", "port_number",
                "port_numbers", "speed",
            ),
            0,
        )  # fmt: skip
        return SimpleNamespace(
            **blank,
            idVendor=vendor,
            idProduct=product,
            bNumConfigurations=1,
            address=seen.address,
            bus=1,
        )

    def get_configuration_descriptor(self, seen: Seen, index: int) -> SimpleNamespace:
        if seen.device.is_leaving:
            raise USBError("Input/Output Error", -1, errno.EIO)
        if index:
            raise IndexError(index)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=0,
            extra_descriptors=[],
        )

    def get_interface_descriptor(
        self, seen: Seen, interface: int, alternate: int, _config: int
    ) -> SimpleNamespace:
        device = seen.device
        if interface or alternate:
            raise IndexError(interface)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=device.interface,
            bAlternateSetting=0,
            bNumEndpoints=2 if device.has_input else 1,
            bInterfaceClass=device.interface_class,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(
        self, _seen: Seen, endpoint: int, _interface: int, _alternate: int, _config: int
    ) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=(OUT, IN)[endpoint],
            bmAttributes=2,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, seen: Seen) -> Handle:
        seen.present()
        self.open_handles += 1
        return Handle(seen)

    def close_device(self, _handle: Handle) -> None:
        self.open_handles -= 1

    def set_configuration(self, handle: Handle, _value: int) -> None:
        device = self._device(handle)
        if device.has_kernel_driver or device.is_busy:
            raise USBError("Resource busy", -6, errno.EBUSY)

    def get_configuration(self, handle: Handle) -> int:
        self._device(handle)
        return 1

    def claim_interface(self, handle: Handle, _interface: int) -> None:
        device = self._device(handle)
        if device.has_kernel_driver or device.is_busy:
            raise USBError("Resource busy", -6, errno.EBUSY)

    def release_interface(self, handle: Handle, _interface: int) -> None:
        self._device(handle)

    def reset_device(self, handle: Handle) -> None:
        self._device(handle).is_halted = False
        self.resets += 1

    def is_kernel_driver_active(self, handle: Handle, interface: int) -> bool:
        device = self._device(handle)
        return device.has_kernel_driver and interface == device.interface

    def detach_kernel_driver(self, handle: Handle, interface: int) -> None:
        device = self._device(handle)
        if not (device.has_kernel_driver and interface == device.interface):
            raise USBError("Entity not found", -5, errno.ENOENT)
        device.has_kernel_driver = False

    def bulk_write(self, handle: Handle, _ep: int, _interface: int, data: "array[int]", _timeout: int) -> int:
        device = self._device(handle)
        taken = device.take(bytes(data))
        self._device(
            handle
        )  # pulled out while the bytes were on their way: libusb does not say how many went
        return taken

    def bulk_read(self, handle: Handle, _ep: int, _interface: int, into: "array[int]", timeout: int) -> int:
        assert timeout, "a time-out of 0 waits for ever"
        device = self._device(handle)
        if device.is_halted:
            raise USBError("Pipe error", -9, errno.EPIPE)
        said = device.printer.say()[: len(into)]
        if not said:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        into[: len(said)] = array("B", said)
        return len(said)

    def ctrl_transfer(
        self,
        handle: Handle,
        kind: int,
        request: int,
        _value: int,
        index: int,
        data: "array[int]",
        _timeout: int,
    ) -> int:
        device = self._device(handle)
        if (kind, request, index) != (0xA1, 1, device.interface) or not device.has_port_status:
            raise USBError("Pipe error", -9, errno.EPIPE)
        data[0] = 0x18 | 0x20 * (device.printer.rows_left <= 0)  # selected, no error, paper empty
        return 1

    def _device(self, handle: Handle) -> UsbPrinter:
        return handle.seen.present()
