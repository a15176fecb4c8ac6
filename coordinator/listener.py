"""The listening socket, opened by us before the server runs: its port is known, and a taken one is said at once.

What is set here holds for each accepted connection too (Linux copies a listener's options to them).
"""

import errno
import socket
import struct
import time
from typing import Final

# A machine that lost its power says no goodbye; the heartbeat that it never acknowledges ends its stream.
UNACKNOWLEDGED_MS: Final = 10_000
# Nobody holds a thread for longer by sending half a request, or by not reading the answer.
STALLED_SECONDS: Final = 10
BACKLOG: Final = 1024
_POLL_SECONDS: Final = 0.02


class NotListening(Exception):
    """The address cannot be listened on; the message says why."""


def open_listener(host: str, port: int, wait_seconds: float = 1.0) -> socket.socket:
    """Listen on `host` and `port` (0: a free one); `NotListening` where it stays taken for `wait_seconds`.

    The wait is for a coordinator that was killed an instant ago: its port is free once the kernel has
    cleared it away.
    """
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return _listen(host, port)
        except UnicodeError as error:
            raise NotListening(f"cannot listen on {host}:{port}: that is no name of a machine") from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
                raise NotListening(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
        time.sleep(_POLL_SECONDS)


def describe_url(listener: socket.socket, *, is_secure: bool) -> str:
    """`http://HOST:PORT` with the port that was taken."""
    host, port = listener.getsockname()[:2]
    scheme = "https" if is_secure else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        _set_options(listener)
        listener.bind(address)
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def _set_options(listener: socket.socket) -> None:
    stalled = struct.pack("ll", STALLED_SECONDS, 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, stalled)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, stalled)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS)
