"""Devices that ask to be let in, until the administrator types the six digits that they show.

Kept in memory: a coordinator that starts anew has forgotten them, and they ask again. The bounds are what makes six
digits enough: few may wait at once, new ones come slowly, none waits long, and after a few wrong codes all must begin
anew, with other digits.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from coordinator.desk import Refusal
from runtime.clock import Clock
from wire.messages import Problem
from wire.pairing import (
    AskForPairing,
    DeviceAdmitted,
    DeviceRole,
    PairingBegun,
    Transcript,
    code_of,
    keeps_promise,
    new_nonce,
)

WAITING_SECONDS: Final = 300
MOST_WAITING: Final = 8
MOST_WRONG_CODES: Final = 5
_ID_BYTES: Final = 16


@dataclass
class _Pairing:
    wish: AskForPairing
    nonce: str
    ends_at: float
    shown: str = ""
    code: str = ""
    token: str = ""


class Pairings:
    """Thread-safe. `fingerprint` is that of the coordinator's certificate, empty where it speaks no TLS; `make_token`
    makes a device's token. Every refusal is a `Refusal`.
    """

    def __init__(self, fingerprint: str, clock: Clock, make_token: Callable[[DeviceRole, str], str]) -> None:
        self._fingerprint = fingerprint
        self._clock = clock
        self._make_token = make_token
        self._lock = threading.Lock()
        self._pairings: dict[str, _Pairing] = {}
        self._wrong_codes = 0

    def begin(self, wish: AskForPairing) -> PairingBegun:
        with self._lock:
            self._forget_old()
            if len(self._pairings) >= MOST_WAITING:
                raise _refusal(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    "too-many-pairings",
                    "Too many devices ask to be let in",
                    f"{MOST_WAITING} wait already; each is forgotten after {WAITING_SECONDS} s",
                )
            id_ = secrets.token_hex(_ID_BYTES)
            begun = _Pairing(wish, new_nonce(), self._clock.monotonic() + WAITING_SECONDS)
            self._pairings[id_] = begun
            return PairingBegun(id=id_, nonce=begun.nonce, seconds=WAITING_SECONDS)

    def show(self, pairing: str, nonce: str) -> None:
        """The device shows the number that it promised: from now on its six digits can be typed."""
        with self._lock:
            waiting = self._find(pairing)
            if waiting.shown and waiting.shown == nonce:
                return
            if waiting.shown or not keeps_promise(
                waiting.wish.promise, nonce, waiting.wish.role, waiting.wish.name
            ):
                del self._pairings[pairing]
                raise _refusal(
                    HTTPStatus.CONFLICT,
                    "broken-promise",
                    "This is not the number that was promised",
                    "The pairing is given up; begin anew.",
                )
            waiting.shown = nonce
            waiting.code = self._code(pairing, waiting)

    def collect(self, pairing: str, nonce: str) -> str:
        """The device's token; empty while the code was not typed. Given again to one whose answer was lost."""
        with self._lock:
            waiting = self._find(pairing)
            if not waiting.shown or not secrets.compare_digest(waiting.shown, nonce):
                raise _unknown(pairing)
            return waiting.token

    def admit(self, code: str) -> DeviceAdmitted:
        """Let in the one device that shows these digits."""
        with self._lock:
            self._forget_old()
            showing = [it for it in self._pairings.values() if it.code == code and not it.token]
            if len(showing) != 1:
                raise self._wrong_code(len(showing))
            (waiting,) = showing
            waiting.token = self._make_token(waiting.wish.role, waiting.wish.name)
            self._wrong_codes = 0
            return DeviceAdmitted(role=waiting.wish.role, name=waiting.wish.name)

    def _wrong_code(self, showing: int) -> Refusal:
        self._wrong_codes += 1
        left = MOST_WRONG_CODES - self._wrong_codes
        if left <= 0 or showing > 1:
            self._pairings = {id_: it for id_, it in self._pairings.items() if it.token}
            self._wrong_codes = 0
            detail = "Every device that waited must begin anew and shows other digits."
        else:
            detail = f"{left} more wrong ones, and every device that waits must begin anew."
        return _refusal(HTTPStatus.NOT_FOUND, "unknown-code", "No device shows these digits", detail)

    def _find(self, pairing: str) -> _Pairing:
        self._forget_old()
        if pairing not in self._pairings:
            raise _unknown(pairing)
        return self._pairings[pairing]

    def _forget_old(self) -> None:
        now = self._clock.monotonic()
        self._pairings = {id_: it for id_, it in self._pairings.items() if it.ends_at > now}

    def _code(self, pairing: str, waiting: _Pairing) -> str:
        return code_of(
            Transcript(
                fingerprint=self._fingerprint,
                id=pairing,
                role=waiting.wish.role,
                name=waiting.wish.name,
                device_nonce=waiting.shown,
                coordinator_nonce=waiting.nonce,
            )
        )


def _unknown(pairing: str) -> Refusal:
    return _refusal(
        HTTPStatus.NOT_FOUND, "unknown-pairing", "No such pairing waits", f"{pairing}: begin anew"
    )


def _refusal(status: HTTPStatus, slug: str, title: str, detail: str) -> Refusal:
    return Refusal(Problem(type=f"/problems/{slug}", title=title, status=int(status), detail=detail))
