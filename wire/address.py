"""A coordinator's address, and the certificate that answers there: `https://HOST:PORT#sha256=FINGERPRINT`.

A device that was let in knows the very certificate, so that no authority has to vouch for a Pi in a lobby.
"""

import re
import ssl
from typing import Any, Final

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

_PIN: Final = re.compile(r"sha256=([0-9a-fA-F]{64})")


class WrongPin(ValueError):
    """What stands behind the `#` of an address names no certificate."""


def split_pin(address: str) -> tuple[str, str]:
    """The URL without a `/` at its end, and the fingerprint; that is empty where none is named."""
    url, mark, fragment = address.partition("#")
    found = _PIN.fullmatch(fragment)
    if mark and not found:
        raise WrongPin(
            f"{address}: {fragment!r} names no certificate (accepted: #sha256= and 64 of 0–9 and a–f)"
        )
    return url.rstrip("/"), found.group(1).lower() if found else ""


class PinnedAdapter(HTTPAdapter):
    """Speaks TLS with the one certificate of this fingerprint, whoever signed it and whatever name it bears."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 requests' own
        super().init_poolmanager(
            *arguments,
            **named,
            assert_fingerprint=self._fingerprint,
            ssl_minimum_version=ssl.TLSVersion.TLSv1_2,
        )

    def send(self, request: PreparedRequest, *arguments: Any, **named: Any) -> Response:  # noqa: ANN401 requests' own
        """The fingerprint is the whole check: urllib3 makes it before a byte of the request is sent."""
        return super().send(request, *arguments, **{**named, "verify": False})
