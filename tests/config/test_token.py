"""Where a device finds its token, and what it is told when it does not."""

from pathlib import Path

import pytest

from config import Settings, SettingsError, load_text
from config.token import appliance_file, device_token


@pytest.fixture(autouse=True)
def _no_token_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("MOTCUA_TOKEN", "MOTCUA_TOKEN_FILE"):
        monkeypatch.delenv(variable, raising=False)


def _settings(token_file: Path) -> Settings:
    return load_text(
        f"""
        [center]
        id = "thu"
        name = {{ vi = "Thử" }}
        [[domains]]
        id = "ho-tich"
        prefix = "A"
        name = {{ vi = "Hộ tịch" }}
        [[counters]]
        id = 1
        domains = ["ho-tich"]
        [coordinator]
        token_file = "{token_file}"
        """,
        "center.toml",
    )


def _write(path: Path, text: str, mode: int = 0o640) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_the_machines_file_is_read_without_its_blanks(tmp_path: Path) -> None:
    settings = _settings(_write(tmp_path / "token", "  abc-123\n\n"))
    assert device_token(settings) == "abc-123"


def test_the_rooms_own_file_comes_before_the_machines(tmp_path: Path) -> None:
    settings = _settings(_write(tmp_path / "token", "machine"))
    own = _write(tmp_path / "own", "room")
    assert device_token(settings, str(own)) == "room"


def test_the_environment_comes_before_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", " from-environment\n")
    assert device_token(_settings(tmp_path / "missing"), "/nowhere") == "from-environment"


def test_the_file_that_a_service_names_comes_before_the_machines_but_not_before_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(_write(tmp_path / "token", "machine"))
    monkeypatch.setenv("MOTCUA_TOKEN_FILE", str(_write(tmp_path / "service", "service")))
    assert device_token(settings) == "service"
    assert device_token(settings, str(_write(tmp_path / "own", "room"))) == "room"


def test_a_missing_file_is_named_with_the_mend(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(SettingsError) as caught:
        device_token(_settings(missing))
    assert str(missing) in str(caught.value)
    assert "motcua token create" in str(caught.value)


def test_a_file_that_everyone_may_read_is_refused_with_the_mend(tmp_path: Path) -> None:
    path = _write(tmp_path / "token", "abc", 0o644)
    with pytest.raises(SettingsError, match="chmod 640"):
        device_token(_settings(path))


@pytest.mark.parametrize("text", ["", " \n", "two words", "first\nsecond", "số"])
def test_what_is_no_token_is_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path / "token", text)
    with pytest.raises(SettingsError) as caught:
        device_token(_settings(path))
    assert str(path) in str(caught.value)
    assert not text.strip() or text not in str(caught.value)


def test_the_file_of_a_role_is_named_only_where_it_is(tmp_path: Path) -> None:
    place = str(tmp_path / "{role}" / "token")
    assert appliance_file("kiosk", place) == ""
    (tmp_path / "kiosk").mkdir()
    _write(tmp_path / "kiosk" / "token", "kiosk")
    assert appliance_file("kiosk", place) == str(tmp_path / "kiosk" / "token")
