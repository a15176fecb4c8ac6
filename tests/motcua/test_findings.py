"""What the check finds, part by part, on machines made for it; and how each finding is said."""

import ast
import os
import socket
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from config import Settings, load_text
from coordinator.store.versions import open_database
from counter.gpio import PinsError
from motcua.check import certificate, database, pins, printer, screen, voice
from motcua.check.clock import check_clock
from motcua.check.coordinator import check_coordinator
from motcua.check.finding import Finding, Role, fault, line_of, note
from tests.fakes.boards import a_board, a_center
from tests.fakes.center_file import SMALLEST
from tests.fakes.peer import a_peer, answer
from wire.messages import Problem
from words import load_words

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)


class StandingClock:
    def __init__(self, now: datetime = NOON, *, is_set: bool = True) -> None:
        self._now, self._is_set = now, is_set

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return 0.0

    def is_synchronised(self) -> bool:
        return self._is_set


def settings(lines: str = "") -> Settings:
    return load_text(SMALLEST + lines, "center.toml")


def keys(findings: Iterable[Finding]) -> list[str]:
    """As they come; each is said in both languages on the way."""
    found = list(findings)
    for language in ("vi", "en"):
        words = load_words(ROOT / "motcua" / "locale").of(language)
        assert all(line_of(finding, words).count("\n") == 0 for finding in found)
    return [finding.key for finding in found]


