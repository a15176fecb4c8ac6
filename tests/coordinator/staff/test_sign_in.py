"""Signing in: the right name and PIN, and never more than a few guesses; who is signed in, and until when."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.desk import Refusal, accounts, staff_room
from coordinator.desk.door import PAGE_HOURS, SignedIn
from coordinator.staff import lockout
from coordinator.staff.lockout import Failures, locked_ms, one_more
from coordinator.staff.names import BadName, account_key, tidy_name
from coordinator.staff.pins import BadPin, check_pin, hash_pin, is_pin
from coordinator.staff.roles import StaffRole
from coordinator.store import staff
from tests.fakes.front import COUNTER, Front

PIN = "204857"
HERE = "192.168.1.20"


def add(front: Front, name: str = "Lan", role: StaffRole = "counter") -> None:
    front.desk.staff.manage(accounts.OPERATOR, lambda work: accounts.add(work, name, role, PIN))


def sign_in(
    front: Front, name: str = "Lan", pin: str = PIN, address: str = HERE, *, is_page: bool = True
) -> SignedIn:
    return front.desk.staff.sign_in(name, pin, address, is_page=is_page)


def refused(front: Front, name: str = "Lan", pin: str = "000001", address: str = HERE) -> str:
    """The type of the refusal, without its folder."""
    with pytest.raises(Refusal) as caught:
        sign_in(front, name, pin, address)
    return caught.value.problem.type.removeprefix("/problems/")


def test_the_right_name_and_pin_sign_in_however_the_name_is_typed(front: Front) -> None:
    add(front, "Nguyễn Thị Lan")
    signed = sign_in(front, "  NGUYỄN  thị lan ")
    assert (signed.name, signed.role) == ("Nguyễn Thị Lan", "counter")
    session = front.desk.staff.session(signed.token)
    assert session is not None
    assert (session.name, session.role, session.counter) == ("Nguyễn Thị Lan", "counter", None)


def test_an_unknown_name_and_a_wrong_pin_are_refused_in_the_same_words(front: Front) -> None:
    add(front)
    with pytest.raises(Refusal) as unknown:
        sign_in(front, "Hoa")
    with pytest.raises(Refusal) as wrong:
        sign_in(front, pin="111222")
    assert unknown.value.problem == wrong.value.problem


def test_every_sign_in_gives_another_token(front: Front) -> None:
    add(front)
    assert sign_in(front).token != sign_in(front).token


def test_a_page_stays_signed_in_for_a_working_day(front: Front) -> None:
    add(front)
    front.issue()
    token = sign_in(front).token
    front.clock.move(hours=PAGE_HOURS, seconds=-1)
    assert front.desk.staff.session(token) is not None
    front.clock.move(2)
    assert front.desk.staff.session(token) is None


def test_a_token_is_a_bearer_for_a_quarter_of_an_hour_and_a_page_never_is(front: Front) -> None:
    add(front, role="volunteer")
    signed = sign_in(front, is_page=False)
    assert signed.expires_at == front.clock.now() + timedelta(minutes=15)
    actor = front.desk.authenticate(signed.token)
    assert actor is not None
    assert (actor.role, actor.name) == ("kiosk", "staff/Lan")
    assert front.desk.staff.session(signed.token) is None
    assert front.desk.authenticate(sign_in(front).token) is None
    front.clock.move(minutes=15)
    assert front.desk.authenticate(signed.token) is None


def test_signing_out_ends_the_session(front: Front) -> None:
    add(front)
    token = sign_in(front).token
    session = front.desk.staff.session(token)
    assert session is not None
    front.desk.staff.sign_out(session)
    assert front.desk.staff.session(token) is None


def test_a_new_day_signs_everyone_out(front: Front) -> None:
    add(front)
    front.clock.move(hours=12)
    token = sign_in(front).token
    front.clock.move(hours=8.5)
    front.issue()
    assert front.desk.staff.session(token) is None


@pytest.mark.parametrize("change", ["pin", "role", "remove"])
def test_a_changed_account_is_signed_out_everywhere(front: Front, change: str) -> None:
    add(front)
    add(front, "Hoa")
    tokens = [sign_in(front).token, sign_in(front).token, sign_in(front, "Hoa").token]
    changes = {
        "pin": lambda work: accounts.set_pin(work, "lan", "918273"),
        "role": lambda work: accounts.set_role(work, "lan", "volunteer"),
        "remove": lambda work: accounts.remove(work, "lan"),
    }
    front.desk.staff.manage(accounts.OPERATOR, changes[change])
    assert [front.desk.staff.session(token) is not None for token in tokens] == [False, False, True]
    if change == "pin":
        assert sign_in(front, pin="918273").name == "Lan"


def test_after_five_wrong_guesses_the_name_is_locked_from_every_address(front: Front) -> None:
    add(front)
    for i in range(lockout.FREE_BY_NAME):
        assert refused(front, address=f"10.0.0.{i}") == "wrong-pin"
    assert refused(front, pin=PIN, address="10.0.0.99") == "locked"
    front.clock.move(60)
    assert sign_in(front).name == "Lan"
    assert refused(front) == "wrong-pin", "the count began anew"


def test_each_further_wrong_guess_locks_twice_as_long_up_to_a_quarter_of_an_hour(front: Front) -> None:
    add(front)
    for _ in range(lockout.FREE_BY_NAME):
        refused(front)
    for seconds in (60, 120, 240, 480, 900, 900):
        front.clock.move(seconds - 1)
        assert refused(front) == "locked"
        front.clock.move(1)
        assert refused(front) == "wrong-pin"


def test_a_name_that_nobody_has_is_locked_like_one_that_somebody_has(front: Front) -> None:
    add(front)
    for name in ("Lan", "Nobody"):
        found = [refused(front, name, address=f"10.1.0.{i}") for i in range(lockout.FREE_BY_NAME + 1)]
        assert found == ["wrong-pin"] * lockout.FREE_BY_NAME + ["locked"]


def test_one_address_cannot_guess_at_every_name(front: Front) -> None:
    add(front)
    for i in range(lockout.FREE_BY_ADDRESS):
        assert refused(front, f"name {i}") == "wrong-pin"
    assert refused(front, pin=PIN) == "locked"
    assert sign_in(front, address="192.168.1.21").name == "Lan"


def test_whoever_has_an_account_does_not_reset_the_address_by_signing_in(front: Front) -> None:
    add(front)
    for i in range(lockout.FREE_BY_ADDRESS):
        if i % 4 == 0:
            sign_in(front)
        refused(front, f"name {i}")
    assert refused(front, pin=PIN) == "locked"


def test_a_lock_is_lifted_by_an_administrator(front: Front) -> None:
    add(front)
    for _ in range(lockout.FREE_BY_NAME):
        refused(front)
    front.desk.staff.manage(accounts.OPERATOR, lambda work: accounts.unlock(work, "Lan"))
    assert sign_in(front).name == "Lan"


def test_guesses_at_the_same_time_are_each_counted(front: Front) -> None:
    add(front)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: refused(front), range(12)))
    assert sorted(set(found)) == ["locked", "wrong-pin"]
    assert found.count("wrong-pin") == lockout.FREE_BY_NAME


def test_more_checks_than_there_are_places_are_sent_away(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(front)
    go_on, checking = threading.Event(), threading.Semaphore(0)

    def slow(_pin: str, _hash: str) -> bool:
        checking.release()
        assert go_on.wait(20)
        return True

    monkeypatch.setattr(staff_room, "is_pin", slow)
    monkeypatch.setattr(front.desk.staff, "_places", threading.BoundedSemaphore(2))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(sign_in, front)
        assert checking.acquire(timeout=20)
        front.desk.staff._places.acquire()
        assert refused(front) == "busy"
        front.desk.staff._places.release()
        go_on.set()
        assert first.result(20).name == "Lan"


def test_wrong_guesses_are_forgotten_and_never_fill_the_disk(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_room, "is_pin", lambda _pin, _hash: False)
    monkeypatch.setattr(staff, "_NTH_NEWEST", staff._NTH_NEWEST.offset(None).offset(10))
    for i in range(30):
        front.clock.move(1)
        refused(front, f"name {i}", address=f"10.0.0.{i}")

    def count() -> int:
        from sqlalchemy import func, select  # noqa: PLC0415

        from coordinator.store.schema import sign_in_failures  # noqa: PLC0415

        statement = select(func.count()).select_from(sign_in_failures)
        return front.desk._transactions.look(
            lambda moment: int(moment.connection.execute(statement).scalar_one())
        )

    assert count() <= 12
    front.clock.move(hours=1)
    refused(front, "another")
    assert count() == 2


def test_one_clerk_sits_at_a_counter_and_another_takes_over_only_when_asked(front: Front) -> None:
    add(front)
    add(front, "Hoa")
    room = front.desk.staff
    tokens = {name: sign_in(front, name).token for name in ("Lan", "Hoa")}

    def counters() -> dict[str, int | None]:
        found = {name: room.session(token) for name, token in tokens.items()}
        return {name: session.counter if session else None for name, session in found.items()}

    def take(name: str, counter: int, *, take_over: bool = False) -> None:
        session = room.session(tokens[name])
        assert session is not None
        room.take_counter(session, counter, take_over=take_over)

    take("Lan", 2)
    with pytest.raises(Refusal) as caught:
        take("Hoa", 2)
    assert caught.value.problem.type == "/problems/counter-taken"
    assert "Lan" in caught.value.problem.detail
    assert counters() == {"Lan": 2, "Hoa": None}
    take("Hoa", 2, take_over=True)
    assert counters() == {"Lan": None, "Hoa": 2}
    take("Hoa", 1)
    take("Lan", 2)
    assert counters() == {"Lan": 2, "Hoa": 1}
    assert [(one.counter, one.name) for one in room.at_counters()] == [(1, "Hoa"), (2, "Lan")]
    session = room.session(tokens["Hoa"])
    assert session is not None
    room.leave_counter(session)
    assert counters() == {"Lan": 2, "Hoa": None}


def test_a_counter_that_there_is_not_cannot_be_taken(front: Front) -> None:
    add(front)
    session = front.desk.staff.session(sign_in(front).token)
    assert session is not None
    with pytest.raises(Refusal) as caught:
        front.desk.staff.take_counter(session, 99, take_over=True)
    assert caught.value.problem.status == 404


def test_the_last_administrator_cannot_leave_the_centre_without_one(front: Front) -> None:
    add(front, role="admin")
    add(front, "Hoa", role="admin")
    lan = staff_room.actor_of(front.desk.staff.session(sign_in(front).token))  # type: ignore[arg-type]
    front.desk.staff.manage(lan, lambda work: accounts.set_role(work, "Hoa", "counter"))
    for leave in (
        lambda work: accounts.set_role(work, "Lan", "counter"),
        lambda work: accounts.remove(work, "Lan"),
    ):
        with pytest.raises(Refusal) as caught:
            front.desk.staff.manage(lan, leave)
        assert caught.value.problem.type == "/problems/last-admin"


def test_who_did_what_stands_in_the_audit_and_no_pin_does(front: Front) -> None:
    add(front)
    token = sign_in(front).token
    session = front.desk.staff.session(token)
    assert session is not None
    front.issue()
    front.desk.call_next(1, staff_room.actor_of(session), None)
    front.desk.recall(1, COUNTER, None)

    def lines() -> list[tuple[str, str]]:
        from sqlalchemy import text  # noqa: PLC0415

        statement = text("SELECT actor, action, detail FROM audit ORDER BY seq")
        rows = front.desk._transactions.look(lambda m: m.connection.execute(statement).all())
        assert not any(PIN in row.detail or token in row.detail for row in rows)
        return [(row.actor, row.action) for row in rows]

    assert ("admin:operator", "staff.added") in lines()
    assert ("counter:staff/Lan", "staff.signed_in") in lines()
    assert ("counter:staff/Lan", "ticket.called") in lines()
    assert ("counter:counter-1", "ticket.recalled") in lines()


@pytest.mark.parametrize("pin", ["204857", "000123", "121314", "998001", "123455"])
def test_a_pin_of_six_digits_that_is_no_pattern_is_accepted(pin: str) -> None:
    assert is_pin(check_pin(pin), hash_pin(pin))
    assert not is_pin("204858", hash_pin(pin))


@pytest.mark.parametrize(
    "pin",
    ["", "20485", "2048571234567", "20485a", "٢٠٤٨٥٧", "111111", "121212", "123456", "654321", "890123"],
)
def test_a_pin_that_everybody_tries_first_is_not(pin: str) -> None:
    with pytest.raises(BadPin, match="accepted: 6 to 12 digits"):
        check_pin(pin)


def test_no_two_hashes_of_one_pin_are_alike_and_none_is_no_hash_at_all() -> None:
    assert hash_pin(PIN) != hash_pin(PIN)
    assert hash_pin(PIN).startswith("$argon2id$")
    assert not is_pin(PIN, "nonsense")


@pytest.mark.parametrize("name", ["", "  ", "\n", "…", "x" * 41, "La\x07n"])
def test_what_cannot_be_a_name_is_refused_with_what_can(name: str) -> None:
    with pytest.raises(BadName, match="accepted: 1 to 40"):
        tidy_name(name)


@given(st.text(max_size=50))
def test_a_name_and_its_tidied_form_are_one_account(name: str) -> None:
    try:
        tidy = tidy_name(name)
    except BadName:
        return
    assert account_key(tidy) == account_key(name)
    assert tidy_name(tidy) == tidy


@given(st.lists(st.tuples(st.integers(0, 3_600_000)), max_size=60))
def test_guesses_are_never_taken_faster_than_the_lock_allows(pauses: list[tuple[int]]) -> None:
    """Whatever the rhythm, in any hour no more than the free ones and one a quarter of an hour later."""
    failures: Failures | None = None
    now, taken = 0, list[int]()
    for (pause,) in pauses:
        now += pause
        if not locked_ms(failures, lockout.FREE_BY_NAME, now):
            failures = one_more(failures, now)
            taken.append(now)
    for at in taken:
        within = sum(at <= other < at + lockout.FORGET_MS for other in taken)
        assert within <= lockout.FREE_BY_NAME + 5
