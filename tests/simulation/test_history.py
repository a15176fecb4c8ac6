"""What a real database says of the waits that were told: each figure as by hand, and nothing changed in the file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coordinator.store.versions import open_database
from motcua.__main__ import main
from simulation.history import ALL, NoHistory, judge, read_history

MINUTE_MS = 60_000
BEGAN_MS = 1_795_410_000_000
CENTER = "hai-chau"


def put(folder: Path, rows: list[tuple[str, int, tuple[int, int] | None, int | None]]) -> None:
    """Domain, minute of issue, told minutes, and the minute of the first call, of one day's tickets."""
    open_database(f"sqlite:///{folder / 'motcua.db'}").close()
    with closing(sqlite3.connect(folder / "motcua.db")) as connection, connection:
        for place, (domain, issued, told, called) in enumerate(rows, 1):
            low, high = (None, None) if told is None else (told[0] * 60, told[1] * 60)
            at = BEGAN_MS + issued * MINUTE_MS
            connection.execute(
                "INSERT INTO tickets (place, center_id, id, link, day, prefix, number, domain, is_priority, language,"
                " state, issued_at, told_low, told_high) VALUES (?, ?, ?, ?, '2026-11-23', 'A', ?, ?, 0, 'vi',"
                " 'served', ?, ?, ?)",
                (place, CENTER, f"id{place}", f"link{place}", place, domain, at, low, high),
            )
            if called is not None:
                for extra in (0, 30):  # a second call, after a hold, is no wait
                    call(connection, place, domain, "ticket.called", called + extra)


def call(connection: sqlite3.Connection, place: int, domain: str, action: str, minute: int) -> None:
    connection.execute(
        "INSERT INTO audit (center_id, day, at, actor, action, place, domain)"
        " VALUES (?, '2026-11-23', ?, 'counter:c', ?, ?, ?)",
        (CENTER, BEGAN_MS + minute * MINUTE_MS, action, place, domain),
    )


ROWS: list[tuple[str, int, tuple[int, int] | None, int | None]] = [
    ("a", 0, None, 4),  # was told nothing; the last wait, 4, of whoever comes after its call
    ("a", 5, (8, 12), 15),  # waited 10: held; told 10; last 4
    ("a", 6, (8, 12), 26),  # waited 20: above; told 10; last 4
    ("b", 0, (10, 20), 5),  # waited 5: below; told 15; nobody before
    ("b", 1, (10, 20), None),  # never called
]


def test_every_figure_is_as_by_hand(tmp_path: Path) -> None:
    put(tmp_path, ROWS)
    whole, a, b = judge(read_history(tmp_path, CENTER))
    assert [one.domain for one in (whole, a, b)] == [ALL, "a", "b"]
    assert (a.people, a.mean_wait, a.held, a.below, a.above) == (2, 900, 0.5, 0, 0.5)
    assert a.bias == -300
    assert a.error == pytest.approx((0.5 * 600**2) ** 0.5)
    assert a.last == pytest.approx(((360**2 + 960**2) / 2) ** 0.5)
    assert (b.people, b.below, b.bias, b.last) == (1, 1.0, 600, None)
    assert whole.people == 3
    assert whole.held == pytest.approx(1 / 3)


def test_a_call_that_was_taken_back_counts_for_nothing(tmp_path: Path) -> None:
    put(tmp_path, ROWS)
    with closing(sqlite3.connect(tmp_path / "motcua.db")) as connection, connection:
        call(connection, 4, "b", "ticket.taken_back", 6)
    assert {one.domain for one in read_history(tmp_path, CENTER)} == {"a"}


def test_the_command_prints_a_line_for_each_domain_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, ROWS)
    before = (tmp_path / "motcua.db").read_bytes()
    assert main(["simulate", "estimate", "--data", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["domain", "all", "a", "b"]
    assert (tmp_path / "motcua.db").read_bytes() == before


def test_another_centres_tickets_are_none_of_ours(tmp_path: Path) -> None:
    put(tmp_path, ROWS)
    with pytest.raises(NoHistory, match="holds no ticket of thu"):
        read_history(tmp_path, "thu")


def test_without_a_database_it_says_what_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "estimate", "--data", str(tmp_path)]) == 1
    assert "accepted: a folder with the coordinator's motcua.db" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").write_bytes(b"x" * 4096)
    with pytest.raises(NoHistory, match="cannot be read"):
        read_history(tmp_path, CENTER)