@pytest.fixture
def no_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user who may do nothing: the superuser may write anywhere."""
    monkeypatch.setattr(os, "access", lambda *_, **__: False)


# --- how it is said ------------------------------------------------------------------------------------------


def test_a_fault_is_one_line_with_its_part_and_its_mend() -> None:
    words = load_words(ROOT / "motcua" / "locale")
    found = fault("database.unreadable", path="/x/motcua.db", problem="first\n  second")
    said, mend = line_of(found, words.of("vi")).split(" → ")
    assert said == "LỖI  cơ sở dữ liệu: không mở được /x/motcua.db: first second"
    assert mend == "khôi phục từ bản sao lưu: motcua restore TỆP"
    assert (
        line_of(note("printer.found", device="04b8:0202"), words.of("en"))
        == "note  printer: 04b8:0202 is on USB"
    )


def test_every_finding_of_the_code_has_its_texts_in_both_languages() -> None:
    texts = load_words(ROOT / "motcua" / "locale")
    for path in (ROOT / "motcua" / "check").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"fault", "note"}:
                key = ast.literal_eval(node.args[0])
                wanted = {key, f"part.{key.partition('.')[0]}"}
                wanted |= {f"{key}.mend"} if ast.unparse(node.func) == "fault" else set()
                assert wanted <= texts.of("vi").keys() & texts.of("en").keys(), path


# --- the clock -----------------------------------------------------------------------------------------------


def written(path: Path, when: datetime) -> Path:
    path.touch()
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


@pytest.fixture
def now() -> datetime:
    """After this program was written to the disk, whenever that was."""
    return datetime.now(UTC) + timedelta(days=1)


def test_a_clock_that_goes_on_is_right(tmp_path: Path, now: datetime) -> None:
    written(tmp_path / "motcua.db", now - timedelta(minutes=1))
    assert keys(check_clock(settings(), StandingClock(now), tmp_path)) == []


@pytest.mark.parametrize("name", ["motcua.db", "motcua.db-wal"])
def test_a_clock_before_the_newest_write_is_wrong_and_said_in_the_centres_time(
    tmp_path: Path, now: datetime, name: str
) -> None:
    written(tmp_path / "motcua.db", now - timedelta(days=1))
    written(tmp_path / name, datetime(2099, 7, 1, 5, tzinfo=UTC))
    (found,) = check_clock(settings(), StandingClock(datetime(2099, 6, 30, 5, tzinfo=UTC)), tmp_path)
    assert found.key == "clock.past"
    assert (found.values["now"], found.values["then"]) == ("30/06/2099 12:00", "01/07/2099 12:00")


def test_a_clock_before_this_program_was_installed_is_wrong() -> None:
    clock = StandingClock(datetime(2001, 1, 1, tzinfo=UTC))
    assert keys(
        check_clock(settings('[coordinator]\ndatabase = "sqlite:////nowhere/x.db"\n'), clock, None)
    ) == ["clock.past"]


def test_a_clock_that_nothing_has_set_is_worth_a_note(now: datetime, tmp_path: Path) -> None:
    (found,) = check_clock(settings(), StandingClock(now, is_set=False), tmp_path)
    assert (found.key, found.is_fault) == ("clock.free", False)


# --- the database --------------------------------------------------------------------------------------------


def test_a_database_that_is_whole_is_right(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'motcua.db'}").close()
    assert keys(database.check_database(settings(), tmp_path)) == []


def test_the_settings_say_where_it_lies_unless_the_command_line_does(tmp_path: Path) -> None:
    told = settings(f'[coordinator]\ndatabase = "sqlite:///{tmp_path / "queue.db"}"\n')
    (found,) = database.check_database(told, None)
    assert (found.key, found.is_fault, found.values["path"]) == ("database.new", False, tmp_path / "queue.db")
    (found,) = database.check_database(told, tmp_path)
    assert found.values["path"] == tmp_path / "motcua.db"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert keys(database.check_database(settings(), tmp_path / "missing")) == ["database.no-folder"]


@pytest.mark.usefixtures("no_rights")
def test_a_folder_that_may_not_be_written_to_is_a_fault(tmp_path: Path) -> None:
    assert keys(database.check_database(settings(), tmp_path)) == ["database.folder"]


def test_a_card_that_takes_no_writing_is_named_and_not_the_folders_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.statvfs(tmp_path)
    given_up = os.statvfs_result([*really[:8], really.f_flag | os.ST_RDONLY, really.f_namemax])
    monkeypatch.setattr(os, "statvfs", lambda _folder: given_up)
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert keys(database.check_database(settings(), tmp_path)) == ["database.card-readonly"]


def test_a_full_disk_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = type("Usage", (), {"free": 5_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: free)
    assert keys(database.check_database(settings(), tmp_path)) == ["database.disk", "database.new"]


def test_a_file_that_may_not_be_written_to_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(f"sqlite:///{tmp_path / 'motcua.db'}").close()
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).is_dir())
    assert keys(database.check_database(settings(), tmp_path)) == ["database.readonly"]


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").write_text("x" * 5000)
    assert keys(database.check_database(settings(), tmp_path)) == ["database.unreadable"]


def test_a_damaged_database_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("CREATE TABLE t (x); CREATE INDEX i ON t (x);")
        connection.executemany("INSERT INTO t VALUES (?)", [(str(n),) for n in range(2000)])
    content = bytearray(path.read_bytes())
    content[-4096:] = bytes(4096)
    path.write_bytes(content)
    assert keys(database.check_database(settings(), tmp_path))[0] == "database.damaged"


def test_a_database_of_a_newer_version_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db"
    open_database(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert keys(database.check_database(settings(), tmp_path)) == ["database.newer"]


def test_a_server_that_does_not_answer_is_a_fault_without_its_password() -> None:
    told = settings('[coordinator]\ndatabase = "postgresql+psycopg://queue:geheim@127.0.0.1:1/queue"\n')
    (found,) = database.check_database(told, None)
    assert found.key == "database.server"
    assert "Connection refused" in str(found.values)
    assert "geheim" not in str(found.values)


def test_a_driver_that_is_not_installed_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "coordinator.store.postgresql", raising=False)
    told = settings('[coordinator]\ndatabase = "postgresql+psycopg://queue@127.0.0.1:1/queue"\n')
    assert keys(database.check_database(told, None)) == ["database.driver"]


# --- the certificate -----------------------------------------------------------------------------------------


def test_files_that_hold_no_certificate_are_a_fault(tmp_path: Path) -> None:
    for name in ("c.pem", "k.pem"):
        (tmp_path / name).write_text("nothing")
    lines = f'[coordinator]\ncertificate = "{tmp_path}/c.pem"\nprivate_key = "{tmp_path}/k.pem"\n'
    assert keys(certificate.check_certificate(settings(lines))) == ["certificate.unusable"]
    assert keys(certificate.check_certificate(settings(lines.replace("c.pem", "missing")))) == [
        "certificate.unusable"
    ]


def test_without_tls_there_is_no_certificate_to_look_at() -> None:
    assert keys(certificate.check_certificate(settings())) == []


# --- the coordinator and the token -----------------------------------------------------------------------------

CENTER = answer(200, msgspec.json.encode(a_center()))
ROLES: list[Role] = ["kiosk", "printer", "counter", "display"]


def problem(status: int) -> bytes:
    return msgspec.json.encode(Problem(type="about:blank", title="no", status=status))


@pytest.fixture
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", "token-1")


def at(url: str) -> Settings:
    return settings(f'[coordinator]\nurl = "{url}"\n')


@pytest.mark.usefixtures("_token")
@pytest.mark.parametrize("role", ROLES)
def test_a_token_that_may_do_what_the_role_does_is_right(role: Role) -> None:
    board = answer(200, msgspec.json.encode(a_board()))
    with a_peer(CENTER, board if role == "display" else answer(404, problem(404))) as peer:
        assert keys(check_coordinator(at(peer.url), role)) == []
    assert [heard.headers["authorization"] for heard in peer.heard] == ["Bearer token-1"] * 2


@pytest.mark.usefixtures("_token")
@pytest.mark.parametrize("role", ROLES)
def test_a_token_of_another_role_is_a_fault(role: Role) -> None:
    with a_peer(CENTER, answer(403, problem(403))) as peer:
        assert keys(check_coordinator(at(peer.url), role)) == ["token.role"]


@pytest.mark.usefixtures("_token")
def test_a_token_that_is_not_known_is_a_fault() -> None:
    with a_peer(answer(401, problem(401))) as peer:
        assert keys(check_coordinator(at(peer.url), "kiosk")) == ["token.refused"]


@pytest.mark.usefixtures("_token")
def test_a_coordinator_that_does_not_answer_is_a_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    assert keys(check_coordinator(at(url), "kiosk")) == ["coordinator.unreachable"]


def test_a_token_that_is_not_there_is_a_fault_and_the_rooms_own_file_is_the_one_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOTCUA_TOKEN", raising=False)
    (found,) = check_coordinator(settings(f'[kiosk]\ntoken_file = "{tmp_path}/kiosk"\n'), "kiosk")
    assert found.key == "token.missing"
    assert f"{tmp_path}/kiosk" in str(found.values["problem"])


# --- the printer -----------------------------------------------------------------------------------------------


def with_printer(device: str, lines: str = "") -> Settings:
    return settings(f'[printer]\ndevice = "{device}"\n{lines}')


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kernel's view of USB with one printer, 0416:5011, and a keyboard; its device node is there."""
    sysfs, dev = tmp_path / "sys", tmp_path / "dev"
    for name, kind, vendor in (("1-1", "07", "0416"), ("1-2", "03", "1111")):
        device = tmp_path / "devices" / name
        interface = device / f"{name}:1.0"
        interface.mkdir(parents=True)
        (interface / "bInterfaceClass").write_text(f"{kind}\n")
        for attribute, value in (
            ("idVendor", vendor),
            ("idProduct", "5011"),
            ("busnum", "1"),
            ("devnum", name[-1]),
        ):
            (device / attribute).write_text(f"{value}\n")
        sysfs.mkdir(exist_ok=True)
        (sysfs / f"{name}:1.0").symlink_to(interface)
    (dev / "001").mkdir(parents=True)
    (dev / "001" / "001").touch()
    monkeypatch.setattr(printer, "SYSFS", sysfs)
    monkeypatch.setattr(printer, "DEV", dev)
    monkeypatch.setattr("usb.backend.libusb1.get_backend", object)
    return dev


