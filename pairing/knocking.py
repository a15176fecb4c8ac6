"""One try to be let in by one coordinator: promise, show, wait for the administrator, collect the token."""

import socket
import ssl
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from pairing.keeping import Paired
from runtime.stop import Stop
from wire.address import split_pin
from wire.client import Coordinator, Stopped, Unreachable
from wire.pairing import (
    AskForPairing,
    DeviceRole,
    PairingBegun,
    ShowNonce,
    Transcript,
    code_of,
    new_nonce,
    promise_of,
    sha256_of,
)

ASK_SECONDS: Final = 2.0
_CONNECT_SECONDS: Final = 5.0
_HTTPS: Final = 443


def knock(url: str, role: DeviceRole, name: str, show: Callable[[str], None], stop: Stop) -> Paired:
    """Ends when the six digits handed to `show` were typed. Raises `Unreachable`, `Refused` (the time is over, or the
    digits were others), or `Stopped`.
    """
    address, fingerprint = with_certificate(url)
    nonce = new_nonce()
    it = Coordinator(address, token="")
    try:
        begun = it.ask_for_pairing(AskForPairing(role=role, name=name, promise=promise_of(nonce, role, name)))
        it.show_nonce(begun.id, ShowNonce(nonce=nonce))
        show(_code(begun, fingerprint, role, name, nonce))
        return Paired(address, _collect(it, begun.id, nonce, stop))
    finally:
        it.close()


def with_certificate(url: str) -> tuple[str, str]:
    """The address with the certificate that answers there now, and its fingerprint; as it is, where it names one or
    speaks no TLS. Whether it is the right one is what the six digits show. Raises `Unreachable`.
    """
    plain, pin = split_pin(url)
    parts = urlsplit(plain)
    if pin or parts.scheme != "https":
        return url, pin
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or _HTTPS), _CONNECT_SECONDS) as line,
            context.wrap_socket(line, server_hostname=parts.hostname) as secure,
        ):
            fingerprint = sha256_of(secure.getpeercert(binary_form=True) or b"")
    except OSError as error:
        raise Unreachable(f"{plain}: {error}") from error
    return f"{plain}#sha256={fingerprint}", fingerprint


def _code(begun: PairingBegun, fingerprint: str, role: str, name: str, nonce: str) -> str:
    return code_of(
        Transcript(
            fingerprint=fingerprint,
            id=begun.id,
            role=role,
            name=name,
            device_nonce=nonce,
            coordinator_nonce=begun.nonce,
        )
    )


def _collect(it: Coordinator, pairing: str, nonce: str, stop: Stop) -> str:
    while True:
        token = it.collect_token(pairing, ShowNonce(nonce=nonce)).token
        if token:
            return token
        if stop.wait(ASK_SECONDS):
            raise Stopped
