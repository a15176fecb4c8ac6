"""What root believes of a file that is not its own."""

import os
from pathlib import Path

import pytest

from config import SettingsError, load
from config.trust import check_trust
from tests.fakes.center_file import SMALLEST


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    path = tmp_path / "center.toml"
    path.write_text(
        f'{SMALLEST}\n[coordinator]\ndatabase = "sqlite:///{tmp_path}/data/motcua.db"\n', encoding="utf-8"
    )
    return path


def owned(monkeypatch: pytest.MonkeyPatch, owners: dict[Path, int], *, as_root: bool = True) -> None:
    """Let files seem to belong to these users."""
    stat = Path.stat

    class Owned:
        def __init__(self, uid: int) -> None:
            self.st_uid = uid

    def seen(path: Path, *, follow_symlinks: bool = True) -> object:
        return Owned(owners[path]) if path in owners else stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "geteuid", lambda: 0 if as_root else 1000)
    monkeypatch.setattr(Path, "stat", seen)


def test_another_users_file_leads_root_to_no_database_of_a_third(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load(config)
    owned(monkeypatch, {config: 990, config.parent / "data": 0})
    with pytest.raises(SettingsError, match="belongs to another user than this file"):
        check_trust(config, settings)


@pytest.mark.parametrize(("file", "folder"), [(990, 990), (0, 990), (0, 0)])
def test_its_own_word_and_the_owners_own_database_are_believed(
    config: Path, monkeypatch: pytest.MonkeyPatch, file: int, folder: int
) -> None:
    settings = load(config)
    owned(monkeypatch, {config: file, config.parent / "data": folder})
    check_trust(config, settings)


def test_who_is_not_root_needs_no_such_care(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(config)
    owned(monkeypatch, {config: 990, config.parent / "data": 0}, as_root=False)
    check_trust(config, settings)
    assert os.geteuid() == 1000