@pytest.mark.usefixtures("usb")
@pytest.mark.parametrize("device", ["usb", "usb:0416:5011"])
def test_a_printer_on_usb_is_found(device: str) -> None:
    (found,) = printer.check_printer(with_printer(device))
    assert (found.key, found.is_fault, found.values) == ("printer.found", False, {"device": "0416:5011"})


@pytest.mark.usefixtures("usb")
def test_another_printer_than_the_wanted_one_is_a_fault_that_names_what_is_there() -> None:
    (found,) = printer.check_printer(with_printer("usb:04B8:0202"))
    assert found.key == "printer.usb"
    assert found.values["found"] == "0416:5011"


def test_no_printer_and_no_libusb_are_two_faults(
    usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "SYSFS", tmp_path / "empty")
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda: None)
    assert keys(printer.check_printer(with_printer("usb"))) == ["printer.libusb", "printer.usb"]


@pytest.mark.usefixtures("usb", "no_rights")
def test_a_printer_that_may_not_be_written_to_is_a_fault() -> None:
    assert keys(printer.check_printer(with_printer("usb"))) == ["printer.rights"]


def test_a_printer_of_the_network_answers_or_is_a_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        assert keys(printer.check_printer(with_printer(f"tcp:{address}"))) == []
    assert keys(printer.check_printer(with_printer(f"tcp:{address}"))) == ["printer.tcp"]


@pytest.mark.parametrize("kind", ["serial", "file"])
def test_a_device_is_there_or_is_a_fault(kind: str) -> None:
    assert keys(printer.check_printer(with_printer(f"{kind}:/dev/null"))) == []
    assert keys(printer.check_printer(with_printer(f"{kind}:/dev/no-such-printer"))) == ["printer.device"]


@pytest.mark.usefixtures("no_rights")
@pytest.mark.parametrize("device", ["serial:/dev/null", "file:/dev/null", "virtual:/tmp/papers"])
def test_what_may_not_be_written_to_is_a_fault(device: str) -> None:
    assert keys(printer.check_printer(with_printer(device))) == ["printer.rights"]


