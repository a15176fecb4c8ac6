"""The installer's parts that need no machine of their own: shell functions over folders of the test."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import load_text
from tests.appliance.manual import commands
from tests.fakes.center_file import SMALLEST
from tests.systemd.unit_files import ROOM

ROOT = ROOM.parent
PRELUDE = f"""
set -eu
root={ROOT}
say() {{ printf 'run: %s\\n' "$*" >&2; }}
die() {{ say "$*"; exit 1; }}
. {ROOM}/installer.sh
"""


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", PRELUDE + script]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    shutil.copytree(ROOM, tmp_path / "release" / "appliance")
    return tmp_path / "release"


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_every_file_of_the_room_has_its_place_in_the_system(release: Path, tmp_path: Path) -> None:
    done = shell(f"place_files {release}", DESTDIR=str(tmp_path / "system"))
    assert done.returncode == 0, done.stderr
    placed = files(tmp_path / "system")
    assert {
        "etc/systemd/system/motcua-kiosk.target",
        "etc/systemd/system/motcua-.service.d/10-hardening.conf",
        "etc/sysusers.d/motcua.conf",
        "etc/tmpfiles.d/motcua.conf",
        "etc/udev/rules.d/70-motcua.rules",
        "etc/systemd/journald.conf.d/motcua.conf",
        "etc/systemd/system.conf.d/motcua.conf",
    } <= placed
    sources = {path for path in files(ROOM) if not path.startswith("packages/") and path != "installer.sh"}
    assert len(placed) == len(sources)


def test_a_newer_release_takes_away_what_it_no_longer_has(release: Path, tmp_path: Path) -> None:
    newer, system = tmp_path / "newer", tmp_path / "system"
    shutil.copytree(release, newer)
    (newer / "appliance/units/motcua-screen.service").unlink()
    (newer / "appliance/units/motcua-new.service").write_text("[Service]\n")
    shell(f"place_files {release}", DESTDIR=str(system))
    shell(f"place_files {newer} {release}", DESTDIR=str(system))
    assert "etc/systemd/system/motcua-screen.service" not in files(system)
    assert "etc/systemd/system/motcua-new.service" in files(system)
    shell(f"place_files {release} {newer}", DESTDIR=str(system))
    assert "etc/systemd/system/motcua-new.service" not in files(system)


def test_what_is_taken_off_leaves_the_files_of_others(release: Path, tmp_path: Path) -> None:
    system = tmp_path / "system"
    shell(f"place_files {release}", DESTDIR=str(system))
    (system / "etc/systemd/system/other.service").write_text("[Service]\n")
    shell(f"remove_files {release}", DESTDIR=str(system))
    assert files(system) == {"etc/systemd/system/other.service"}
    assert not (system / "etc/systemd/system/motcua-.service.d").exists()


def test_a_release_is_named_by_its_version_and_by_what_its_sources_come_to(tmp_path: Path) -> None:
    for file in ("constraints.txt", "systemd/installer.sh", "motcua/__main__.py", "motcua/__pycache__/x.pyc"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(file)
    (tmp_path / "pyproject.toml").write_text('version = "1.2.3"\npackages = [\n  "motcua",\n]\n')

    def name() -> str:
        return shell(f"root={tmp_path}; release_name").stdout.strip()

    first = name()
    version, _, digest = first.rpartition("-")
    assert (version, len(digest)) == ("1.2.3", 10)
    (tmp_path / "motcua/__pycache__/x.pyc").write_text("compiled anew")
    (tmp_path / "notes.txt").write_text("not part of a release")
    assert name() == first
    (tmp_path / "motcua/__main__.py").write_text("changed")
    assert name() != first


def test_the_sources_of_a_release_are_its_rooms_and_what_they_need() -> None:
    rooms = {line.split("/")[0] for line in shell("list_sources").stdout.splitlines()}
    assert {"systemd", "motcua", "coordinator", "pyproject.toml", "constraints.txt"} <= rooms
    assert "tests" not in rooms


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("192.168.7.20", "https://192.168.7.20:8080"),
        ("kiosk-1.local:9000", "https://kiosk-1.local:9000"),
        ("http://kiosk-1.local:8081", "http://kiosk-1.local:8081"),
    ],
)
def test_the_coordinators_address_is_written_into_the_configuration_and_nothing_else_is_touched(
    tmp_path: Path, given: str, written: str
) -> None:
    before = (ROOT / "config" / "hai-chau.toml").read_text(encoding="utf-8")
    (tmp_path / "center.toml").write_text(before, encoding="utf-8")
    script = f"etc={tmp_path}; write_config() {{ cat >$etc/center.toml; }}; coordinator={given}"
    done = shell(f"{script}; point_to_coordinator")
    assert done.returncode == 0, done.stderr
    after = (tmp_path / "center.toml").read_text(encoding="utf-8")
    assert load_text(after, "after").coordinator.url == written
    assert set(before.splitlines()) - set(after.splitlines()) == {
        line for line in before.splitlines() if line.startswith("url = ")
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "usage: sudo ./run install kiosk"),
        ("lobby", "usage: sudo ./run install kiosk"),
        ("display --coordinator", "usage: sudo ./run install kiosk"),
        ("kiosk --fast", "not understood: --fast"),
        ("display --lan", "--lan is for the kiosk"),
        ("kiosk --coordinator 10.0.0.1", "a kiosk has the coordinator itself"),
        ("display --coordinator 'a b'", "is no address (accepted: as 192.168.1.20"),
    ],
)
def test_a_wrong_command_line_is_answered_with_what_is_accepted(arguments: str, said: str) -> None:
    done = shell(f"parse_install {arguments}")
    assert done.returncode == 1
    assert said in done.stderr


def test_without_root_nothing_is_begun() -> None:
    done = shell("id() { echo 1000; }; must_be_root install kiosk")
    assert done.returncode == 1
    assert "sudo ./run install kiosk" in done.stderr


@pytest.mark.parametrize(
    "before", ["", "[coordinator]\n", '[coordinator]\nport = 8081\nhost = "127.0.0.1"  # here\n']
)
def test_a_key_is_set_wherever_the_table_stands(tmp_path: Path, before: str) -> None:
    (tmp_path / "center.toml").write_text(
        f"{SMALLEST}\n{before}\n[queue]\npriority_run = 3\n", encoding="utf-8"
    )
    script = f"etc={tmp_path}; write_config() {{ cat >$etc/center.toml; }}"
    done = shell(
        f"{script}; set_key host 0.0.0.0; set_key certificate /tls/certificate.pem; set_key private_key /tls/key"
    )
    assert done.returncode == 0, done.stderr
    settings = load_text((tmp_path / "center.toml").read_text(encoding="utf-8"), "center.toml")
    assert (settings.coordinator.host, settings.coordinator.certificate) == (
        "0.0.0.0",
        "/tls/certificate.pem",
    )
    assert settings.coordinator.port == (8081 if "8081" in before else 8080)
    assert settings.queue.priority_run == 3


def configured(tmp_path: Path, script: str = "make_config") -> subprocess.CompletedProcess[str]:
    """`make_config` over folders of the test, as whoever runs it."""
    (tmp_path / "etc").mkdir(exist_ok=True)
    (tmp_path / "center").mkdir(exist_ok=True)
    release = tmp_path / "release" / "bin"
    release.mkdir(parents=True, exist_ok=True)
    python = release / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    where = f"etc={tmp_path}/etc; center={tmp_path}/center/center.toml; release={tmp_path}/release; cd {ROOT}"
    return shell(
        f'{where}; runuser() {{ shift 3; "$@"; }}; role=kiosk; coordinator=; lan=; records=; {script}'
    )


def test_the_configuration_is_made_where_the_coordinator_may_write_and_found_where_it_always_was(
    tmp_path: Path,
) -> None:
    done = configured(tmp_path)
    assert done.returncode == 0, done.stderr
    link, file = tmp_path / "etc/center.toml", tmp_path / "center/center.toml"
    assert link.readlink() == file
    assert file.stat().st_mode & 0o777 == 0o640
    assert load_text(link.read_text(encoding="utf-8"), "center.toml").center.id == "hai-chau"
    assert sorted(path.name for path in (tmp_path / "etc").iterdir()) == ["center.toml"]


def test_an_earlier_versions_configuration_moves_there_with_every_sign_of_it(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    own = f"# của phường\n{SMALLEST}"
    (tmp_path / "etc/center.toml").write_text(own, encoding="utf-8")
    for _ in range(2):
        assert configured(tmp_path).returncode == 0
        assert (tmp_path / "etc/center.toml").is_symlink()
        assert (tmp_path / "center/center.toml").read_text(encoding="utf-8") == own


def test_a_key_is_set_in_the_file_and_the_link_to_it_stays(tmp_path: Path) -> None:
    assert configured(tmp_path, "make_config; set_key url https://192.168.7.20:8080").returncode == 0
    link = tmp_path / "etc/center.toml"
    assert link.is_symlink()
    settings = load_text(link.read_text(encoding="utf-8"), "center.toml")
    assert settings.coordinator.url == "https://192.168.7.20:8080"


def test_a_file_that_somebody_put_in_the_links_place_is_taken(tmp_path: Path) -> None:
    configured(tmp_path)
    (tmp_path / "etc/center.toml").unlink()
    (tmp_path / "etc/center.toml").write_text(SMALLEST, encoding="utf-8")
    configured(tmp_path)
    assert (tmp_path / "center/center.toml").read_text(encoding="utf-8") == SMALLEST
    assert (tmp_path / "etc/center.toml").is_symlink()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("kiosk --records", "usage: sudo ./run install kiosk"),
        ("kiosk --records /nowhere.db", "is no file (accepted: a copy that motcua backup wrote"),
        ("kiosk --records /", "is no file"),
        ("kiosk --after 500", "accepted with --records FILE"),
        ("kiosk --records /etc/passwd --after", "usage: sudo ./run install kiosk"),
        ("display --records /etc/passwd", "--records is for the kiosk"),
    ],
)
def test_records_are_asked_for_by_an_existing_file_and_for_the_kiosk_alone(arguments: str, said: str) -> None:
    done = shell(f"parse_install {arguments}")
    assert done.returncode == 1
    assert said in done.stderr


def test_a_machine_without_settings_takes_those_beside_the_records(tmp_path: Path) -> None:
    (tmp_path / "center.toml").write_text(SMALLEST, encoding="utf-8")
    done = configured(tmp_path, f"records={tmp_path}/motcua-2026-11-23.db; make_config")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "center/center.toml").read_text(encoding="utf-8") == SMALLEST


def test_a_machine_with_settings_keeps_them_whatever_lies_beside_the_records(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick/center.toml").write_text("# of another day\n", encoding="utf-8")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/center.toml").write_text(SMALLEST, encoding="utf-8")
    assert configured(tmp_path, f"records={tmp_path}/stick/motcua-2026-11-23.db; make_config").returncode == 0
    assert (tmp_path / "center/center.toml").read_text(encoding="utf-8") == SMALLEST


@pytest.mark.parametrize(
    ("certificate", "role", "opened"),
    [
        ("/tls/certificate.pem", "kiosk", True),
        ("/tls/certificate.pem", "counter", False),
        ("/elsewhere/certificate.pem", "kiosk", False),
        ("", "kiosk", False),
    ],
)
def test_settings_of_a_machine_that_was_open_to_others_open_a_new_one(
    tmp_path: Path, certificate: str, role: str, *, opened: bool
) -> None:
    etc = tmp_path / "etc"
    line = f'certificate = "{etc}{certificate}"\n' if certificate else ""
    (tmp_path / "center.toml").write_text(f"{SMALLEST}\n[coordinator]\n{line}", encoding="utf-8")
    script = f"role={role}; records={tmp_path}/copy.db; open_to_lan() {{ echo opened; }}; make_config"
    assert ("opened" in configured(tmp_path, script).stdout) is opened
    (etc / "tls").mkdir()
    (etc / "tls/certificate.pem").write_text("kept", encoding="utf-8")
    assert "opened" not in configured(tmp_path, script).stdout


def token_made(tmp_path: Path, whose: str) -> subprocess.CompletedProcess[str]:
    """`make_token kiosk` beside records that say so of the token that is there."""
    program = tmp_path / "release/bin/motcua"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(
        f"""#!/bin/sh
