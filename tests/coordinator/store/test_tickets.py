"""Tickets in the store: numbers without gap or twin, claims that only one gets, centres that never meet."""

from dataclasses import replace

import pytest

from coordinator.queue.choice import Head
from coordinator.store import ledger, tickets
from coordinator.store.database import Database, StoreError
from coordinator.store.rows import LaneCount
from coordinator.store.versions import open_database
from tests.fakes.small_center import CENTER_ID
from tests.fakes.stored import DAY, NOON_MS, add_ticket

TOMORROW = "2026-11-24"


def test_numbers_count_by_centre_day_and_prefix(database: Database) -> None:
    with database.write() as connection:
        found = [
            tickets.allot_number(connection, center, day, prefix)
            for center, day, prefix in [
                (CENTER_ID, DAY, "A"),
                (CENTER_ID, DAY, "A"),
                (CENTER_ID, DAY, "C"),
                (CENTER_ID, TOMORROW, "A"),
                ("other", DAY, "A"),
                (CENTER_ID, DAY, "A"),
            ]
        ]
    assert found == [1, 2, 1, 1, 1, 3]


def _add_in_vain(database: Database) -> None:
    with database.write() as connection:
        add_ticket(connection)
        raise ZeroDivisionError


def test_a_number_of_a_ticket_that_was_not_kept_is_given_again(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _add_in_vain(database)
    with database.write() as connection:
        assert add_ticket(connection).number == 1


def test_the_database_itself_refuses_a_number_twice(database: Database) -> None:
    with database.write() as connection:
        add_ticket(connection, number=7)
    with pytest.raises(StoreError, match=r"(?i)unique"), database.write() as connection:
        add_ticket(connection, number=7, id="another", link="another")


def test_a_place_is_never_given_again(database: Database) -> None:
    with database.write() as connection:
        place = add_ticket(connection).place
        connection.exec_driver_sql("DELETE FROM tickets")
        assert add_ticket(connection).place == place + 1


def test_a_ticket_is_read_back_as_it_was_written(database: Database) -> None:
    with database.write() as connection:
        row = add_ticket(connection, priority="merit", is_priority=True, procedure="ban-sao", language="en")
    with database.read() as connection:
        assert tickets.by_id(connection, CENTER_ID, row.id) == row
        assert tickets.by_link(connection, CENTER_ID, row.link) == row
        assert tickets.by_place(connection, row.place) == row
        assert tickets.by_id(connection, "other", row.id) is None
        assert tickets.by_link(connection, "other", row.link) is None


def test_of_two_that_claim_one_ticket_only_one_gets_it(database: Database, url: str) -> None:
    second = open_database(url)
    with database.write() as connection:
        row = add_ticket(connection)
    # Both saw it waiting before either wrote.
    gained = []
    for counter, store in ((1, database), (2, second)):
        claimed = replace(row, state="called", counter=counter, called_at=NOON_MS, times=1)
        with store.write() as connection:
            gained.append(tickets.save(connection, row, claimed))
    assert gained == [True, False]
    with second.read() as connection:
        assert tickets.by_place(connection, row.place).counter == 1
    second.close()


def test_heads_are_the_first_of_each_lane(database: Database) -> None:
    with database.write() as connection:
        ordinary, _, priority = (
            add_ticket(connection, is_priority=is_priority) for is_priority in (False, False, True)
        )
        add_ticket(connection, domain="ho-tich", state="held")
        add_ticket(connection, "other", domain="chung-thuc")
        add_ticket(connection, day=TOMORROW)
    with database.read() as connection:
        found = tickets.heads(connection, CENTER_ID, DAY, ["ho-tich", "chung-thuc"])
        assert tickets.heads(connection, CENTER_ID, DAY, []) == []
    assert found == [
        Head(ordinary.place, "chung-thuc", is_priority=False),
        Head(priority.place, "chung-thuc", is_priority=True),
    ]


def test_lanes_are_counted_with_those_before_a_place(database: Database) -> None:
    with database.write() as connection:
        rows = [add_ticket(connection) for _ in range(3)]
        add_ticket(connection, is_priority=True)
        add_ticket(connection, domain="ho-tich")
        add_ticket(connection, state="served")
    with database.read() as connection:
        one = tickets.count_lanes(connection, CENTER_ID, DAY, "chung-thuc", rows[2].place)
        every = tickets.count_lanes(connection, CENTER_ID, DAY)
    assert sorted(one, key=lambda lane: lane.is_priority) == [
        LaneCount("chung-thuc", is_priority=False, waiting=3, before=2),
        LaneCount("chung-thuc", is_priority=True, waiting=1, before=0),
    ]
    assert {(lane.domain, lane.is_priority): lane.waiting for lane in every} == {
        ("chung-thuc", False): 3,
        ("chung-thuc", True): 1,
        ("ho-tich", False): 1,
    }


def test_only_what_another_day_left_unfinished_expires(database: Database) -> None:
    states = ("waiting", "called", "held", "served", "no_show", "cancelled")
    with database.write() as connection:
        old = [add_ticket(connection, state=state) for state in states]
        new = add_ticket(connection, day=TOMORROW)
        foreign = add_ticket(connection, "other")
        assert tickets.expire_other_days(connection, CENTER_ID, TOMORROW, NOON_MS) == 3
    with database.read() as connection:
        after = [tickets.by_place(connection, row.place) for row in [*old, new, foreign]]
    expected = ["expired"] * 3 + ["served", "no_show", "cancelled", "waiting", "waiting"]
    assert [row.state for row in after] == expected
    assert [row.ended_at for row in after[:3]] == [NOON_MS] * 3


def test_centres_in_one_database_never_meet(database: Database) -> None:
    values = {"actor": "kiosk:k", "key": "same", "fingerprint": "f", "status": 201, "replied_at": NOON_MS}
    with database.write() as connection:
        ledger.ensure_center(connection, "other")
        ledger.set_message(connection, "other", "theirs")
        ledger.set_day(connection, "other", TOMORROW)
        ledger.keep_reply(connection, {**values, "center_id": "other", "body": "theirs"})
        ledger.keep_reply(connection, {**values, "center_id": CENTER_ID, "body": "ours"})
        ledger.save_run(connection, "other", "chung-thuc", 2)
        ledger.set_closed_on(connection, "other", "chung-thuc", DAY)
        mine, reply = ledger.read_center_and_reply(connection, CENTER_ID, "kiosk:k", "same")
        assert (mine.message, mine.day) == ("", None)
        assert reply is not None
        assert reply.body == "ours"
        assert ledger.runs(connection, CENTER_ID) == {}
        assert ledger.closed_domains(connection, CENTER_ID, DAY) == set()
        assert ledger.closed_domains(connection, "other", DAY) == {"chung-thuc"}
