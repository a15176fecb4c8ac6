"""A small centre of its own for the coordinator's tests, and its command line run in this process."""

from pathlib import Path

import pytest

from config import Settings, load_text
from motcua.__main__ import main
from tests.fakes.small_center import CENTER, Motcua, Said


@pytest.fixture
def settings() -> Settings:
    return load_text(CENTER, "center.toml")


@pytest.fixture
def center_file(tmp_path: Path) -> Path:
    path = tmp_path / "center.toml"
    path.write_text(CENTER, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def motcua(center_file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> Motcua:
    """Run `motcua ARGUMENTS` on the small centre with its database in `data`."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        try:
            code = main([*arguments, "--config", str(center_file), "--data", str(data)])
        except SystemExit as end:
            code = int(str(end.code))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
