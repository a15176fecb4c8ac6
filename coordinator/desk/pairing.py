"""Devices that ask to be let in, until the administrator types the six digits that they show.

The bounds are what makes six digits enough: few may wait at once, new ones come slowly, none waits long, and after a
few wrong codes all must begin anew, with other digits. The token is worked out of both sides' numbers, of which the
device's own is kept nowhere: so it is the same however often, and at whichever process, the device collects it.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import msgspec

from coordinator.desk.terms import Refusal
from coordinator.store import pairings
from coordinator.store.database import Database
from coordinator.store.rows import PairingRow
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


class Pairings:
    """Thread-safe. `fingerprint` is that of the coordinator's certificate, empty where it speaks no TLS; `admit_device`
    lets a token of a role and a name hold. Every refusal is a `Refusal`.
    """

    def __init__(
        self,
        database: Database,
        center: str,
        clock: Clock,
        fingerprint: str,
        admit_device: Callable[[DeviceRole, str, str], object],
    ) -> None:
        self._database = database
        self._center = center
        self._clock = clock
        self._fingerprint = fingerprint
        self._admit_device = admit_device

    def begin(self, wish: AskForPairing) -> PairingBegun:
        """A device asks to be let in; it is forgotten after `seconds`. Raises `Refusal` where too many ask."""
        row = PairingRow(
            id=secrets.token_hex(_ID_BYTES),
            role=wish.role,
            name=wish.name,
            promise=wish.promise,
            nonce=new_nonce(),
            ends_at=self._now() + WAITING_SECONDS * 1000,
        )
        with self._database.write(self._center) as connection:
            pairings.forget(connection, self._center, self._now(), row.ends_at)
            if len(pairings.waiting(connection, self._center, self._now())) >= MOST_WAITING:
                raise _refusal(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    "too-many-pairings",
                    "Too many devices ask to be let in",
                    f"{MOST_WAITING} wait already; each is forgotten after {WAITING_SECONDS} s",
                )
            pairings.add(connection, self._center, row)
        return PairingBegun(id=row.id, nonce=row.nonce, seconds=WAITING_SECONDS)

    def show(self, pairing: str, nonce: str) -> None:
        """The device shows the number that it promised: from now on its six digits can be typed."""
        row = self._find(pairing)
        is_kept = keeps_promise(row.promise, nonce, row.role, row.name)
        with self._database.write(self._center) as connection:
            if is_kept:
                pairings.show(connection, self._center, row.id, self._code(row, nonce))
            else:
                pairings.remove(connection, self._center, row.id)
        if not is_kept:
            raise _refusal(
                HTTPStatus.CONFLICT,
                "broken-promise",
                "This is not the number that was promised",
                "The pairing is given up; begin anew.",
            )

    def collect(self, pairing: str, nonce: str) -> str:
        """The device's token; empty while the code was not typed. Given again to one whose answer was lost."""
        row = self._find(pairing)
        if row.code is None or not keeps_promise(row.promise, nonce, row.role, row.name):
            raise _unknown(pairing)
        if not row.is_admitted:
            return ""
        token = _token(row, nonce)
        if not row.has_token:
            self._admit_device(row.role, row.name, token)
            with self._database.write(self._center) as connection:
                pairings.give(connection, self._center, row.id)
        return token

    def admit(self, code: str) -> DeviceAdmitted:
        """Let in the one device that shows these digits."""
        with self._database.write(self._center) as connection:
            waiting = pairings.waiting(connection, self._center, self._now())
            showing = [row for row in waiting if row.code == code and not row.is_admitted]
            if len(showing) == 1:
                (row,) = showing
                pairings.admit(connection, self._center, row.id)
                return DeviceAdmitted(role=row.role, name=row.name)
            left = MOST_WRONG_CODES - pairings.count_wrong(connection, self._center)
            is_over = left <= 0 or len(showing) > 1
            if is_over:
                pairings.remove_waiting(connection, self._center)
        raise _refusal(
            HTTPStatus.NOT_FOUND,
            "unknown-code",
            "No device shows these digits",
            "Every device that waited must begin anew and shows other digits."
            if is_over
            else f"{left} more wrong ones, and every device that waits must begin anew.",
        )

    def _find(self, pairing: str) -> PairingRow:
        with self._database.read() as connection:
            row = pairings.find(connection, self._center, pairing, self._now())
        if row is None:
            raise _unknown(pairing)
        return row

    def _code(self, row: PairingRow, nonce: str) -> str:
        return code_of(
            Transcript(
                fingerprint=self._fingerprint,
                id=row.id,
                role=row.role,
                name=row.name,
                device_nonce=nonce,
                coordinator_nonce=row.nonce,
            )
        )

    def _now(self) -> int:
        return round(self._clock.now().timestamp() * 1000)


def _token(row: PairingRow, nonce: str) -> str:
    """Unknown to whoever does not know the device's number, and another for each pairing."""
    parts = ("motcua pairing token 1", row.id, nonce, row.nonce)
    digest = hashlib.sha256(msgspec.json.encode(parts)).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _unknown(pairing: str) -> Refusal:
    return _refusal(
        HTTPStatus.NOT_FOUND, "unknown-pairing", "No such pairing waits", f"{pairing}: begin anew"
    )


def _refusal(status: HTTPStatus, slug: str, title: str, detail: str) -> Refusal:
    return Refusal(Problem(type=f"/problems/{slug}", title=title, status=int(status), detail=detail))
