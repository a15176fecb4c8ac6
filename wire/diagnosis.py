"""From an attempt that failed to the reason that a device shows."""

import requests

from wire.client import CoordinatorError, Refused, StoreFailing, TooManyStreams
from wire.faults import LineFault


def fault_of(error: CoordinatorError) -> LineFault:
    """What an attempt to open the line has shown."""
    if isinstance(error, StoreFailing):
        return LineFault("store", error.cause)
    if isinstance(error, TooManyStreams):
        return LineFault("crowded")
    if isinstance(error, Refused):
        return LineFault("refused")
    if isinstance(error.__cause__, requests.exceptions.SSLError):
        return LineFault("certificate")
    is_unanswered = isinstance(error.__cause__, requests.ConnectionError | requests.Timeout)
    return LineFault("silent" if is_unanswered else "strange")
