"""`motcua check`: which parts are looked at, what is printed, and the exit code; also with a wrong configuration."""

import argparse
from pathlib import Path

import msgspec
import pytest

from motcua.__main__ import main
from motcua.check import command
from motcua.check.command import find_all
from motcua.check.finding import Finding, Role, fault, note
from tests.fakes.boards import a_board, a_center
from tests.fakes.center_file import SMALLEST
from tests.fakes.peer import a_peer, answer
from wire.messages import Problem


@pytest.fixture
def center(tmp_path: Path) -> Path:
    """A machine on which nothing is wrong but that no coordinator runs."""
    path = tmp_path / "center.toml"
    path.write_text(
        f"""{SMALLEST}
[coordinator]
database = "sqlite:///{tmp_path}/motcua.db"
url = "http://127.0.0.1:1"
[printer]
device = "virtual:{tmp_path}/printed"
[kiosk]
mode = "offscreen:{tmp_path}/kiosk:1280x800"
[display]
mode = "offscreen:{tmp_path}/display:1280x720"
[display.voice]
on = false
[counter]
pins = "mock:{tmp_path}/pins"
""",
        encoding="utf-8",
    )
    return path


PARTS = (
    "board", "card", "certificate", "clock", "coordinator", "copies", "database", "devices", "network",
    "pins", "printer", "program", "screen", "sound", "touch", "voice",
)  # fmt: skip
ALWAYS = {"card", "clock", "network"}


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", "token-1")


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_a_wrong_configuration_is_said_a_line_each_with_the_mend(
    center: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    center.write_text(center.read_text().replace("[kiosk]", "[kiosks]").replace('"thu"', '"Thử"'))
    assert main(["check", "--config", str(center)]) == 1
    said = lines(capsys)
    assert len(said) == 3
    assert said[0].startswith(f"LỖI  cấu hình: {center}: kiosks: unknown key; did you mean 'kiosk'?")
    assert said[1].startswith(f"LỖI  cấu hình: {center}: center.id: ")
    assert all(line.endswith("→ sửa tệp này; mọi khóa có trong docs/configuration.md") for line in said[:2])
    assert said[2] == "2 lỗi cần xử lý."


def test_a_missing_configuration_is_a_finding_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--config", str(tmp_path / "no.toml"), "--language", "en"]) == 1
    first, last = lines(capsys)
    assert first.startswith(f"WRONG  settings: {tmp_path / 'no.toml'}: cannot be read: No such file")
    assert last == "1 thing is wrong."


def test_where_nothing_is_wrong_it_says_so(center: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = answer(404, msgspec.json.encode(Problem(type="about:blank", title="no", status=404)))
    known = answer(200, msgspec.json.encode(a_center()))
    board = answer(200, msgspec.json.encode(a_board()))
    with a_peer(known, unknown, known, unknown, known, board) as peer:
        center.write_text(center.read_text().replace("http://127.0.0.1:1", peer.url))
        assert main(["check", "--config", str(center)]) == 0
    said = lines(capsys)
    assert said[-1] == "Không thấy lỗi nào."
    assert all(line.startswith("ghi chú  ") for line in said[:-1])


def test_a_machine_without_a_coordinator_says_so_for_each_role_that_needs_it(
    center: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--config", str(center), "--language", "en"]) == 1
    faults = [line for line in lines(capsys) if line.startswith("WRONG")]
    assert [line.split(": ")[1] for line in faults] == ["kiosk", "printer", "display"]


@pytest.mark.parametrize(
    ("roles", "parts"),
    [
        (["coordinator"], {"database", "copies", "certificate"}),
        (["kiosk"], {"coordinator", "program", "devices", "screen", "touch"}),
        (["printer"], {"coordinator", "program", "printer"}),
        (["counter"], {"coordinator", "program", "pins"}),
        (["display"], {"coordinator", "program", "screen", "board", "voice", "sound"}),
        (
            ["coordinator", "printer"],
            {"database", "copies", "certificate", "coordinator", "program", "printer"},
        ),
        (None, set(PARTS) - ALWAYS - {"pins"}),
    ],
)
def test_only_what_a_machine_of_these_roles_needs_is_looked_at(
    center: Path, monkeypatch: pytest.MonkeyPatch, roles: list[Role] | None, parts: set[str]
) -> None:
    for part in PARTS:
        found = [note(f"{part}.seen")]
        monkeypatch.setattr(command, f"check_{part}", lambda *_, found=found, **__: iter(found))
    assert {finding.key.partition(".")[0] for finding in find_all(center, roles, None)} == ALWAYS | parts


@pytest.mark.parametrize(
    ("installed", "parts"),
    [
        (
            ["kiosk"],
            {
                "database",
                "copies",
                "certificate",
                "coordinator",
                "program",
                "devices",
                "screen",
                "touch",
                "printer",
            },
        ),
        (["display"], {"coordinator", "program", "screen", "board", "voice", "sound"}),
        (["counter"], {"coordinator", "program", "pins"}),
    ],
)
def test_on_an_appliance_only_what_is_installed_there_is_looked_at(
    center: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: list[str], parts: set[str]
) -> None:
    for role in installed:
        (tmp_path / f"motcua-{role}.target").symlink_to(f"/etc/systemd/system/motcua-{role}.target")
    monkeypatch.setattr(command, "TARGETS", tmp_path)
    for part in PARTS:
        found = [note(f"{part}.seen")]
        monkeypatch.setattr(command, f"check_{part}", lambda *_, found=found, **__: iter(found))
    assert {finding.key.partition(".")[0] for finding in find_all(center, None, None)} == ALWAYS | parts


def test_buttons_are_looked_at_where_some_are_configured(
    center: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center.write_text(center.read_text() + "[[counter.buttons]]\ncounter = 1\ngpio = 17\n")
    monkeypatch.setattr(command, "check_pins", lambda _settings: iter([fault("pins.closed", problem="x")]))
    assert "pins.closed" in [finding.key for finding in find_all(center, None, None)]


def test_the_folder_of_the_command_line_is_looked_at(
    center: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command_line = [
        "check",
        "--config",
        str(center),
        "--role",
        "coordinator",
        "--data",
        str(tmp_path / "none"),
    ]
    assert main(command_line) == 1
    assert f"không có thư mục {tmp_path / 'none'}" in capsys.readouterr().out


def test_notes_alone_are_no_failure(
    center: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        command, "find_all", lambda *_: iter([Finding("printer.found", {"device": "x"}, is_fault=False)])
    )
    arguments = argparse.Namespace(config=center, role=None, data=None, language="en", format="text")
    assert command.run(arguments) == 0
    assert lines(capsys) == ["note  printer: x is on USB", "Nothing is wrong."]


@pytest.mark.parametrize(("option", "value"), [("--role", "barista"), ("--language", "fr")])
def test_an_unknown_role_or_language_is_wrong_use(option: str, value: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["check", option, value])
    assert caught.value.code == 2
