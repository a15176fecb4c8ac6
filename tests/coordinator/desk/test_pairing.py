"""A device is let in by its six digits, and only by them: few wait, none for long, and guesses end the waiting."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from config import Settings
from coordinator.desk import Refusal
from coordinator.desk.pairing import MOST_WAITING, MOST_WRONG_CODES, WAITING_SECONDS, Pairings
from coordinator.store import schema
from tests.coordinator.conftest import OpenFront
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.small_center import CENTER_ID
from wire.pairing import AskForPairing, DeviceRole, Transcript, code_of, new_nonce, promise_of

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


OpenPairings = Callable[[], Pairings]


@pytest.fixture
def open_pairings(open_front: OpenFront, settings: Settings, admitted: list[str]) -> OpenPairings:
    """As each process has them that serves the centre."""

    def open_one() -> Pairings:
        front = open_front(settings)

        def admit(role: DeviceRole, name: str, token: str) -> None:
            admitted.append(f"{token} of {role} {name}")

        return Pairings(front.desk._database, CENTER_ID, front.clock, FINGERPRINT, admit)

    return open_one


@pytest.fixture
def admitted() -> list[str]:
    """Whose tokens hold."""
    return []


@pytest.fixture
def pairings(open_pairings: OpenPairings) -> Pairings:
    return open_pairings()


def other_than(*codes: str) -> str:
    return next(code for code in (f"{n:06d}" for n in range(10**6)) if code not in codes)


def refused(status: HTTPStatus) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.problem.status == status)


def test_the_digits_of_a_device_let_it_in(pairings: Pairings, admitted: list[str]) -> None:
    device, other = Device(pairings), Device(pairings, "yard")
    code = device.show()
    other.show()
    assert device.collect() == ""
    let_in = pairings.admit(code)
    assert (let_in.role, let_in.name) == ("display", "hall")
    token = device.collect()
    assert device.collect() == token
    assert admitted == [f"{token} of display hall"]
    assert len(token) == 43
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
    assert device.collect()


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


def test_a_device_is_let_in_at_one_process_and_collects_at_another(
    open_pairings: OpenPairings, admitted: list[str]
) -> None:
    here, there, elsewhere = open_pairings(), open_pairings(), open_pairings()
    device = Device(here)
    code = device.show()
    there.admit(code)
    tokens = {one.collect(device.id, device.nonce) for one in (elsewhere, here, there)}
    assert len(tokens) == 1
    assert admitted == [f"{tokens.pop()} of display hall"]


def test_nothing_that_is_kept_of_a_pairing_is_a_secret(front: Front) -> None:
    device = Device(front.desk.pairings(FINGERPRINT))
    front.desk.pairings(FINGERPRINT).admit(device.show())
    token = device.collect()
    with front.desk._database.read() as connection:
        kept = str(connection.execute(select(schema.pairings)).all())
    assert device.id in kept
    assert device.nonce not in kept
    assert token not in kept


def test_a_clock_that_is_set_back_lets_nobody_wait_for_ever(pairings: Pairings, clock: MovableClock) -> None:
    for n in range(MOST_WAITING):
        Device(pairings, f"hall-{n}")
    clock.set(clock.now() - timedelta(days=400))
    Device(pairings)
