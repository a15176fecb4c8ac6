"""`motcua kiosk`: pictures of every screen, and mistakes in the settings told with what is accepted."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pygame
import pytest

from kiosk import screenshots
from kiosk.screenshots import SIZES, Size
from motcua.__main__ import main
from tests.kiosk.screens import LANGUAGES, SETTINGS, states
from tests.kiosk.x_server import needs_x, x_server

HAI_CHAU = Path(__file__).parents[2] / "config" / "hai-chau.toml"


def changed(tmp_path: Path, old: str, new: str) -> str:
    text = HAI_CHAU.read_text()
    assert old in text
    path = tmp_path / "center.toml"
    path.write_text(text.replace(old, new, 1))
    return str(path)


def test_every_screen_is_drawn_in_each_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "SIZES", (Size(400, 240, 217.0),))
    assert main(["kiosk", "--config", str(HAI_CHAU), "--screenshots", str(tmp_path / "shots")]) == 0
    for language in LANGUAGES:
        drawn = {path.stem for path in (tmp_path / "shots" / "400x240-217mm" / language).glob("*.png")}
        assert {name for name, _ in states() if name.startswith(language)} <= {
            f"{language}-{x}" for x in drawn
        }
    idle = pygame.image.load(str(tmp_path / "shots" / "400x240-217mm" / "vi" / "idle.png"))
    assert idle.get_size() == (400, 240)
    assert len({tuple(idle.get_at((x, y))) for x in range(400) for y in range(0, 240, 4)}) > 5


def test_the_sizes_are_those_of_kiosks_lying_and_standing() -> None:
    sizes = {(size.width, size.height) for size in SIZES}
    assert {(800, 480), (1280, 800), (1080, 1920)} <= sizes


def test_an_icon_that_the_set_does_not_hold_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = changed(tmp_path, 'icon = "stamper"', 'icon = "stampper"')
    assert main(["kiosk", "--config", config, "--screenshots", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "chung-thuc: icon: no icon 'stampper' (accepted: " in said


def test_a_language_without_texts_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = changed(tmp_path, "[kiosk]\n", '[kiosk]\nlanguages = ["vi", "fr"]\n')
    assert main(["kiosk", "--config", config, "--screenshots", str(tmp_path)]) == 2
    assert "kiosk.languages: no texts in 'fr' (accepted: vi, en)" in capsys.readouterr().err


def test_a_kiosk_without_a_token_says_the_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOTCUA_TOKEN", raising=False)
    config = changed(tmp_path, "[kiosk]\n", f'[kiosk]\ntoken_file = "{tmp_path}/none"\n')
    assert main(["kiosk", "--config", config]) == 2
    assert "motcua token create" in capsys.readouterr().err


@needs_x
def test_the_loss_of_the_screen_ends_the_process_so_that_its_unit_starts_it_anew(tmp_path: Path) -> None:
    config = changed(
        tmp_path, 'mode = "fullscreen"\nwidth_mm = 344', 'mode = "window:320x240"\nwidth_mm = 344'
    )
    with x_server(320, 240) as server:
        environment = {
            **os.environ,
            "DISPLAY": server.display,
            "SDL_VIDEODRIVER": "x11",
            "MOTCUA_TOKEN": "token",
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
        }
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unit:
            unit.bind(str(tmp_path / "notify"))
            unit.settimeout(30)
            command = [sys.executable, "-m", "motcua", "kiosk", "--config", config]
            with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
                assert unit.recv(100) == b"READY=1"
                server.process.terminate()
                _, said = process.communicate(timeout=60)
    assert process.returncode not in (0, None), said


def test_the_example_centre_names_an_icon_for_each_domain() -> None:
    assert all(msgspec.structs.asdict(domain)["icon"] for domain in SETTINGS.domains)
