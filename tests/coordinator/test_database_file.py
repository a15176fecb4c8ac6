"""The database's file as it is seen from outside: moved, removed, replaced, or on a disk that takes no more."""

import errno
import os
from pathlib import Path

import pytest

from coordinator import database_file
from coordinator.causes import cause_of
from coordinator.database_file import DatabaseFile, why_unwritten
from coordinator.store.database import StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "motcua.db"
    path.parent.mkdir()
    path.touch()
    return path


def test_a_file_in_its_place_on_a_roomy_disk_is_not_doubted(path: Path) -> None:
    assert DatabaseFile(path).is_doubtful() is False


def test_a_file_that_was_removed_is_said(path: Path) -> None:
    file = DatabaseFile(path)
    path.unlink()
    with pytest.raises(StoreError, match=r"motcua\.db was moved or removed"):
        file.is_doubtful()


def test_a_folder_that_was_moved_is_said_and_may_come_back(path: Path) -> None:
    file = DatabaseFile(path)
    away = path.parent.rename(path.parent.with_name("away"))
    with pytest.raises(StoreError, match="was moved"):
        file.is_doubtful()
    away.rename(path.parent)
    assert file.is_doubtful() is False


def test_another_file_in_its_place_is_said(path: Path) -> None:
    file = DatabaseFile(path)
    path.rename(path.with_name("old.db"))
    path.touch()
    with pytest.raises(StoreError, match="another file stands in the place"):
        file.is_doubtful()


@pytest.mark.parametrize(
    ("free", "flag", "is_doubtful"), [(10, 0, False), (0, 0, True), (10, os.ST_RDONLY, True)]
)
def test_a_disk_that_is_all_but_full_or_takes_no_writing_is_in_doubt(
    path: Path, monkeypatch: pytest.MonkeyPatch, free: int, flag: int, *, is_doubtful: bool
) -> None:
    file = DatabaseFile(path)
    disk = os.statvfs(path)

    class Disk:
        f_bavail, f_frsize, f_flag = (
            free * database_file.LEAST_FREE_BYTES,
            1,
            disk.f_flag & ~os.ST_RDONLY | flag,
        )

    monkeypatch.setattr(os, "statvfs", lambda _path: Disk)
    assert file.is_doubtful() is is_doubtful


@pytest.mark.parametrize(
    ("number", "said", "cause"),
    [
        (errno.EROFS, "disk I/O error", "read-only"),
        (errno.ENOSPC, "disk I/O error", "full"),
        (errno.EIO, "disk I/O error", "disk"),
        (errno.EOPNOTSUPP, "disk I/O error", "disk"),
        (errno.EROFS, "database is locked", "locked"),
    ],
)
def test_a_write_that_failed_is_told_by_what_the_disk_says_of_another(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, cause: str
) -> None:
    def fail(*_arguments: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", fail)
    error = StoreError(f"the database failed: {said}")
    assert cause_of(f"{error}{why_unwritten(path, error)}") == cause


def test_to_ask_a_disk_that_works_says_nothing_and_leaves_nothing(path: Path) -> None:
    before = sorted(path.parent.iterdir())
    assert why_unwritten(path, StoreError("the database failed: disk I/O error")) == ""
    assert sorted(path.parent.iterdir()) == before
