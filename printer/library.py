"""The one door to python-escpos, without the litter of its import.

Its `capabilities` module makes a temporary folder at every import, also where
`ESCPOS_CAPABILITIES_PICKLE_DIR` is set, and parses 0.5 MB of profiles that a raster has no use for. Here
it reads a profile of a few lines and its folder is gone at once.
"""

import logging
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import usb.core

CAPABILITIES: Final = Path(__file__).parent / "capabilities.json"


def _import_escpos() -> tuple[Any, Any]:
    logging.getLogger("escpos").setLevel(logging.WARNING)
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        tempfile.tempdir = folder
        os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", folder)
        os.environ.setdefault("ESCPOS_CAPABILITIES_FILE", str(CAPABILITIES))
        try:
            from escpos import exceptions, printer  # noqa: PLC0415 the import itself is what needs care
        finally:
            tempfile.tempdir = before
            if os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] == folder:
                del os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"]
    return printer, exceptions


printers, exceptions = _import_escpos()

# Everything by which python-escpos and the libraries below it say that a device is in trouble. Its
# methods assert that the device is open, hence AssertionError; USBError and SerialException are OSErrors.
DEVICE_ERRORS: Final = (OSError, AssertionError, exceptions.Error, usb.core.NoBackendError)


def plain_reason(error: BaseException) -> str:
    """One line for staff and logs: of python-escpos's errors, what lay below them, for their own text lists
    Python objects.
    """
    if isinstance(error, exceptions.Error) and error.__context__ is not None:
        return plain_reason(error.__context__)
    return " ".join(str(error).split()) or type(error).__name__
