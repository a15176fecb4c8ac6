"""`motcua staff`: accounts at the machine, with the PIN from standard input and never on the command line."""

import getpass
import io
from collections.abc import Callable

import pytest

from tests.fakes.front import Front
from tests.fakes.small_center import Motcua, Said

PIN = "204857"
Staff = Callable[..., Said]


@pytest.fixture
def staff(motcua: Motcua, monkeypatch: pytest.MonkeyPatch) -> Staff:
    def run(*arguments: str, pin: str = PIN) -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
        return motcua("staff", *arguments)

    return run


def test_an_account_is_made_and_signs_in_while_the_desk_is_open(front: Front, staff: Staff) -> None:
    assert staff("add", "Lan", "--role", "admin") == Said(0, "", "")
    signed = front.desk.staff.sign_in("lan", PIN, "127.0.0.1", is_page=True)
    assert (signed.name, signed.role) == ("Lan", "admin")


def test_accounts_are_listed_without_their_pins(staff: Staff) -> None:
    staff("add", "Nguyễn Thị Hoa")
    staff("add", "An", "--role", "volunteer")
    out = staff("list").out
    assert [line.rsplit("  ", 1)[0].rstrip() for line in out.splitlines()] == [
        "NAME            ROLE",
        "An              volunteer",
        "Nguyễn Thị Hoa  counter",
    ]
    assert PIN not in out


def test_a_pin_a_role_and_a_lock_are_changed_and_an_account_is_removed(front: Front, staff: Staff) -> None:
    staff("add", "Lan")
    assert staff("pin", "LAN", pin="918273").code == 0
    assert staff("role", "lan", "volunteer").code == 0
    assert staff("unlock", "lan").code == 0
    assert front.desk.staff.sign_in("Lan", "918273", "x", is_page=True).role == "volunteer"
    assert staff("remove", "lan").code == 0
    assert staff("list").out.splitlines() == ["NAME  ROLE  CHANGED"]


@pytest.mark.parametrize(
    ("arguments", "pin", "code", "said"),
    [
        (["add", "Lan"], "123456", 1, "accepted: 6 to 12 digits"),
        (["add", "Lan"], "", 1, "accepted: 6 to 12 digits"),
        (["add", "…"], PIN, 1, "accepted: 1 to 40 printable characters"),
        (["add", "an"], PIN, 1, "There is an account of the name 'an' already."),
        (["add", "Lan", "--role", "boss"], PIN, 2, "counter"),
        (["pin", "Lan"], PIN, 1, "There is no account 'Lan'. (accepted: An)"),
        (["remove", "Lan"], PIN, 1, "There is no account 'Lan'. (accepted: An)"),
        (["role", "An"], PIN, 2, "ROLE"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_accepted_and_changes_nothing(
    staff: Staff, arguments: list[str], pin: str, code: int, said: str
) -> None:
    staff("add", "An")
    before = staff("list").out
    found = staff(*arguments, pin=pin)
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    assert PIN not in found.err
    assert staff("list").out == before


def test_at_a_terminal_the_pin_is_asked_for_twice(motcua: Motcua, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PIN, PIN, PIN, "204858"])
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda _self: True})())
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    assert motcua("staff", "add", "Lan").code == 0
    differing = motcua("staff", "add", "Hoa")
    assert differing.code == 1
    assert "the two are not the same" in differing.err


def test_the_first_administrator_is_made_before_the_coordinator_ever_ran(staff: Staff) -> None:
    assert staff("add", "Lan", "--role", "admin").code == 0
    assert "Lan" in staff("list").out
