"""A centre on PostgreSQL is copied each night as any other, and its copy goes back wherever it is wanted."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config import load
from coordinator.copy_record import read_record, record_file
from coordinator.location import FILE_NAME
from coordinator.store import ledger, schema
from coordinator.store.database import connect
from coordinator.store.versions import open_database
from motcua.__main__ import main
from tests.fakes.postgres import EmptiedDatabase, Postgres
from tests.fakes.small_center import CENTER, CENTER_ID, Motcua, Said
from tests.fakes.stored import add_ticket

DAY = "2026-11-23"


@pytest.fixture
def server(emptied: EmptiedDatabase, center_file: Path) -> str:
    """Where the centre is configured to be, beside another one."""
    url = emptied.empty()
    center_file.write_text(f'{CENTER}\n[coordinator]\ndatabase = "{url}"\n', encoding="utf-8")
    database = open_database(url)
    with database.write() as connection:
        ledger.ensure_center(connection, CENTER_ID)
        ledger.set_day(connection, CENTER_ID, DAY)
        for center in (CENTER_ID, "other", CENTER_ID, "other", CENTER_ID):
            add_ticket(connection, center, DAY)
        line = {"center_id": CENTER_ID, "day": DAY, "at": 1, "actor": "kiosk:k", "action": "ticket.issued"}
        ledger.write_audit(connection, line)
    database.close()
    return url


@pytest.fixture
def run(center_file: Path, capsys: pytest.CaptureFixture[str]) -> Motcua:
    """Without `--data`: the configured database is what is meant."""

    def run(*arguments: str) -> Said:
        return Said(main([*arguments, "--config", str(center_file)]), *capsys.readouterr())

    return run


def rows(url: str, center: str = CENTER_ID) -> dict[str, list[tuple[object, ...]]]:
    """Everything of a centre, by table."""
    database = connect(url)
    try:
        with database.read() as connection:
            return {
                table.name: [
                    tuple(row)
                    for row in connection.execute(
                        select(table).where(table.c.center_id == center).order_by(*table.primary_key)
                    )
                ]
                for table in schema.metadata.sorted_tables
            }
    finally:
        database.close()


def test_the_centre_and_no_other_is_copied_into_one_file_that_stands_alone(
    run: Motcua, server: str, tmp_path: Path
) -> None:
    out = tmp_path / "copies" / "monday.db"
    out.parent.mkdir()
    said = run("backup", str(out))
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{out}: 3 tickets, schema 0007, checked\n"
    assert [path.name for path in out.parent.iterdir()] == ["monday.db"]
    assert rows(f"sqlite:///{out}") == rows(server)
    with closing(sqlite3.connect(out)) as copy:
        assert copy.execute("SELECT count(*) FROM tickets").fetchone() == (3,)


def test_a_night_leaves_a_copy_the_settings_and_a_record_beside_them(
    run: Motcua, server: str, tmp_path: Path, center_file: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    assert run("backup", "--into", str(folder)).code == 0
    assert sorted(path.name[:7] for path in folder.iterdir()) == ["center.", "motcua-"]
    record = read_record(record_file(load(center_file), center_file))
    assert record is not None
    assert record.places[0].copied_ms is not None
    assert record_file(load(center_file), center_file).parent == center_file.parent


def test_an_old_file_that_was_left_in_its_place_is_nobodys_records_any_more(
    run: Motcua, server: str, tmp_path: Path, data: Path
) -> None:
    (data / FILE_NAME).write_bytes(b"what the centre left behind when it moved")
    assert run("backup", str(tmp_path / "copy.db")).code == 0


def test_the_copy_is_put_back_into_a_new_database_by_our_own_two_commands(
    run: Motcua, server: str, tmp_path: Path, postgres: Postgres
) -> None:
    run("backup", str(tmp_path / "copy.db"))
    between, before = str(tmp_path / "put-back"), rows(server)
    anew = postgres.create("motcua_new")
    try:
        said = run("restore", str(tmp_path / "copy.db"), "--data", between, "--after", "500")
        assert said.code == 0, said.err
        said = run("migrate-to", anew, "--data", between)
        assert said.code == 0, said.err
        after = rows(anew)
        assert {name: len(found) for name, found in after.items() if name not in ("audit", "sequences")} == {
            name: len(found) for name, found in before.items() if name not in ("audit", "sequences")
        }
        database = connect(anew)
        with database.write() as connection:
            assert add_ticket(connection, CENTER_ID, DAY).number == 4
            assert connection.execute(select(func.count()).select_from(schema.centers)).scalar() == 1
        database.close()
    finally:
        postgres.drop("motcua_new")


def test_the_manual_names_these_two_commands_in_this_order() -> None:
    text = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text(encoding="utf-8")
    (_, restore, migrate) = re.findall(r"```sh\n(.*?)```", text.partition("## Copies")[2], re.DOTALL)[
        0
    ].splitlines()
    folder = re.findall(r"--data (\S+)", f"{restore} {migrate}")
    assert "motcua restore --data" in restore
    assert "--after 500" in restore
    assert "motcua migrate-to postgresql://" in migrate
    assert folder[0] == folder[1]


def test_the_copy_is_put_back_on_a_machine_of_its_own(
    run: Motcua, server: str, tmp_path: Path, center_file: Path
) -> None:
    run("backup", str(tmp_path / "copy.db"))
    center_file.write_text(CENTER, encoding="utf-8")
    said = run("restore", str(tmp_path / "copy.db"), "--data", str(tmp_path / "card"), "--after", "500")
    assert said.code == 0, said.err
    assert "3 tickets" in said.out


def test_restore_says_how_it_is_done_where_a_server_keeps_the_records(
    run: Motcua, server: str, tmp_path: Path
) -> None:
    run("backup", str(tmp_path / "copy.db"))
    said = run("restore", str(tmp_path / "copy.db"))
    assert said.code == 1
    assert "--data DIR" in said.err
    assert "migrate-to" in said.err


def test_rows_that_do_not_arrive_leave_no_copy(
    run: Motcua, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordinator.store.fetching.Sums.add", lambda _sums, _row: None)
    folder = tmp_path / "copies"
    folder.mkdir()
    said = run("backup", str(folder / "copy.db"))
    assert said.code == 1
    assert "did not arrive" in said.err
    assert list(folder.iterdir()) == []


def _another_centre(center_file: Path) -> str:
    center_file.write_text(center_file.read_text().replace('id = "thu"', 'id = "moi"'), encoding="utf-8")
    return "the centre moi is not in it"


def _no_server(center_file: Path) -> str:
    center_file.write_text(
        f'{CENTER}\n[coordinator]\ndatabase = "postgresql://motcua:geheim@127.0.0.1:1/motcua"\n',
        encoding="utf-8",
    )
    return "Connection refused"


@pytest.mark.parametrize("spoil", [_another_centre, _no_server])
def test_what_cannot_be_copied_is_said_without_the_password_and_known(
    run: Motcua, server: str, tmp_path: Path, center_file: Path, spoil: Callable[[Path], str]
) -> None:
    says = spoil(center_file)
    folder = tmp_path / "copies"
    folder.mkdir()
    said = run("backup", "--into", str(folder))
    assert said.code == 1
    assert says in said.err
    assert "geheim" not in said.err
    assert list(folder.iterdir()) == []
    record = read_record(record_file(load(center_file), center_file))
    assert record is not None
    assert (record.places[0].cause, record.places[0].copied_ms) == ("failed", None)
