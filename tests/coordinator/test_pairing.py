"""A device is let in by its six digits, and only by them: few wait, none for long, and guesses end the waiting."""

from http import HTTPStatus

import pytest

from coordinator.desk import Refusal
from coordinator.pairing import MOST_WAITING, MOST_WRONG_CODES, WAITING_SECONDS, Pairings
from tests.fakes.clock import MovableClock
from wire.pairing import AskForPairing, Transcript, code_of, new_nonce, promise_of

FINGERPRINT = "f" * 64


class Device:
    """A new device at the coordinator's door."""

    def __init__(self, pairings: Pairings, name: str = "hall", fingerprint: str = FINGERPRINT) -> None:
        self.nonce = new_nonce()
        self._pairings = pairings
        self._name = name
        self._fingerprint = fingerprint
        promise = promise_of(self.nonce, "display", name)
        self._begun = pairings.begin(AskForPairing(role="display", name=name, promise=promise))
        self.id = self._begun.id

    def show(self) -> str:
        """Its six digits."""
        self._pairings.show(self.id, self.nonce)
        return code_of(
            Transcript(
                fingerprint=self._fingerprint,
                id=self.id,
                role="display",
                name=self._name,
                device_nonce=self.nonce,
                coordinator_nonce=self._begun.nonce,
            )
        )

    def collect(self) -> str:
        return self._pairings.collect(self.id, self.nonce)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def pairings(clock: MovableClock) -> Pairings:
    return Pairings(FINGERPRINT, clock, lambda role, name: f"token of {role} {name}")


def other_than(*codes: str) -> str:
    return next(code for code in (f"{n:06d}" for n in range(10**6)) if code not in codes)


def refused(status: HTTPStatus) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.problem.status == status)


def test_the_digits_of_a_device_let_it_in(pairings: Pairings) -> None:
    device, other = Device(pairings), Device(pairings, "yard")
    code = device.show()
    other.show()
    assert device.collect() == ""
    admitted = pairings.admit(code)
    assert (admitted.role, admitted.name) == ("display", "hall")
    assert device.collect() == device.collect() == "token of display hall"
    assert other.collect() == ""


def test_the_digits_let_in_once(pairings: Pairings) -> None:
    code = Device(pairings).show()
    pairings.admit(code)
    with refused(HTTPStatus.NOT_FOUND):
        pairings.admit(code)


def test_who_saw_another_certificate_shows_other_digits_and_is_not_let_in(pairings: Pairings) -> None:
    deceived = Device(pairings, fingerprint="e" * 64)
    code = deceived.show()
    with refused(HTTPStatus.NOT_FOUND):
        pairings.admit(code)
    assert deceived.collect() == ""


def test_a_device_that_has_shown_nothing_cannot_be_let_in_nor_collect(pairings: Pairings) -> None:
    device = Device(pairings)
    with refused(HTTPStatus.NOT_FOUND):
        device.collect()


def test_a_number_that_was_not_promised_ends_the_pairing(pairings: Pairings) -> None:
    device = Device(pairings)
    with refused(HTTPStatus.CONFLICT):
        pairings.show(device.id, new_nonce())
    with refused(HTTPStatus.NOT_FOUND):
        device.show()


def test_a_number_cannot_be_changed_after_it_was_shown(pairings: Pairings) -> None:
    device = Device(pairings)
    assert device.show() == device.show()
    with refused(HTTPStatus.CONFLICT):
        pairings.show(device.id, new_nonce())


def test_only_the_device_itself_collects_its_token(pairings: Pairings) -> None:
    device = Device(pairings)
    pairings.admit(device.show())
    with refused(HTTPStatus.NOT_FOUND):
        pairings.collect(device.id, new_nonce())
    with refused(HTTPStatus.NOT_FOUND):
        pairings.collect("another", device.nonce)


def test_nobody_waits_for_long(pairings: Pairings, clock: MovableClock) -> None:
    device = Device(pairings)
    code = device.show()
    clock.move(WAITING_SECONDS + 1)
    with refused(HTTPStatus.NOT_FOUND):
        pairings.admit(code)
    with refused(HTTPStatus.NOT_FOUND):
        device.collect()


def test_few_may_wait_at_once(pairings: Pairings, clock: MovableClock) -> None:
    for n in range(MOST_WAITING):
        Device(pairings, f"hall-{n}")
    with refused(HTTPStatus.TOO_MANY_REQUESTS):
        Device(pairings)
    clock.move(WAITING_SECONDS + 1)
    Device(pairings)


def test_after_a_few_wrong_codes_every_device_must_begin_anew(pairings: Pairings) -> None:
    device = Device(pairings)
    code = device.show()
    for _ in range(MOST_WRONG_CODES):
        with refused(HTTPStatus.NOT_FOUND):
            pairings.admit(other_than(code))
    with refused(HTTPStatus.NOT_FOUND):
        pairings.admit(code)
    with refused(HTTPStatus.NOT_FOUND):
        device.collect()


def test_wrong_codes_do_not_take_from_a_device_what_it_was_given(pairings: Pairings) -> None:
    device = Device(pairings)
    code = device.show()
    pairings.admit(code)
    for _ in range(MOST_WRONG_CODES):
        with refused(HTTPStatus.NOT_FOUND):
            pairings.admit(other_than(code))
    assert device.collect() == "token of display hall"


def test_a_right_code_makes_the_wrong_ones_before_it_forgotten(pairings: Pairings) -> None:
    waiting = Device(pairings, "yard")
    kept = waiting.show()
    for name in ("hall", "stairs"):
        device = Device(pairings, name)
        code = device.show()
        for _ in range(MOST_WRONG_CODES - 1):
            with refused(HTTPStatus.NOT_FOUND):
                pairings.admit(other_than(code, kept))
        pairings.admit(code)
    assert pairings.admit(kept).name == "yard"
