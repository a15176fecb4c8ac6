"""What the units promise: they come back for ever, are watched, and may do no more than they need."""

import argparse
import shutil
import subprocess
from pathlib import Path

import pytest

from coordinator import backup_command
from motcua.__main__ import SUBCOMMANDS
from pairing.__main__ import FOLDER, ROLES, SECONDS
from pairing.keeping import ADDRESS, TOKEN
from rehearsal.heaps import HEAPS
from tests.systemd.unit_files import PROCESSES, ROOM, UNITS, read_unit, services, table

ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(
    ANALYZE is None, reason="systemd-analyze is missing: apt-get install systemd"
)
HOST_UNITS = Path("/usr/lib/systemd/system")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that has our units beside Debian's, and a stand-in for each program that ours start."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(UNITS, root / "etc/systemd/system")
    shutil.copytree(HOST_UNITS, root / "usr/lib/systemd/system", symlinks=True)
    for program in ("opt/motcua/current/bin/motcua", "opt/motcua/current/bin/python", "usr/bin/setterm"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).write_text("#!/bin/sh\n")
        (root / program).chmod(0o755)
    return root


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_finds_nothing_to_say_about_the_units(root: Path) -> None:
    units = sorted(path.name for path in UNITS.iterdir() if path.is_file())
    done = analyze("verify", f"--root={root}", *units)
    ours = [line for line in done.stderr.splitlines() if "motcua" in line]
    assert (done.returncode, ours) == (0, [])


