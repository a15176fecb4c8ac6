"""One command turns a bare Debian into a kiosk that gives out numbers; once more changes nothing; and back."""

from pathlib import Path

import pytest

from tests.appliance.machine import Machine
from tests.appliance.queue import KIOSK_PROCESSES, ask, issue, new_token, wait_until_printed
from tests.fakes.waiting import wait_for


def test_after_the_installation_a_number_is_printed(kiosk: Machine) -> None:
    token = new_token(kiosk, "kiosk", "trial-kiosk")
    first = issue(kiosk, token)
    assert first["number"] == "A001"
    wait_until_printed(kiosk, token, first["id"])


def test_every_process_is_another_user_without_any_capability(kiosk: Machine) -> None:
    for process in KIOSK_PROCESSES:
        pid = kiosk.main_pid(process)
        status = kiosk.run("cat", f"/proc/{pid}/status")
        assert "CapEff:\t0000000000000000" in status
        assert "NoNewPrivs:\t1" in status
        assert kiosk.run("stat", "--format=%U", f"/proc/{pid}").strip() == f"motcua-{process}"


def test_a_token_can_be_read_by_its_own_process_only(kiosk: Machine) -> None:
    for process in ("kiosk", "printer"):
        file = f"/var/lib/motcua/{process}/token"
        assert kiosk.run("stat", "--format=%a %U", file).split() == ["400", f"motcua-{process}"]
        for other in ("motcua-coordinator", "motcua-display", "nobody"):
            assert kiosk.attempt("runuser", "-u", other, "--", "cat", file).returncode != 0


def test_none_of_ours_listens_beyond_the_machine(kiosk: Machine) -> None:
    command = ("ss", "--listening", "--tcp", "--udp", "--numeric", "--no-header", "--processes")
    ours = [line for line in kiosk.run(*command).splitlines() if '"motcua"' in line]
    assert ours
    assert [line for line in ours if not line.split()[4].startswith(("127.", "[::1]"))] == []


def test_the_installation_says_what_works_and_what_does_not(kiosk: Machine) -> None:
    said = kiosk.install("kiosk")
    assert "coordinator: active" in said
    assert "Không thấy lỗi nào" in said


def test_the_same_once_more_keeps_data_configuration_and_tokens(kiosk: Machine) -> None:
    files = ("/etc/motcua/center.toml", "/var/lib/motcua/kiosk/token", "/var/lib/motcua/printer/token")
    kiosk.run("sh", "-c", "echo '# edited here' >> /etc/motcua/center.toml")
    token = new_token(kiosk, "kiosk", "another-kiosk")
    before = [kiosk.run("sha256sum", file) for file in files]
    number = issue(kiosk, token)["number"]
    kiosk.install("kiosk")
    assert [kiosk.run("sha256sum", file) for file in files] == before
    assert issue(kiosk, token)["number"] > number


def test_the_coordinator_may_write_the_configuration_and_nothing_else_of_it(kiosk: Machine) -> None:
    def as_user(user: str, *command: str) -> int:
        return kiosk.attempt("runuser", "-u", f"motcua-{user}", "--", *command).returncode

    assert kiosk.run("readlink", "/etc/motcua/center.toml").strip() == "/var/lib/motcua/center/center.toml"
    assert as_user("coordinator", "test", "-w", "/var/lib/motcua/center") == 0
    assert as_user("coordinator", "test", "-w", "/etc/motcua") != 0
    for other in ("kiosk", "printer", "display", "counter"):
        assert as_user(other, "test", "-r", "/etc/motcua/center.toml") == 0
        assert as_user(other, "test", "-w", "/var/lib/motcua/center") != 0


def test_a_name_that_is_changed_in_the_file_holds_without_a_restart(kiosk: Machine) -> None:
    token, before = new_token(kiosk, "display", "looks-on"), kiosk.main_pid("coordinator")
    kiosk.run("sed", "-i", "--follow-symlinks", '0,/ vi = "/s// vi = "MỚI /', "/etc/motcua/center.toml")
    wait_for(
        lambda: ask(kiosk, "GET", "/api/v1/center", token)["name"]["vi"].startswith("MỚI "),
        "the new name holds",
    )
    assert kiosk.main_pid("coordinator") == before


def test_a_token_that_the_records_do_not_know_is_made_anew_and_told_to_nobody(kiosk: Machine) -> None:
    """As after another database was put in the place of the one for which it was made."""
    file = "/var/lib/motcua/kiosk/token"
    old = kiosk.run("cat", file).strip()
    name = kiosk.run("motcua", "token", "whose", file).split()[1]
    kiosk.run("motcua", "token", "revoke", name)
    other = new_token(kiosk, "kiosk", name)
    assert kiosk.attempt("motcua", "token", "whose", file).returncode == 1
    said = kiosk.install("kiosk")
    new = kiosk.run("cat", file).strip()
    assert new not in (old, other)
    assert kiosk.run("motcua", "token", "whose", file).split() == ["kiosk", name]
    assert issue(kiosk, new)["number"]
    for refused in (old, other):
        with pytest.raises(AssertionError, match="401"):
            issue(kiosk, refused)
    assert not any(secret in said + kiosk.journal() for secret in (old, other, new))


def install_away_from_a_coordinator(machine: Machine, role: str, address: str) -> None:
    """It is not let in yet, so it cannot run, and the installation says what is to be done."""
    said = machine.install(role, "--coordinator", address)
    assert f"{role} is not let in yet: it shows six digits" in said


def test_a_machine_without_the_appliances_configuration_gets_the_example(disk: Path, sources: Path) -> None:
    with Machine(disk, sources) as machine:
        machine.boot()
        install_away_from_a_coordinator(machine, "counter", "192.168.7.20")
        config = machine.run("cat", "/etc/motcua/center.toml")
        assert 'id = "hai-chau"' in config
        assert 'url = "https://192.168.7.20:8080"' in config
        assert machine.run("stat", "-L", "--format=%a %U %G", "/etc/motcua/center.toml").split() == [
            "640",
            "motcua-coordinator",
            "motcua",
        ]
        install_away_from_a_coordinator(machine, "display", "http://kiosk-1.local:9000")
        assert 'url = "http://kiosk-1.local:9000"' in machine.run("cat", "/etc/motcua/center.toml")
        for role in ("counter", "display"):
            assert machine.run("systemctl", "is-enabled", f"motcua-{role}.target").strip() == "enabled"


def test_what_was_installed_can_be_taken_off_with_or_without_its_records(kiosk: Machine) -> None:
    kiosk.run("/src/run", "uninstall")
    assert kiosk.attempt("systemctl", "is-active", "motcua-coordinator.service").returncode != 0
    left = kiosk.run("find", "/etc", "/opt", "/usr/local", "/var/lib", "-path", "*motcua*").splitlines()
    assert "/var/lib/motcua/motcua.db" in left
    assert "/etc/motcua/center.toml" in left
    assert [path for path in left if not path.startswith(("/etc/motcua", "/var/lib/motcua"))] == []
    kiosk.install("kiosk")
    kiosk.run("/src/run", "uninstall", "--purge")
    assert kiosk.run("find", "/etc", "/opt", "/usr/local", "/var/lib", "-path", "*motcua*").split() == []
    assert "motcua" not in kiosk.run("cat", "/etc/passwd", "/etc/group")
