"""Word to systemd: ready, still working, stopping (sd_notify(3)). Silent where no one listens."""

import os
import socket


def notify(state: str) -> None:
    """Send one state, such as `READY=1`, `WATCHDOG=1` or `STATUS=…`, to `$NOTIFY_SOCKET`.

    Raises `OSError` where the socket is named and does not take it.
    """
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.sendto(state.encode(), address)


def is_watched_over() -> bool:
    """Whether a service manager started this process, and nobody at a terminal reads what it says."""
    return bool(os.environ.get("NOTIFY_SOCKET"))


def watchdog_seconds() -> float | None:
    """How often the working loop should ping: half of `$WATCHDOG_USEC`, null where no watchdog runs."""
    microseconds = os.environ.get("WATCHDOG_USEC")
    if not microseconds or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(microseconds) / 2_000_000
