"""Without a screen SDL quietly draws to nowhere: that is a fault to be seen, not a screen."""

from pathlib import Path

import pytest

from config.settings import ScreenTable
from screen.desktop import NoDesktop, desktop_size
from screen.window import WindowError, open_window


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    if Path("/dev/dri").exists():
        pytest.skip("this machine may have a screen that SDL finds by itself")
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def test_a_window_that_nobody_would_see_is_refused() -> None:
    with pytest.raises(WindowError, match="no screen"):
        open_window(ScreenTable(mode="window:320x200"), "test")


def test_the_whole_screen_is_refused_where_there_is_none() -> None:
    with pytest.raises(WindowError, match="no screen"):
        open_window(ScreenTable(mode="fullscreen"), "test")


def test_a_driver_without_a_screen_is_taken_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    window = open_window(ScreenTable(mode="window:320x200"), "test")
    assert window.size == (320, 200)
    window.close()


def test_without_a_desktop_its_size_is_not_guessed() -> None:
    with pytest.raises(NoDesktop, match="no desktop"):
        desktop_size()
