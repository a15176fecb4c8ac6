"""How a new device is let in: what is said on the LAN, and the six digits that stand for all of it. Pure.

The device promises a number (its hash), the coordinator names one of its own, the device shows what it
promised; from both numbers, and from the certificate that the device saw, each side works out the same six
digits. The device shows its six, the administrator types them at the coordinator. Whoever stands between the two has
another certificate, so that the six differ, and cannot search for numbers that make them agree, for each side was
bound before it knew the other's (the commitment scheme of Vaudenay, CRYPTO 2005, as in Bluetooth's numeric comparison).
"""

import hashlib
import hmac
import secrets
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from wire.messages import Answer, Request

DIGITS: Final = 6
NONCE_BYTES: Final = 32
PAIRED_ROLES: Final = ("kiosk", "printer", "counter", "display")

DeviceRole = Literal["kiosk", "printer", "counter", "display"]
Nonce = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z", description="64 of 0–9 and a–f")]
DeviceName = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,62}\Z")]
Code = Annotated[str, Meta(pattern=r"\A[0-9]{6}\Z", description="six digits")]


class AskForPairing(Request, frozen=True):
    """`promise` is `promise_of` the number that the device will show."""

    role: DeviceRole
    name: DeviceName
    promise: Nonce


class PairingBegun(Answer, frozen=True):
    """`nonce` is the coordinator's own number; the whole must be done in `seconds`."""

    id: str
    nonce: Nonce
    seconds: int


class ShowNonce(Request, frozen=True):
    """The number that was promised; it also is what the device is known by until it has its token."""

    nonce: Nonce


class PairingAnswer(Answer, frozen=True):
    """`token` is empty until the administrator has typed the six digits."""

    token: str = ""


class AdmitDevice(Request, frozen=True):
    code: Code


class DeviceAdmitted(Answer, frozen=True):
    role: DeviceRole
    name: str


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """What both sides must agree on. `fingerprint` is the certificate's as `sha256_of` gives it; empty without TLS."""

    fingerprint: str
    id: str
    role: str
    name: str
    device_nonce: str
    coordinator_nonce: str


def new_nonce() -> str:
    return secrets.token_hex(NONCE_BYTES)


def promise_of(nonce: str, role: str, name: str) -> str:
    return _hash("motcua pairing promise 1", nonce, role, name).hex()


def keeps_promise(promise: str, nonce: str, role: str, name: str) -> bool:
    return hmac.compare_digest(promise, promise_of(nonce, role, name))


def code_of(transcript: Transcript) -> str:
    """Six digits, each transcript's own; every code is as likely as any other."""
    digest = _hash("motcua pairing code 1", *msgspec.structs.astuple(transcript))
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def sha256_of(certificate: bytes) -> str:
    """The fingerprint of a certificate in DER, as it stands behind `#sha256=` in a coordinator's address."""
    return hashlib.sha256(certificate).hexdigest()


def _hash(*parts: str) -> bytes:
    # As a list, so that no two different ones run into the same bytes.
    return hashlib.sha256(msgspec.json.encode(parts)).digest()
