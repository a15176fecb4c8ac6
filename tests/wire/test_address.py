"""An address that names a certificate is answered by that certificate, or by nobody."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.fakes.certificates import Certificate, make_certificate
from wire.address import WrongPin, split_pin
from wire.client import Coordinator, Unreachable

PIN = "ab" * 32
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 31\r\nConnection: close\r\n\r\n{"status":"ok","version":"1.0"}'


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("own"), "own")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("other"), "other")


@contextmanager
def secure_peer(certificate: Certificate) -> Iterator[tuple[str, list[bytes]]]:
    """Answers one request over TLS; what it heard, in clear, is in the list."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            accepted, _ = listener.accept()
            try:
                with certificate.server_context().wrap_socket(accepted, server_side=True) as line:
                    heard.append(line.recv(65536))
                    line.sendall(ANSWER)
            except OSError:
                accepted.close()

        server = threading.Thread(target=serve)
        server.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", heard
        server.join(20)
        assert not server.is_alive()


def test_an_address_is_split_from_its_certificate() -> None:
    assert split_pin("http://127.0.0.1:8080/") == ("http://127.0.0.1:8080", "")
    assert split_pin(f"https://kiosk-1.local:8080#sha256={PIN.upper()}") == (
        "https://kiosk-1.local:8080",
        PIN,
    )


@pytest.mark.parametrize("fragment", ["", "sha256=", "sha256=12", f"md5={PIN}", PIN, f"sha256={PIN}0"])
def test_what_names_no_certificate_is_wrong(fragment: str) -> None:
    with pytest.raises(WrongPin, match="accepted: #sha256="):
        split_pin(f"https://kiosk-1.local:8080#{fragment}")


def test_the_named_certificate_is_trusted_though_nobody_vouches_for_it(own: Certificate) -> None:
    with secure_peer(own) as (url, heard):
        client = Coordinator(f"{url}#sha256={own.fingerprint}", "secret-token")
        assert client.twin().health().version == "1.0"
        client.close()
    assert b"Bearer secret-token" in heard[0]


def test_another_certificate_gets_neither_request_nor_token(own: Certificate, other: Certificate) -> None:
    with secure_peer(other) as (url, heard):
        client = Coordinator(f"{url}#sha256={own.fingerprint}", "secret-token")
        with pytest.raises(Unreachable, match=r"(?i)fingerprint"):
            client.health()
        client.close()
    assert not any(b"secret-token" in request for request in heard)


def test_without_a_name_a_certificate_needs_an_authority(own: Certificate) -> None:
    with secure_peer(own) as (url, heard):
        client = Coordinator(url, "secret-token")
        with pytest.raises(Unreachable, match=r"(?i)certificate"):
            client.health()
        client.close()
    assert heard == []