@pytest.mark.parametrize("kind", ["file", "virtual"])
def test_a_file_or_folder_that_will_be_made_is_right(kind: str, tmp_path: Path) -> None:
    assert keys(printer.check_printer(with_printer(f"{kind}:{tmp_path}/a/b/c"))) == []
    assert list(tmp_path.iterdir()) == []


def test_a_logo_is_a_picture_or_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    told = with_printer("file:/dev/null", f'[ticket]\nlogo = "{path}"\n')
    assert keys(printer.check_printer(told)) == ["printer.logo"]
    path.write_text("no picture")
    assert keys(printer.check_printer(told)) == ["printer.logo"]
    Image.new("L", (40, 40)).save(path)
    assert keys(printer.check_printer(told)) == []


# --- screens, pins, voice ----------------------------------------------------------------------------------------


def check_kiosk(mode: str) -> list[str]:
    return keys(screen.check_screen("kiosk", settings(f'[kiosk]\nmode = "{mode}"\n').kiosk))


def test_a_folder_to_draw_into_is_right(tmp_path: Path) -> None:
    assert check_kiosk(f"offscreen:{tmp_path}/run:800x600") == []


@pytest.mark.usefixtures("no_rights")
def test_a_folder_that_cannot_be_drawn_into_is_a_fault(tmp_path: Path) -> None:
    assert check_kiosk(f"offscreen:{tmp_path}/run:800x600") == ["screen.folder"]


@pytest.mark.parametrize(
    ("working", "asked", "expected"),
    [
        ({"wayland", "x11"}, None, ("screen.works", "wayland")),
        ({"kmsdrm"}, None, ("screen.works", "kmsdrm")),
        (set(), None, ("screen.driver", "kmsdrm, wayland, x11")),
        ({"x11"}, "kmsdrm", ("screen.driver", "kmsdrm")),
        ({"x11"}, "x11", ("screen.works", "x11")),
    ],
)
def test_the_first_driver_that_works_is_named(
    monkeypatch: pytest.MonkeyPatch, working: set[str], asked: str | None, expected: tuple[str, str]
) -> None:
    monkeypatch.setattr(screen, "is_working", working.__contains__)
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    if asked:
        monkeypatch.setenv("SDL_VIDEODRIVER", asked)
    (found,) = screen.check_screen("kiosk", settings().kiosk)
    assert (found.key, found.values.get("driver", found.values.get("drivers"))) == expected
    assert keys([found])


def test_drivers_are_really_tried() -> None:
    assert screen.is_working("dummy")
    assert not screen.is_working("no-such-driver")


def test_missing_letters_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "ROOT", tmp_path)
    assert check_kiosk(f"offscreen:{tmp_path}:800x600") == ["screen.font"]


def test_pins_that_can_be_had_are_right(tmp_path: Path) -> None:
    assert keys(pins.check_pins(settings(f'[counter]\npins = "mock:{tmp_path}/pins"\n'))) == []


def test_pins_that_cannot_be_had_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_pins: str) -> None:
        raise PinsError("no chip here")

    monkeypatch.setattr(pins, "open_pins", fail)
    assert keys(pins.check_pins(settings())) == ["pins.closed"]


def keypad(device: str) -> Settings:
    return settings(f'[counter]\npins = "mock:/x"\n[[counter.buttons]]\ncounter = 1\nkeyboard = "{device}"\n')


def test_a_keypad_that_is_plugged_in_is_right() -> None:
    assert keys(pins.check_pins(keypad("/dev/null"))) == []


def test_a_keypad_that_is_not_there_is_a_fault() -> None:
    assert keys(pins.check_pins(keypad("/dev/input/by-id/none"))) == ["pins.keyboard"]


@pytest.mark.usefixtures("no_rights")
def test_a_keypad_that_may_not_be_read_is_a_fault() -> None:
    assert keys(pins.check_pins(keypad("/dev/null"))) == ["pins.rights"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (None, ["voice.missing"]),
        ("echo ' 5  vi              --/M      Vietnamese_(Northern) aav/vi'", []),
        ("echo 'Pty Language Age/Gender VoiceName File Other'", ["voice.vietnamese"]),
        ("exit 1", ["voice.vietnamese"]),
    ],
    ids=["missing", "there", "without the language", "broken"],
)
def test_the_voice_needs_a_program_that_speaks_vietnamese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, expected: list[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if script is not None:
        program = tmp_path / voice.PROGRAM
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    assert keys(voice.check_voice(settings())) == expected
    assert keys(voice.check_voice(settings("[display.voice]\non = false\n"))) == []
