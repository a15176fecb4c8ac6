"""Six digits that both sides work out alike, and that nobody between them can make agree."""

from collections import Counter

import msgspec
import pytest

from wire.pairing import Transcript, code_of, keeps_promise, new_nonce, promise_of

HONEST = Transcript(
    fingerprint="a" * 64,
    id="p1",
    role="display",
    name="display-hall",
    device_nonce="1" * 64,
    coordinator_nonce="2" * 64,
)


def test_both_sides_come_to_the_same_six_digits() -> None:
    code = code_of(HONEST)
    assert len(code) == 6
    assert code.isdigit()
    assert code == code_of(msgspec.structs.replace(HONEST))


@pytest.mark.parametrize("part", list(Transcript.__struct_fields__))
def test_any_part_that_differs_gives_other_digits(part: str) -> None:
    other = msgspec.structs.replace(HONEST, **{part: f"{getattr(HONEST, part)}x"})
    assert code_of(other) != code_of(HONEST)


def test_parts_do_not_run_into_one_another() -> None:
    one = msgspec.structs.replace(HONEST, role="display", name="x")
    other = msgspec.structs.replace(HONEST, role="displayx", name="")
    assert code_of(one) != code_of(other)


def test_every_digit_is_as_likely_as_any_other_in_every_place() -> None:
    codes = [code_of(msgspec.structs.replace(HONEST, id=str(n))) for n in range(6000)]
    for place in range(6):
        counts = Counter(code[place] for code in codes)
        assert set(counts) == set("0123456789")
        # 600 are expected; 6 standard deviations are 139.
        assert all(abs(count - 600) < 140 for count in counts.values())


def test_a_promise_binds_to_one_number_one_role_and_one_name() -> None:
    nonce = new_nonce()
    promise = promise_of(nonce, "display", "hall")
    assert keeps_promise(promise, nonce, "display", "hall")
    assert not keeps_promise(promise, new_nonce(), "display", "hall")
    assert not keeps_promise(promise, nonce, "counter", "hall")
    assert not keeps_promise(promise, nonce, "display", "yard")
