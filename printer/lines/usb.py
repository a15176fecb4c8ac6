"""A printer on USB, over python-escpos's `Usb`: found by its ids, or as whatever is of the printer class
(7).
"""

import errno
from typing import Any, Final

import usb.core
import usb.util

from printer.device import HELD, PrinterTrouble
from printer.library import DEVICE_ERRORS, plain_reason, printers

STALL_MILLISECONDS: Final = 5000
# A whole packet, for a printer that sends more than is asked for makes an error of it.
LONGEST_ANSWER_BYTES: Final = 512
PRINTER_CLASS: Final = 7
# Thermal printers that say "vendor specific" instead of class 7; many makes share each id.
KNOWN_IDS: Final = frozenset({(0x0416, 0x5011), (0x0483, 0x5743), (0x0FE6, 0x811E), (0x04B8, 0x0202)})
CHUNK_BYTES: Final = 4096
_FROM_INTERFACE: Final = 0xA1
_GET_PORT_STATUS: Final = 1
_PAPER_EMPTY: Final = 0x20
_ASIDE_MS: Final = 300
# ValueError is pyusb's for an endpoint that its device has no more.
_ERRORS: Final = (*DEVICE_ERRORS, ValueError)


class _ClassUsb(printers.Usb):  # type: ignore[misc] # python-escpos is untyped
    """python-escpos frees interface 0 only and takes no notice of writes that end short."""

    interface = 0

    def _check_driver(self) -> None:
        super()._check_driver()
        if self.interface:
            try:
                self.device.detach_kernel_driver(self.interface)
            except (NotImplementedError, usb.core.USBError):
                return  # no driver held it, or set_configuration will say that one does

    def is_paper_out(self) -> bool:
        """By GET_PORT_STATUS, which is answered beside the data, also where that is stuck.

        Source: USB Device Class Definition for Printing Devices 1.1, 4.2.2.
        """
        status = self.device.ctrl_transfer(_FROM_INTERFACE, _GET_PORT_STATUS, 0, self.interface, 1, _ASIDE_MS)
        return bool(status) and bool(status[0] & _PAPER_EMPTY)

    def write_some(self, data: memoryview) -> int:
        return int(self.device.write(self.out_ep, bytes(data), self.timeout))

    def read_some(self, seconds: float) -> bytes:
        milliseconds = max(1, round(seconds * 1000))  # 0 would wait for ever
        return bytes(self.device.read(self.in_ep, LONGEST_ANSWER_BYTES, milliseconds))


class UsbLine:
    """Opened once; after a replug or power-cycle the same object never finds its device again
    (python-escpos#437).
    """

    def __init__(
        self,
        ids: tuple[int, int] | None = None,
        backend: Any = None,  # noqa: ANN401 pyusb is untyped
        stall_milliseconds: int = STALL_MILLISECONDS,
    ) -> None:
        self._name = f"usb {ids[0]:04x}:{ids[1]:04x}" if ids else "usb"
        try:
            device = _find(ids, backend)
            if device is None:
                raise PrinterTrouble(f"{self._name}: no printer found", may_have_printed=False)
            interface, self._out, self._in = _endpoints(device)
            self._usb = _ClassUsb(
                usb_args={"backend": backend, "custom_match": lambda other: _is_same(other, device)},
                timeout=stall_milliseconds,
                in_ep=self._in or 0,
                out_ep=self._out,
            )
            self._usb.interface = interface
            self._usb.open()
        except _ERRORS as error:
            raise self._trouble(error) from error

    @property
    def answers(self) -> bool:
        return self._in is not None

    def refresh(self) -> None:
        """A device that is gone says so at the next byte."""

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                written = self._usb.write_some(rest[:CHUNK_BYTES])
                if not written:
                    raise PrinterTrouble(f"{self._name}: took no more bytes", may_have_printed=True)
                rest = rest[written:]
        except usb.core.USBTimeoutError as error:
            raise self._stuck(error) from error
        except _ERRORS as error:
            raise self._trouble(error) from error

    def read(self, seconds: float) -> bytes:
        if self._in is None:
            return b""
        try:
            return bytes(self._usb.read_some(seconds))
        except usb.core.USBTimeoutError:
            return b""
        except _ERRORS as error:
            raise self._trouble(error) from error

    def drain(self) -> None:
        """A bulk transfer ends when the printer took its last byte: there is nothing to wait for."""

    def close(self) -> None:
        try:
            self._usb.close()
        except _ERRORS:
            return  # it is gone: there is nothing left to give back

    def _stuck(self, error: BaseException) -> PrinterTrouble:
        try:
            is_paper_out = self._usb.is_paper_out()
        except _ERRORS:
            return self._trouble(error)  # it says no more than that nothing goes through
        if is_paper_out:
            return PrinterTrouble("paper out", may_have_printed=True, paper="out")
        return self._trouble(error)

    def _trouble(self, error: BaseException) -> PrinterTrouble:
        reason = plain_reason(error)
        held = f" ({HELD})" if _is_busy(error) else ""
        return PrinterTrouble(f"{self._name}: {reason}{held}", may_have_printed=True)


def _is_busy(error: BaseException | None) -> bool:
    """Of python-escpos's errors, what lay below them, as `plain_reason` finds it."""
    while error is not None and not isinstance(error, OSError):
        error = error.__context__
    return error is not None and error.errno == errno.EBUSY


def _find(ids: tuple[int, int] | None, backend: Any) -> Any:  # noqa: ANN401 pyusb is untyped
    if ids:
        return usb.core.find(backend=backend, idVendor=ids[0], idProduct=ids[1])
    return usb.core.find(backend=backend, custom_match=_is_printer)


def _is_printer(device: Any) -> bool:  # noqa: ANN401 pyusb is untyped
    if (device.idVendor, device.idProduct) in KNOWN_IDS:
        return True
    try:
        return any(interface.bInterfaceClass == PRINTER_CLASS for config in device for interface in config)
    except usb.core.USBError:
        return False  # one that is just leaving, or tells nothing, must not hide the printer beside it


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401 pyusb is untyped
    return bool((one.bus, one.address) == (other.bus, other.address))


def _endpoints(device: Any) -> tuple[int, int, int | None]:  # noqa: ANN401 pyusb is untyped
    """Number of the printer's interface, its bulk endpoint out, and in where it has one."""
    interfaces = [i for config in device for i in config if i.bAlternateSetting == 0]
    interfaces.sort(key=lambda interface: interface.bInterfaceClass != PRINTER_CLASS)
    for interface in interfaces:
        bulk = [e for e in interface if e.bmAttributes & 3 == usb.util.ENDPOINT_TYPE_BULK]
        addresses = [endpoint.bEndpointAddress for endpoint in bulk]
        out = [a for a in addresses if usb.util.endpoint_direction(a) == usb.util.ENDPOINT_OUT]
        back = [a for a in addresses if usb.util.endpoint_direction(a) == usb.util.ENDPOINT_IN]
        if out:
            return interface.bInterfaceNumber, out[0], back[0] if back else None
    raise PrinterTrouble("usb: the device has no way to take data", may_have_printed=False)
