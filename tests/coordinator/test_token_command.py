"""`motcua token`: what an operator sees, and what is left on the disk."""

import os
from pathlib import Path
from typing import get_args

import pytest

from coordinator.location import FILE_NAME, lock_file
from coordinator.lock import hold_lock
from coordinator.store.tokens import Tokens
from coordinator.store.versions import open_database
from motcua.__main__ import main
from tests.fakes.small_center import CENTER_ID, Motcua
from wire.messages import Role

pytestmark = pytest.mark.only_sqlite("looks into the file; accounts of staff go the same way, on both")


def _find(data: Path, token: str) -> tuple[Role, str] | None:
    database = open_database(f"sqlite:///{data / FILE_NAME}")
    try:
        return Tokens(database, CENTER_ID).find(token)
    finally:
        database.close()


@pytest.mark.parametrize("role", get_args(Role))
def test_a_token_of_each_role_is_printed_alone_and_holds(motcua: Motcua, data: Path, role: Role) -> None:
    made = motcua("token", "create", role, "may-1")
    assert (made.code, made.err) == (0, "")
    assert made.out.count("\n") == 1
    assert len(made.out.strip()) >= 43
    assert _find(data, made.out.strip()) == (role, "may-1")


def test_only_the_hash_is_on_the_disk(motcua: Motcua, data: Path) -> None:
    token = motcua("token", "create", "kiosk", "may-1").out.strip()
    assert not any(token.encode() in path.read_bytes() for path in data.iterdir())
    assert token not in motcua("token", "list").out


def test_two_tokens_are_never_alike(motcua: Motcua) -> None:
    tokens = {motcua("token", "create", "kiosk", f"may-{n}").out for n in range(3)}
    assert len(tokens) == 3


def test_a_running_coordinator_does_not_stand_in_the_way(motcua: Motcua, data: Path) -> None:
    lock = hold_lock(lock_file(data / FILE_NAME))
    running = open_database(f"sqlite:///{data / FILE_NAME}")
    token = motcua("token", "create", "counter", "quay-1").out.strip()
    assert Tokens(running, CENTER_ID).find(token) == ("counter", "quay-1")
    assert motcua("token", "revoke", "quay-1").code == 0
    assert Tokens(running, CENTER_ID).find(token) is None
    running.close()
    os.close(lock)


def test_a_name_is_given_once_until_it_is_revoked(motcua: Motcua, data: Path) -> None:
    first = motcua("token", "create", "kiosk", "may-1").out.strip()
    again = motcua("token", "create", "display", "may-1")
    assert (again.code, again.out) == (1, "")
    assert "'may-1'" in again.err
    assert "revoke" in again.err
    assert motcua("token", "revoke", "may-1").code == 0
    second = motcua("token", "create", "display", "may-1").out.strip()
    assert _find(data, first) is None
    assert _find(data, second) == ("display", "may-1")


def test_revoking_what_is_not_there_names_what_is(motcua: Motcua) -> None:
    motcua("token", "create", "kiosk", "may-1")
    said = motcua("token", "revoke", "may-2")
    assert said.code == 1
    assert "'may-2'" in said.err
    assert "may-1" in said.err


def test_the_list_shows_names_roles_and_what_was_revoked(motcua: Motcua) -> None:
    assert motcua("token", "list").out.split() == ["NAME", "ROLE", "MADE", "REVOKED"]
    motcua("token", "create", "kiosk", "may-1")
    motcua("token", "create", "display", "bang-1")
    motcua("token", "revoke", "may-1")
    _, first, second = motcua("token", "list").out.splitlines()
    assert first.split()[:2] == ["may-1", "kiosk"]
    assert not first.endswith("-")
    assert second.split()[:2] == ["bang-1", "display"]
    assert second.endswith("-")


def write_token(file: Path, token: str, mode: int = 0o400) -> str:
    file.write_text(f"{token}\n", encoding="ascii")
    file.chmod(mode)
    return str(file)