@needs_systemd
@pytest.mark.parametrize("service", services())
def test_a_service_is_exposed_no_more_than_2_5(root: Path, service: str) -> None:
    done = analyze(
        "security", "--offline=true", f"--root={root}", "--threshold=25", "--no-pager", "--quiet", service
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_systemd
def test_the_threshold_is_one_that_can_be_missed(root: Path) -> None:
    (root / "etc/systemd/system/careless.service").write_text("[Service]\nExecStart=/bin/sh\n")
    done = analyze(
        "security", "--offline=true", f"--root={root}", "--threshold=25", "--no-pager", "careless.service"
    )
    assert done.returncode != 0


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_is_brought_back_for_ever(process: str) -> None:
    unit = read_unit(f"motcua-{process}.service")
    assert unit["Service.Restart"] == ["always"]
    assert unit["Service.RestartSec"] == ["100ms" if process == "coordinator" else "1"]
    assert unit["Unit.StartLimitIntervalSec"] == ["0"]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_says_when_it_is_ready_and_is_watched(process: str) -> None:
    unit = read_unit(f"motcua-{process}.service")
    assert unit["Service.Type"] == ["notify"]
    assert 0 < int(unit["Service.WatchdogSec"][0]) <= 30


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_is_a_subcommand_of_the_current_release(process: str) -> None:
    command, subcommand = read_unit(f"motcua-{process}.service")["Service.ExecStart"][0].split()
    assert command == "/opt/motcua/current/bin/motcua"
    assert subcommand == process
    assert subcommand in SUBCOMMANDS


def test_each_process_has_a_user_of_its_own_that_sysusers_makes() -> None:
    users = [read_unit(f"motcua-{process}.service")["Service.User"][0] for process in PROCESSES]
    made = [words[1] for words in table(ROOM / "sysusers.d" / "motcua.conf") if words[0] == "u"]
    assert len(set(users)) == len(PROCESSES)
    assert sorted(users) == sorted(made)


def test_every_user_may_read_the_configuration() -> None:
    lines = table(ROOM / "sysusers.d" / "motcua.conf")
    members = {words[1] for words in lines if words[0] == "m" and words[2] == "motcua"}
    assert members == {words[1] for words in lines if words[0] == "u"}


def test_the_coordinator_alone_may_write_the_configuration_and_every_other_may_read_it() -> None:
    folders = {
        words[1]: words[2:5] for words in table(ROOM / "tmpfiles.d" / "motcua.conf") if words[0] == "d"
    }
    # What is made there belongs to the group that reads it.
    assert folders["/var/lib/motcua/center"] == ["2750", "motcua-coordinator", "motcua"]
    assert folders["/etc/motcua"] == ["0750", "root", "motcua"]
    for service in services():
        unit = read_unit(service)
        written = " ".join(unit.get("Service.ReadWritePaths", []))
        assert "/etc" not in written
        if unit.get("Service.User") != ["motcua-coordinator"]:
            assert not any("/var/lib/motcua/center".startswith(path.lstrip("-")) for path in written.split())


def test_every_group_that_a_service_joins_is_made_where_it_is_missing() -> None:
    made = {words[1] for words in table(ROOM / "sysusers.d" / "motcua.conf") if words[0] == "g"}
    joined = {
        group
        for service in services()
        for value in read_unit(service).get("Service.SupplementaryGroups", [])
        for group in value.split()
    }
    assert joined <= made


def test_every_state_folder_is_there_before_its_process_with_the_same_owner() -> None:
    folders = {words[1]: words[3] for words in table(ROOM / "tmpfiles.d" / "motcua.conf") if words[0] == "d"}
    for process in PROCESSES:
        unit = read_unit(f"motcua-{process}.service")
        assert folders[f"/var/lib/{unit['Service.StateDirectory'][0]}"] == unit["Service.User"][0]


@pytest.mark.parametrize("process", [process for process in PROCESSES if process != "coordinator"])
def test_a_token_lies_in_a_folder_that_only_its_process_can_enter(process: str) -> None:
    unit = read_unit(f"motcua-{process}.service")
    assert unit["Service.StateDirectoryMode"] == ["0700"]
    folder = f"/var/lib/{unit['Service.StateDirectory'][0]}"
    assert f"MOTCUA_TOKEN_FILE={folder}/token" in unit["Service.Environment"]


@pytest.mark.parametrize(
    ("target", "processes"),
    [("kiosk", {"coordinator", "kiosk", "printer"}), ("display", {"display"}), ("counter", {"counter"})],
)
def test_a_target_starts_the_processes_of_its_role_and_stops_them_with_it(
    target: str, processes: set[str]
) -> None:
    wanted = read_unit(f"motcua-{target}.target")["Unit.Wants"][0].split()
    assert {f"motcua-{process}.service" for process in processes} <= set(wanted)
    for process in processes:
        assert read_unit(f"motcua-{process}.service")["Unit.PartOf"] == [f"motcua-{target}.target"]


@pytest.mark.parametrize("service", services())
def test_nothing_waits_without_a_bound(service: str) -> None:
    unit = read_unit(service)
    ordered = " ".join(
        [*unit.get("Unit.After", []), *unit.get("Unit.Wants", []), *unit.get("Unit.Requires", [])]
    )
    assert "time-sync.target" not in ordered
    assert "network-online.target" not in ordered
    assert unit.get("Service.TimeoutStartSec") != ["infinity"]


@pytest.mark.parametrize("service", services())
def test_no_service_gets_a_device_that_is_not_named(service: str) -> None:
    assert read_unit(service)["Service.DevicePolicy"] == ["closed"]


@pytest.mark.parametrize("screen", ["kiosk", "display"])
def test_a_screen_is_drawn_without_a_desktop(screen: str) -> None:
    unit = read_unit(f"motcua-{screen}.service")
    assert "SDL_VIDEODRIVER=kmsdrm" in unit["Service.Environment"]
    assert "char-drm rw" in unit["Service.DeviceAllow"]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_rehearsed_process_keeps_its_heap_as_its_unit_says(process: str) -> None:
    said = read_unit(f"motcua-{process}.service").get("Service.Environment", [])
    heap = dict(value.split("=", 1) for value in said if value.startswith(("MALLOC_", "GLIBC_")))
    assert heap == HEAPS[process]


def test_lgpio_gets_its_pins_and_a_folder_for_its_pipe() -> None:
    unit = read_unit("motcua-counter.service")
    assert "GPIOZERO_PIN_FACTORY=lgpio" in unit["Service.Environment"]
    assert unit["Service.WorkingDirectory"] == [f"%t/{unit['Service.RuntimeDirectory'][0]}"]
    assert "char-gpiochip rw" in unit["Service.DeviceAllow"]


def test_the_mark_of_a_ticket_cut_short_outlives_the_agent() -> None:
    unit = read_unit("motcua-printer.service")
    assert unit["Service.RuntimeDirectoryPreserve"] == ["restart"]


def test_the_coordinator_may_ask_whether_the_clock_is_set() -> None:
    """`SystemClock.is_synchronised` calls adjtimex, which `@system-service` leaves out and `ProtectClock` forbids."""
    unit = read_unit("motcua-coordinator.service")
    assert unit["Service.ProtectClock"][-1] == "no"
    assert unit["Service.SystemCallFilter"][-1] == "adjtimex clock_adjtime"
    assert unit["Service.CapabilityBoundingSet"] == [""]


@pytest.mark.parametrize("role", ROLES)
def test_a_machine_is_let_in_before_its_process_starts_and_finds_there_what_was_kept(role: str) -> None:
    unit = read_unit(f"motcua-{role}.service")
    assert unit["Service.ExecStartPre"] == [f"/opt/motcua/current/bin/motcua pair {role}"]
    assert int(unit["Service.TimeoutStartSec"][0]) > SECONDS
    assert f"MOTCUA_COORDINATOR_FILE={FOLDER}/{role}/{ADDRESS}" in unit["Service.Environment"]
    assert f"MOTCUA_TOKEN_FILE={FOLDER}/{role}/{TOKEN}" in unit["Service.Environment"]


def test_the_records_are_copied_to_folders_that_are_there_by_a_command_that_is_understood() -> None:
    command = read_unit("motcua-backup.service")["Service.ExecStart"][0].split()
    parser = argparse.ArgumentParser()
    backup_command.add_arguments(parser)
    asked = parser.parse_args(command[2:])
    folders = {words[1] for words in table(ROOM / "tmpfiles.d" / "motcua.conf")}
    assert {str(folder) for folder in (*asked.into, *asked.stick)} <= folders
    assert str(asked.stick[0]) in read_unit("var-lib-motcua-stick.mount")["Mount.Where"]


def test_copies_are_made_also_where_no_machine_sees_a_night() -> None:
    timer = read_unit("motcua-backup.timer")
    assert timer["Timer.OnCalendar"]
    assert timer["Timer.OnBootSec"]
    assert "motcua-backup.timer" in read_unit("motcua-kiosk.target")["Unit.Wants"][0].split()


def test_whatever_keeps_the_records_is_copied_each_night() -> None:
    unit = read_unit("motcua-backup.service")
    assert unit["Unit.ConditionPathExists"] == ["/etc/motcua/center.toml"]
    # A server is reached by the network, or by its socket.
    assert "Service.PrivateNetwork" not in unit
    families = read_unit("motcua-.service.d/10-hardening.conf")["Service.RestrictAddressFamilies"]
    assert families[0].split() == ["AF_INET", "AF_INET6", "AF_UNIX"]