case "$*" in
*whose*) {whose} ;;
*create*) echo new-secret ;;
*list*) echo 'kiosk-lobby  kiosk  2026-11-23 08:00  -' ;;
esac
echo "$*" >>{tmp_path}/asked
""",
        encoding="utf-8",
    )
    program.chmod(0o755)
    (tmp_path / "kiosk").mkdir(exist_ok=True)
    (tmp_path / "kiosk/token").write_text("old-secret\n", encoding="utf-8")
    script = f"state={tmp_path}; release={tmp_path}/release; chown() {{ :; }}; uname() {{ echo Lobby; }}"
    return shell(f"{script}; make_token kiosk")


def test_a_token_that_the_records_know_stays(tmp_path: Path) -> None:
    done = token_made(tmp_path, "echo kiosk kiosk-of-an-earlier-name")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "kiosk/token").read_text() == "old-secret\n"


@pytest.mark.parametrize("whose", ["exit 1", "echo display board-1", "exit 2"])
def test_a_token_that_the_records_do_not_know_for_this_process_is_made_anew(
    tmp_path: Path, whose: str
) -> None:
    done = token_made(tmp_path, whose)
    assert done.returncode == 0, done.stderr
    assert "kiosk gets a new token" in done.stderr
    assert (tmp_path / "kiosk/token").read_text() == "new-secret\n"
    assert (tmp_path / "kiosk/token").stat().st_mode & 0o777 == 0o400
    asked = (tmp_path / "asked").read_text()
    assert "token revoke kiosk-lobby\ntoken create kiosk kiosk-lobby\n" in asked
    assert "secret" not in asked + done.stdout + done.stderr


def test_both_manuals_ask_for_the_same_commands_on_a_new_card() -> None:
    english = commands("operations.md", "On a new card (thẻ mới, máy mới)")
    assert "sudo ./run install kiosk --records /media/usb/motcua-2026-11-23.db --after 500" in english
    assert commands("huong-dan-lap-dat.md", "9. Thẻ nhớ hỏng: thẻ mới") == english


def copied(tmp_path: Path, database: str, *, can_copy: bool = True) -> subprocess.CompletedProcess[str]:
    """`copy_records` by a release that says what it was asked for."""
    (tmp_path / "center.toml").write_text(
        f'{SMALLEST}\n[coordinator]\ndatabase = "{database}"\n', encoding="utf-8"
    )
    bin_folder = tmp_path / "opt" / "current" / "bin"
    bin_folder.mkdir(parents=True)
    said = f'echo "$@" >{tmp_path}/asked' + ("" if can_copy else "; echo no server >&2; exit 1")
    for name, line in (("python", f'exec {sys.executable} "$@"'), ("motcua", said)):
        (bin_folder / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (bin_folder / name).chmod(0o755)
    where = f"cd {ROOT}; etc={tmp_path}; opt={tmp_path}/opt"
    return shell(f'{where}; copy_records "$opt/current" {tmp_path}/out && echo taken')


def test_before_an_upgrade_the_configured_file_is_copied_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "queue.db").touch()
    done = copied(tmp_path, f"sqlite:///{tmp_path}/queue.db")
    assert done.stdout == "taken\n", done.stderr
    assert (tmp_path / "asked").read_text(encoding="utf-8") == f"backup {tmp_path}/out\n"


def test_before_the_first_start_there_is_nothing_to_copy(tmp_path: Path) -> None:
    assert copied(tmp_path, f"sqlite:///{tmp_path}/queue.db").stdout == "taken\n"
    assert not (tmp_path / "asked").exists()


def test_a_file_that_cannot_be_copied_is_no_file_to_upgrade(tmp_path: Path) -> None:
    (tmp_path / "queue.db").touch()
    assert copied(tmp_path, f"sqlite:///{tmp_path}/queue.db", can_copy=False).stdout == ""


@pytest.mark.parametrize("can_copy", [True, False])
def test_a_centre_on_a_server_is_upgraded_also_where_the_older_release_cannot_copy_it(
    tmp_path: Path, can_copy: bool
) -> None:
    done = copied(tmp_path, "postgresql://motcua@db.example/motcua", can_copy=can_copy)
    assert done.stdout == "taken\n", done.stderr
    assert (tmp_path / "asked").exists()
    assert ("the records on the server are not copied now" in done.stderr) is not can_copy


def test_settings_with_a_mistake_are_named_before_anything_is_changed(tmp_path: Path) -> None:
    done = copied(tmp_path, "mysql://nobody")
    assert done.returncode == 1
    assert "center.toml has a mistake" in done.stderr
