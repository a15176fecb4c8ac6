"""Where the database is, for every command alike."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from config import Settings
from coordinator.location import (
    FILE_NAME,
    NoFile,
    claim_file,
    database_url,
    existing_file,
    existing_url,
    lock_file,
    sqlite_file,
)

POSTGRES = "postgresql+psycopg://motcua@db/motcua"


def _with_database(settings: Settings, url: str) -> Settings:
    return replace(settings, coordinator=replace(settings.coordinator, database=url))


def test_the_settings_say_where_unless_the_command_line_does(settings: Settings, tmp_path: Path) -> None:
    settings = _with_database(settings, "sqlite:////var/lib/elsewhere.db")
    assert database_url(settings, None) == "sqlite:////var/lib/elsewhere.db"
    assert database_url(settings, tmp_path) == f"sqlite:///{tmp_path / FILE_NAME}"


def test_a_folder_of_the_command_line_is_made(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    file = sqlite_file(database_url(settings, folder))
    assert file == folder / FILE_NAME
    assert folder.is_dir()


def test_a_relative_folder_does_not_move_with_the_process(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = sqlite_file(database_url(settings, Path("here")))
    assert file == tmp_path / "here" / FILE_NAME


def test_only_sqlite_is_a_file() -> None:
    assert sqlite_file("sqlite:////var/lib/motcua/motcua.db") == Path("/var/lib/motcua/motcua.db")
    assert sqlite_file(POSTGRES) is None


def test_what_is_there_is_found_and_nothing_is_made(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoFile, match="--data"):
        existing_file(settings, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (tmp_path / FILE_NAME).touch()
    assert existing_file(settings, tmp_path) == tmp_path / FILE_NAME
    assert existing_url(settings, tmp_path) == f"sqlite:///{tmp_path / FILE_NAME}"


def test_a_servers_database_has_a_url_but_no_file(settings: Settings) -> None:
    settings = _with_database(settings, POSTGRES)
    assert existing_url(settings, None) == POSTGRES
    with pytest.raises(NoFile, match="--data DIR"):
        existing_file(settings, None)


def test_the_lock_lies_beside_the_database() -> None:
    assert lock_file(Path("/var/lib/motcua/motcua.db")) == Path("/var/lib/motcua/motcua.db.lock")


def test_a_file_is_claimed_once_and_never_emptied(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    claim_file(file)
    assert file.read_bytes() == b""
    assert file.stat().st_mode & 0o007 == 0
    file.write_bytes(b"content")
    claim_file(file)
    assert file.read_bytes() == b"content"


def test_claiming_in_a_folder_that_is_missing_is_left_to_whoever_opens_it(tmp_path: Path) -> None:
    claim_file(tmp_path / "nowhere" / FILE_NAME)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_a_file_that_root_claims_is_the_folders_owners(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 23456)
    claim_file(tmp_path / FILE_NAME)
    status = (tmp_path / FILE_NAME).stat()
    assert (status.st_uid, status.st_gid) == (12345, 23456)
