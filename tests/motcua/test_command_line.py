"""The command line: what is said, which exit code is given, and that a subcommand loads its own room only."""

import argparse
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import Settings, SettingsError
from motcua.__main__ import SUBCOMMANDS, Subcommand, main
from tests.fakes.center_file import SMALLEST
from words import WordsError

ROOT = Path(__file__).parents[2]
ALL_LIBRARIES = {"alembic", "escpos", "flask", "gpiozero", "gunicorn", "PIL", "pygame", "sqlalchemy", "usb"}
MAY_LOAD = {
    "coordinator": {"alembic", "sqlalchemy"},
    "counter": {"gpiozero"},
    "demo": {"flask", "PIL", "pygame"},
    "display": {"pygame"},
    "kiosk": {"pygame"},
    "motcua": ALL_LIBRARIES - {"flask", "gunicorn", "pygame"},
    "pairing": set(),
    "printer": {"PIL"},
    "simulation": {"PIL"},
}
"""By room. The server alone, of the coordinator's commands, needs a web framework, and PIL for links as QR codes."""

NEVER_AT_A_START = {"multiprocessing", "numpy", "pkg_resources", "pydoc", "setuptools", "unittest"}
LATER = {
    "coordinator": "PIL alembic prometheus_client psycopg pygal qrcode requests xlsxwriter"
    " sqlalchemy.dialects.postgresql sqlalchemy.ext.asyncio sqlalchemy.orm werkzeug.debug",
    "counter": "PIL asyncio babel",
    "display": "PIL asyncio pygame.sndarray pygame.surfarray",
    "kiosk": "PIL asyncio pygame.sndarray pygame.surfarray qrcode",
    "printer": "asyncio escpos serial usb",
}
"""By process, what takes long to load and waits for its first use, or for ever: a lobby waits for the process."""

Run = Callable[..., int]


class Room:
    """A room that notes what it is handed and does as told."""

    def __init__(self) -> None:
        self.handed: list[tuple[Settings | None, argparse.Namespace]] = []
        self.outcome: int | Exception = 0

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--number", type=int, default=0)

    def run(self, *given: object) -> int:
        settings, arguments = given if len(given) == 2 else (None, *given)
        assert settings is None or isinstance(settings, Settings)
        assert isinstance(arguments, argparse.Namespace)
        self.handed.append((settings, arguments))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Room:
    """The subcommand `room`, which gets settings, and `bare`, which reads them itself; no file is configured."""
    room = Room()
    module = SimpleNamespace(add_arguments=room.add_arguments, run=room.run)
    monkeypatch.setitem(sys.modules, "a_room", module)
    monkeypatch.setitem(SUBCOMMANDS, "room", Subcommand("a_room", "a room"))
    monkeypatch.setitem(SUBCOMMANDS, "bare", Subcommand("a_room", "a room", loads_settings=False))
    monkeypatch.setattr("motcua.__main__.DEFAULT_CONFIG", str(tmp_path / "default.toml"))
    monkeypatch.delenv("MOTCUA_CONFIG", raising=False)
    return room


def center_file(path: Path, center: str) -> Path:
    path.write_text(SMALLEST.replace('"thu"', f'"{center}"'), encoding="utf-8")
    return path


def test_without_a_subcommand_all_are_named_and_the_use_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in SUBCOMMANDS)


@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_help_is_given(capsys: pytest.CaptureFixture[str], asked: str) -> None:
    assert main([asked]) == 0
    assert capsys.readouterr().out.startswith("usage: motcua SUBCOMMAND")


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"motcua {version('motcua')}\n"


def test_an_unknown_subcommand_is_answered_with_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cordinator"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("motcua: no subcommand 'cordinator'; did you mean 'coordinator'? (accepted: ")


def test_the_command_line_of_this_process_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["motcua", "zzz"])
    assert main() == 2
    assert "'zzz' (accepted: " in capsys.readouterr().err


def test_the_default_file_is_read(room: Room, tmp_path: Path) -> None:
    center_file(tmp_path / "default.toml", "default")
    assert main(["room", "--number", "7"]) == 0
    ((settings, arguments),) = room.handed
    assert settings is not None
    assert (settings.center.id, arguments.number) == ("default", 7)


