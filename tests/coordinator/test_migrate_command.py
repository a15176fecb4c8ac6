"""`motcua migrate-to`: a centre goes to PostgreSQL in the middle of its day, and nobody can tell but by the address."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from config import Settings
from coordinator.desk import Actor, Once, accounts, open_desk
from coordinator.location import FILE_NAME, lock_file
from coordinator.lock import hold_lock
from coordinator.store import schema
from coordinator.store.database import connect
from coordinator.store.moving import GAP
from coordinator.store.tokens import Tokens
from coordinator.store.versions import open_database
from motcua.__main__ import main
from tests.fakes.clock import MovableClock
from tests.fakes.front import KIOSK, Front, answer
from tests.fakes.postgres import EmptiedDatabase
from tests.fakes.small_center import CENTER_ID, Motcua, Said
from tests.fakes.stored import add_ticket, make_of_version
from wire import messages as m

OpenDesk = Callable[[str], Front]
ONCE = Once("tap-1", "print")


@pytest.fixture
def server(emptied: EmptiedDatabase) -> str:
    """A database in which another centre has issued numbers already."""
    url = emptied.empty()
    database = open_database(url)
    with database.write() as connection:
        for _ in range(5):
            add_ticket(connection, "other")
    database.close()
    return url


@pytest.fixture
def file(data: Path, empty_database: Path) -> Path:
    return Path(shutil.copy(empty_database, data / FILE_NAME))


@pytest.fixture
def open_at(settings: Settings, clock: MovableClock) -> Iterator[OpenDesk]:
    opened: list[Front] = []

    def open_one(url: str) -> Front:
        opened.append(Front(open_desk(settings, url, clock), clock))
        return opened[-1]

    yield open_one
    for front in opened:
        front.desk.close()


@pytest.fixture
def migrate(center_file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> Motcua:
    """Run `motcua migrate-to` on the small centre with its file in `data`."""

    def run(url: str) -> Said:
        code = main(["migrate-to", url, "--config", str(center_file), "--data", str(data)])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def old(file: Path, open_at: OpenDesk) -> Front:
    """A centre with a day behind it, in the middle of the next."""
    front = open_at(f"sqlite:///{file}")
    _work(front)
    front.clock.move(hours=24)
    _work(front)
    front.desk.staff.manage(accounts.OPERATOR, lambda work: accounts.add(work, "Lan", "admin", "739158"))
    front.desk.give_link("view-chu-tich", Actor("admin", "admin-1"))
    front.say("Xin chờ đến số")
    return front


def _work(front: Front) -> None:
    front.issue("chung-thuc", "elderly", printer="kiosk-1")
    for domain in ("chung-thuc", "ho-tich", "dat-dai", "chung-thuc", "ho-tich"):
        front.issue(domain, printer="kiosk-1")
    job = front.claim()
    assert job is not None
    front.report(job, "printed")
    for counter in (1, 2, 3, 1, 2):
        front.call(counter)
    front.recall(2)
    front.hold(3)


def _timeless(board: m.Board) -> object:
    """What a board shows, without what is numbered anew."""
    calls = [msgspec.structs.replace(call, seq=0) for call in board.calls]
    return msgspec.structs.replace(board, seq=0, at=board.at, calls=calls)


def _report(front: Front) -> object:
    today = front.clock.now().date()
    report = front.desk.report(today - timedelta(days=1), today)
    return report.total.groups, report.days


def test_the_day_goes_on_where_it_was(
    old: Front, file: Path, server: str, migrate: Motcua, open_at: OpenDesk
) -> None:
    first = old.desk.issue(m.IssueTicket(domain="chung-thuc"), KIOSK, ONCE)
    ticket = answer(first, m.Ticket)
    token = Tokens(old.desk._database, CENTER_ID).create("kiosk", "kiosk-1", old.clock.now(), "2026-11-24")
    served = old.call(2).finished
    assert served is not None
    link = ticket.status_url.rpartition("/")[2]
    before, report, shown = old.desk.board(), _report(old), old.desk.ticket_by_link(link)
    old.desk.close()
    content = file.read_bytes()

    said = migrate(server)
    assert (said.code, said.err) == (0, "")
    assert "moved: 13 tickets" in said.out
    assert file.read_bytes() == content

    new = open_at(server)
    after = new.desk.board()
    assert _timeless(after) == _timeless(before)
    assert after.seq > before.seq
    assert [call.seq for call in after.calls] == sorted((call.seq for call in after.calls), reverse=True)
    assert _report(new) == report
    assert new.desk.ticket_by_link(link) == shown
    assert new.desk.issue(m.IssueTicket(domain="chung-thuc"), KIOSK, ONCE) == first
    assert new.desk.authenticate(token) == KIOSK
    assert [row.name for row in new.desk.staff.accounts()] == ["Lan"]
    assert len(new.desk.links("view-")) == 1
    assert new.issue("chung-thuc").number == f"A{int(ticket.number[1:]) + 1:03d}"
    assert new.desk.undo(2, KIOSK, None).status == 200
    assert new.counter(2).ticket == served.id


def test_numbers_of_rows_lie_beyond_those_of_others_and_the_others_go_on(
    old: Front, server: str, migrate: Motcua
) -> None:
    old.desk.close()
    assert migrate(server).code == 0
    database = connect(server)
    with database.write() as connection:
        place = schema.tickets.c.place
        mine = select(func.min(place), func.max(place)).where(schema.tickets.c.center_id == CENTER_ID)
        first, last = connection.execute(mine).one()
        others = add_ticket(connection, "other")
        assert (first > GAP, others.place > last, others.number) == (True, True, 6)
    database.close()


def test_a_centre_that_is_there_already_is_refused(old: Front, server: str, migrate: Motcua) -> None:
    old.desk.close()
    assert migrate(server).code == 0
    again = migrate(server)
    assert again.code == 1
    assert "is there already" in again.err


@pytest.mark.usefixtures("old")
def test_while_its_coordinator_runs_it_is_refused(file: Path, server: str, migrate: Motcua) -> None:
    lock = hold_lock(lock_file(file))
    refused = migrate(server)
    os.close(lock)
    assert refused.code == 1
    assert "running coordinator" in refused.err


def test_what_does_not_arrive_as_it_was_sent_undoes_all(
    old: Front, server: str, migrate: Motcua, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.desk.close()
    monkeypatch.setattr("coordinator.store.moving._shift_takeback", lambda _kept, _steps: "{}")
    monkeypatch.setattr("coordinator.store.moving.Sums.add", lambda _sums, _row: None)
    refused = migrate(server)
    assert refused.code == 1
    assert "did not arrive" in refused.err
    database = connect(server)
    with database.read() as connection:
        assert connection.execute(select(schema.centers.c.center_id)).all() == []
    database.close()


def test_a_file_of_an_earlier_version_is_moved_and_stays_one(
    data: Path, server: str, migrate: Motcua
) -> None:
    file = data / FILE_NAME
    make_of_version(f"sqlite:///{file}", "0001")
    database = connect(f"sqlite:///{file}")
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO centers (center_id) VALUES ('thu')")
    database.close()
    content = file.read_bytes()
    assert migrate(server).code == 0
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:////tmp/other.db", "postgresql://"),
        ("nonsense", "no URL"),
        ("postgresql://motcua:geheim@127.0.0.1:1/motcua", "Connection refused"),
    ],
)
def test_where_it_cannot_go_is_said_without_the_password(
    file: Path, migrate: Motcua, tmp_path: Path, url: str, says: str
) -> None:
    refused = migrate(url.replace("/tmp", str(tmp_path)))
    assert (refused.code, refused.out) == (1, "")
    assert says in refused.err
    assert "geheim" not in refused.err


def test_without_a_file_there_is_nothing_to_move(data: Path, server: str, migrate: Motcua) -> None:
    refused = migrate(server)
    assert refused.code == 1
    assert "there is no database" in refused.err
