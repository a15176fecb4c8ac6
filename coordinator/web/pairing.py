"""The way in for new devices. They have no token yet, so none is asked for; the digits are typed by an admin."""

import ssl
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec
from flask import request

from config import Settings
from coordinator.desk import Reply
from coordinator.desk.pairing import Pairings
from coordinator.web.endpoint import ANYONE, MANAGER, Ask, Endpoint, Outcome, Topic
from coordinator.web.problems import Rejected
from coordinator.web.rate import Meter, Rate
from runtime.clock import Clock
from wire.pairing import (
    AdmitDevice,
    AskForPairing,
    DeviceAdmitted,
    PairingAnswer,
    PairingBegun,
    ShowNonce,
    sha256_of,
)

# New pairings of all devices together: six digits are enough only while few can be tried.
_BEGINNINGS: Final = Rate(per_second=1 / 15, burst=10)
# A device asks every other second whether its digits were typed.
_QUESTIONS: Final = Rate(per_second=2, burst=20)
_EVERYONE: Final = "*"


def fingerprint_of(settings: Settings) -> str:
    """Of the certificate that this coordinator answers with; empty where it speaks no TLS. May raise `OSError`."""
    file = settings.coordinator.certificate
    if not file:
        return ""
    text = Path(file).read_text(encoding="ascii")
    first = text[: text.index(ssl.PEM_FOOTER) + len(ssl.PEM_FOOTER)]
    return sha256_of(ssl.PEM_cert_to_DER_cert(first[first.index(ssl.PEM_HEADER) :]))


def pairing_topic(pairings: Pairings, clock: Clock) -> Topic:
    door = _Door(pairings, clock)
    return Topic(
        "pairing",
        [
            Endpoint(
                "askForPairing",
                "POST",
                "/pairing",
                "A new device asks to be let in and promises a number.",
                ANYONE,
                door.begin,
                {201: PairingBegun},
                wish=AskForPairing,
                refusals=(429,),
            ),
            _of_device(
                "showNonce",
                "show",
                "The device shows the number that it promised.",
                door.show,
                (404, 409, 429),
            ),
            _of_device(
                "collectToken",
                "collect",
                "The device's token, once its six digits were typed; empty until then.",
                door.collect,
                (404, 429),
            ),
            Endpoint(
                "admitDevice",
                "POST",
                "/pairing/admit",
                "Let in the device that shows these six digits.",
                MANAGER,
                lambda ask: pairings.admit(ask.wish.code),
                {200: DeviceAdmitted},
                wish=AdmitDevice,
                refusals=(404,),
            ),
        ],
    )


def _of_device(
    name: str, verb: str, summary: str, handle: Callable[[Ask], Outcome], refusals: tuple[int, ...]
) -> Endpoint:
    path = f"/pairing/{{pairing}}/{verb}"
    answers = {200: PairingAnswer}
    return Endpoint(name, "POST", path, summary, ANYONE, handle, answers, wish=ShowNonce, refusals=refusals)


class _Door:
    """Where devices without a token knock, no oftener than six digits can stand."""

    def __init__(self, pairings: Pairings, clock: Clock) -> None:
        self._pairings = pairings
        self._beginnings = _BEGINNINGS.meter(clock)
        self._questions = _QUESTIONS.meter(clock)

    def begin(self, ask: Ask) -> Reply:
        _take(self._beginnings, _EVERYONE)
        begun = self._pairings.begin(ask.wish)
        return Reply(HTTPStatus.CREATED, msgspec.json.encode(begun))

    def show(self, ask: Ask) -> PairingAnswer:
        _take(self._questions, request.remote_addr or "")
        self._pairings.show(ask["pairing"], ask.wish.nonce)
        return PairingAnswer()

    def collect(self, ask: Ask) -> PairingAnswer:
        _take(self._questions, request.remote_addr or "")
        return PairingAnswer(token=self._pairings.collect(ask["pairing"], ask.wish.nonce))


def _take(meter: Meter, address: str) -> None:
    if not meter.take(address):
        raise Rejected(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many-questions",
            "New devices ask too often",
            headers={"Retry-After": "15"},
        )