def test_the_environment_goes_before_the_default_and_the_command_line_before_both(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center_file(tmp_path / "default.toml", "default")
    monkeypatch.setenv("MOTCUA_CONFIG", str(center_file(tmp_path / "e.toml", "environment")))
    given = str(center_file(tmp_path / "g.toml", "given"))
    assert main(["room"]) == main(["room", "--config", given]) == 0
    monkeypatch.setenv("MOTCUA_CONFIG", "")
    assert main(["room"]) == 0
    names = [settings.center.id for settings, _ in room.handed if settings]
    assert names == ["environment", "given", "default"]


def test_a_missing_file_is_named_with_the_ways_to_name_another(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["room"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path / 'default.toml'}: cannot be read")
    assert "--config FILE or $MOTCUA_CONFIG" in said
    assert room.handed == []


def test_a_wrong_file_is_wrong_use_with_a_line_for_each_mistake(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = center_file(tmp_path / "default.toml", "Not An Id")
    path.write_text(path.read_text() + "[kiosks]\n")
    assert main(["room"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in said] == ["kiosks", "center.id"]
    assert all(line.startswith(str(path)) for line in said)


def test_who_reads_the_settings_itself_is_handed_none(room: Room, tmp_path: Path) -> None:
    assert main(["bare"]) == 0
    ((settings, arguments),) = room.handed
    assert settings is None
    assert arguments.config == tmp_path / "default.toml"


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_rooms_exit_code_is_given_on(room: Room, code: int) -> None:
    room.outcome = code
    assert main(["bare"]) == code


@pytest.mark.parametrize("error", [SettingsError("file", ["key: wrong"]), WordsError("file: key: wrong")])
def test_what_a_room_finds_wrong_in_files_is_wrong_use(
    room: Room, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    room.outcome = error
    assert main(["bare"]) == 2
    assert capsys.readouterr().err == "file: key: wrong\n"


def test_a_fault_of_ours_is_not_hidden(room: Room) -> None:
    room.outcome = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        main(["bare"])


def test_wrong_options_are_wrong_use(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["room", "--number", "many"])
    assert caught.value.code == 2
    assert "motcua room: error: argument --number: invalid int value: 'many'" in capsys.readouterr().err
    assert room.handed == []


LOADED = """
import sys
from motcua.__main__ import main
try:
    main([sys.argv[1], "--help"])
except SystemExit as end:
    print("\\n" + " ".join(sys.modules))
    sys.exit(end.code)
"""


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_a_subcommand_explains_itself_and_loads_no_library_of_another_room_nor_one_for_later(
    name: str,
) -> None:
    command = [sys.executable, "-c", LOADED, name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: motcua {name} [-h] [--config FILE]")
    modules = set(done.stdout.splitlines()[-1].split())
    assert not modules & set(LATER.get(name, "").split())
    loaded = {module.partition(".")[0] for module in modules}
    assert not loaded & NEVER_AT_A_START
    may_load = MAY_LOAD[SUBCOMMANDS[name].room.partition(".")[0]]
    may_load = may_load | ({"flask", "gunicorn"} if name == "coordinator" else set())
    assert loaded & ALL_LIBRARIES <= may_load


def test_no_garbage_is_collected_while_a_room_is_loaded_and_all_that_comes_later_is(
    room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "noting_room.py").write_text(
        "import gc\nwas_collecting = gc.isenabled()\nfrom a_room import add_arguments, run\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(SUBCOMMANDS, "noting", Subcommand("noting_room", "a room", loads_settings=False))
    monkeypatch.delitem(sys.modules, "noting_room", raising=False)
    try:
        assert main(["noting"]) == 0
        assert not sys.modules["noting_room"].was_collecting
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        sys.modules.pop("noting_room", None)


@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "motcua"], [str(Path(sys.executable).with_name("motcua"))]]
)
def test_both_ways_to_start_it_work(command: list[str]) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "MOTCUA_CONFIG"}
    done = subprocess.run(
        [*command, "--version"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"motcua {version('motcua')}\n"
