"""A lobby that does not come to life says which process failed and what it said; places are made and cleared."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from config import load
from rehearsal.center import rehearse
from rehearsal.lobby import Interrupted, Lobby, RehearsalError, free_port
from rehearsal.place import make_place
from runtime.stop import Stop

DEMO = Path(__file__).resolve().parents[2] / "config" / "demo.toml"


def test_a_coordinator_that_cannot_start_is_named_with_its_last_lines(tmp_path: Path) -> None:
    place = make_place(tmp_path / "data")
    (place.data / "motcua.db").write_bytes(
        b"this is no database at all, and it is long enough to be seen" * 20
    )
    lobby = Lobby(place, rehearse(load(DEMO), place, free_port()))
    with pytest.raises(RehearsalError, match=r"(?s)coordinator ended with exit code 1.*not a database"):
        lobby.set_up()
    lobby.end()
    lobby.end()
    place.clear_away()


def test_wrong_settings_are_told_as_the_process_tells_them(tmp_path: Path) -> None:
    place = make_place(tmp_path / "data")
    settings = rehearse(load(DEMO), place, free_port())
    lobby = Lobby(place, replace(settings, domains=[]))
    with pytest.raises(RehearsalError, match=r"(?s)exit code 2.*domains"):
        lobby.set_up()
    lobby.end()
    place.clear_away()


def test_whoever_asks_to_stop_does_not_wait_for_what_is_starting(tmp_path: Path) -> None:
    place, stop = make_place(tmp_path / "data"), Stop()
    lobby = Lobby(place, rehearse(load(DEMO), place, free_port()), stop=stop)
    stop.ask()
    with pytest.raises(Interrupted, match="coordinator"):
        lobby.set_up()
    lobby.end()
    assert not lobby.children["coordinator"].is_running()
    place.clear_away()


def test_a_place_is_for_its_owner_alone_and_leaves_only_what_is_to_be_kept(tmp_path: Path) -> None:
    place = make_place(tmp_path / "deep" / "data")
    for folder in (place.data, place.run, place.printed):
        assert folder.stat().st_mode & 0o077 == 0
    place.clear_away()
    assert place.data.exists()
    assert not place.run.exists()
    place.clear_away(with_data=True)
    assert not place.data.exists()


def test_sockets_have_short_paths_however_deep_the_data_lies(tmp_path: Path) -> None:
    place = make_place(tmp_path / ("x" * 90) / "data")
    assert len(str(place.pins)) < 108
    place.clear_away()