def test_whose_a_token_is_can_be_asked_without_showing_it(motcua: Motcua, tmp_path: Path) -> None:
    token = motcua("token", "create", "kiosk", "may-1").out.strip()
    said = motcua("token", "whose", write_token(tmp_path / "token", token))
    assert (said.code, said.out, said.err) == (0, "kiosk may-1\n", "")


def test_a_token_that_is_unknown_here_or_revoked_is_nobodys_and_is_not_shown(
    motcua: Motcua, tmp_path: Path
) -> None:
    token = motcua("token", "create", "kiosk", "may-1").out.strip()
    motcua("token", "revoke", "may-1")
    motcua("token", "create", "kiosk", "may-1")
    for secret in (token, "of-other-records"):
        file = write_token(tmp_path / secret[:8], secret)
        said = motcua("token", "whose", file)
        assert (said.code, said.out) == (1, "")
        assert f"the records do not know the token in {file}" in said.err
        assert secret not in said.err


def test_a_file_without_a_token_or_open_to_all_is_said(motcua: Motcua, tmp_path: Path) -> None:
    assert motcua("token", "whose", str(tmp_path / "none")).code == 2
    assert "one line" in motcua("token", "whose", write_token(tmp_path / "empty", "")).err
    assert "everyone" in motcua("token", "whose", write_token(tmp_path / "open", "secret", 0o644)).err


def test_a_wrong_role_is_told_with_the_right_ones(motcua: Motcua, data: Path) -> None:
    said = motcua("token", "create", "kisk", "may-1")
    assert (said.code, said.out) == (2, "")
    for role in get_args(Role):
        assert role in said.err
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("name", ["", "Máy 1", "a" * 64, "-may", "may/1", "may\n1"])
def test_a_wrong_name_is_told_with_what_is_accepted(motcua: Motcua, data: Path, name: str) -> None:
    said = motcua("token", "create", "kiosk", "--", name)
    assert (said.code, said.out) == (2, "")
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("create",), ("create", "kiosk"), ("make",), ("revoke",)])
def test_half_a_command_is_wrong_use(motcua: Motcua, words: tuple[str, ...]) -> None:
    assert motcua("token", *words).code == 2


def test_options_stand_before_the_action_too(center_file: Path, data: Path) -> None:
    options = ["--config", str(center_file), "--data", str(data)]
    assert main(["token", *options, "create", "kiosk", "may-1"]) == 0
    assert (data / FILE_NAME).exists()


def test_what_is_no_database_is_said_and_left_alone(motcua: Motcua, data: Path) -> None:
    (data / FILE_NAME).write_text("not a database, but long enough to be looked at as one" * 20)
    before = (data / FILE_NAME).read_bytes()
    said = motcua("token", "create", "kiosk", "may-1")
    assert (said.code, said.out) == (1, "")
    assert "not a database" in said.err
    assert (data / FILE_NAME).read_bytes() == before


def test_making_and_revoking_is_written_into_the_audit(motcua: Motcua, data: Path) -> None:
    motcua("token", "create", "kiosk", "may-1")
    motcua("token", "revoke", "may-1")
    database = open_database(f"sqlite:///{data / FILE_NAME}")
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT actor, action, detail FROM audit ORDER BY seq").all()
    database.close()
    assert [row[:2] for row in rows] == [("operator", "token.made"), ("operator", "token.revoked")]
    assert all("may-1" in row[2] for row in rows)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_what_root_makes_belongs_to_the_folders_owner(motcua: Motcua, data: Path) -> None:
    os.chown(data, 12345, 23456)
    running = open_database(f"sqlite:///{_claimed(motcua, data)}")
    motcua("token", "create", "display", "bang-1")
    owners = {path.name: (path.stat().st_uid, path.stat().st_gid) for path in data.iterdir()}
    running.close()
    assert owners == {f"{FILE_NAME}{suffix}": (12345, 23456) for suffix in ("", "-wal", "-shm")}


def _claimed(motcua: Motcua, data: Path) -> Path:
    assert motcua("token", "create", "kiosk", "may-1").code == 0
    return data / FILE_NAME
