"""The listening socket: its port known at once, a taken one said, stalled peers cut off by the kernel."""

import re
import socket
import struct
import threading

import pytest

from coordinator.listener import (
    STALLED_SECONDS,
    UNACKNOWLEDGED_MS,
    NotListening,
    describe_url,
    open_listener,
)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_port_zero_takes_a_free_one_and_says_which() -> None:
    with open_listener("127.0.0.1", 0) as listener:
        host, port = listener.getsockname()
        assert port > 0
        assert describe_url(listener, is_secure=False) == f"http://127.0.0.1:{port}"
        assert describe_url(listener, is_secure=True) == f"https://127.0.0.1:{port}"
        with socket.create_connection((host, port), 5):
            pass


@pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6 loopback")
def test_ipv6_is_written_in_brackets() -> None:
    with open_listener("::1", 0) as listener:
        assert describe_url(listener, is_secure=False) == f"http://[::1]:{listener.getsockname()[1]}"


def test_a_name_is_looked_up() -> None:
    with open_listener("localhost", 0) as listener:
        assert listener.getsockname()[0] in ("127.0.0.1", "::1")


def test_a_port_that_stays_taken_is_said() -> None:
    with open_listener("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(NotListening, match=rf"127\.0\.0\.1:{port}.*in use"):
            open_listener("127.0.0.1", port, wait_seconds=0.05)


def test_a_port_that_its_last_holder_gives_up_is_waited_for() -> None:
    first = open_listener("127.0.0.1", 0)
    port = first.getsockname()[1]
    found: list[socket.socket] = []
    waiter = threading.Thread(target=lambda: found.append(open_listener("127.0.0.1", port, 20)))
    waiter.start()
    first.close()
    waiter.join(20)
    assert found[0].getsockname()[1] == port
    found[0].close()


@pytest.mark.parametrize("host", ["203.0.113.7", "a..b"])
def test_an_address_that_is_not_this_machines_is_said(host: str) -> None:
    with pytest.raises(NotListening, match=re.escape(host)):
        open_listener(host, 0)


def test_an_accepted_connection_does_not_wait_for_ever() -> None:
    with open_listener("127.0.0.1", 0) as listener:
        with socket.create_connection(listener.getsockname()[:2], 5):
            accepted, _ = listener.accept()
        with accepted:
            stalled = struct.pack("ll", STALLED_SECONDS, 0)
            size = len(stalled)
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                assert accepted.getsockopt(socket.SOL_SOCKET, option, size) == stalled
            unacknowledged = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
            assert unacknowledged == UNACKNOWLEDGED_MS
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
