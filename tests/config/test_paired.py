"""The coordinator that let a machine in goes before the settings' own; without one the settings hold."""

from pathlib import Path

import pytest

from config import Settings, load_text
from config.paired import with_appliances_coordinator, with_paired_coordinator
from tests.fakes.center_file import SMALLEST

ADDRESS = f"https://kiosk-1.local:8080#sha256={'ab' * 32}"


@pytest.fixture
def settings() -> Settings:
    return load_text(SMALLEST, "center.toml")


def test_the_address_of_the_file_goes_before_the_settings(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "coordinator").write_text(f"{ADDRESS}\n")
    monkeypatch.setenv("MOTCUA_COORDINATOR_FILE", str(tmp_path / "coordinator"))
    assert with_paired_coordinator(settings).coordinator.url == ADDRESS


@pytest.mark.parametrize("named", ["", "/nowhere/coordinator"])
def test_without_such_a_file_the_settings_hold(
    settings: Settings, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_COORDINATOR_FILE", named)
    assert with_paired_coordinator(settings) == settings


def test_who_looks_on_finds_the_files_of_the_roles(settings: Settings, tmp_path: Path) -> None:
    place = str(tmp_path / "{role}")
    (tmp_path / "display").write_text(f"{ADDRESS}\n")
    assert with_appliances_coordinator(settings, ["counter", "display"], place).coordinator.url == ADDRESS
    assert with_appliances_coordinator(settings, ["counter"], place) == settings
