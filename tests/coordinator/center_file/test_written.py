"""The file on the disk: replaced whole, its owner and mode kept, never through a link that somebody has laid."""

import os
from pathlib import Path

import pytest

from coordinator.center_file.versions import Versions
from coordinator.center_file.written import CenterFile
from tests.fakes.clock import MONDAY


@pytest.fixture
def file(center_file: Path) -> CenterFile:
    return CenterFile(center_file)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_another_file_with_the_same_mode(file: CenterFile) -> None:
    file.path.chmod(0o640)
    before, stamp = file.path.stat(), file.stamp()
    file.replace("x = 1\n")
    assert file.read().text == "x = 1\n"
    assert (file.path.stat().st_mode, file.path.stat().st_uid) == (before.st_mode, before.st_uid)
    assert file.path.stat().st_ino != before.st_ino
    assert file.stamp() != stamp
    assert names(file.path.parent) == ["center.toml"]


def test_a_link_to_it_stays_a_link(file: CenterFile, tmp_path: Path) -> None:
    link = tmp_path / "etc" / "center.toml"
    link.parent.mkdir()
    link.symlink_to(file.path)
    CenterFile(link).replace("x = 2\n")
    assert link.is_symlink()
    assert file.read().text == "x = 2\n"
    assert names(link.parent) == ["center.toml"]


def test_a_failed_write_leaves_the_old_one_and_nothing_beside_it(
    file: CenterFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        file.replace("x = 3\n")
    assert file.read() == before
    assert names(file.path.parent) == ["center.toml"]


def test_nothing_is_written_through_a_link_in_the_temporary_ones_place(
    file: CenterFile, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    file.path.with_name(".center.toml.new").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic link"):
        file.replace("x = 4\n")
    assert victim.read_text() == "untouched"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_ours_is_not_writable(file: CenterFile) -> None:
    file.path.parent.chmod(0o555)
    assert not file.is_writable()
    file.path.parent.chmod(0o755)
    assert file.is_writable()


def test_versions_tell_who_and_when_and_are_whole_files(file: CenterFile) -> None:
    versions = Versions(file.place)
    assert versions.all() == []
    text = file.read().text
    versions.keep(versions.new_name(MONDAY), text, "admin:staff/Lan", MONDAY)
    (kept,) = versions.all()
    assert (kept.name, kept.at, kept.who, kept.text) == (
        "2026-11-23T08-00-00",
        MONDAY,
        "admin:staff/Lan",
        text,
    )
    assert versions.author_of(text) == "admin:staff/Lan"
    assert versions.author_of("another") == ""
    lying = (versions.folder / f"{kept.name}.toml").read_text(encoding="utf-8")
    assert lying == f"# motcua: 2026-11-23T08:00:00+07:00 admin:staff/Lan\n{text}"


def test_two_of_one_second_have_two_names(file: CenterFile) -> None:
    versions = Versions(file.place)
    for text in ("a = 1\n", "a = 2\n"):
        versions.keep(versions.new_name(MONDAY), text, "admin:x", MONDAY)
    assert [version.name for version in versions.all()] == ["2026-11-23T08-00-00-2", "2026-11-23T08-00-00"]


def test_the_oldest_go_but_never_the_one_just_made_and_never_another_file(file: CenterFile) -> None:
    versions = Versions(file.place, keep=3)
    versions.folder.mkdir()
    (versions.folder / "notes.toml").write_text("mine = 1\n")
    for second in (5, 6, 7, 8):
        at = MONDAY.replace(second=second)
        versions.keep(versions.new_name(at), f"a = {second}\n", "admin:x", at)
    wrong_clock = MONDAY.replace(year=1970)
    versions.keep(versions.new_name(wrong_clock), "a = 9\n", "admin:x", wrong_clock)
    assert [version.text for version in versions.all()] == ["a = 8\n", "a = 7\n", "a = 9\n"]
    assert "notes.toml" in names(versions.folder)


@pytest.mark.parametrize("name", ["../center", "notes", "2026-11-23T08-00-00/../../center", ""])
def test_a_name_is_never_a_path(file: CenterFile, name: str) -> None:
    versions = Versions(file.place)
    versions.keep("2026-11-23T08-00-00", "a = 1\n", "admin:x", MONDAY)
    assert versions.one(name) is None
