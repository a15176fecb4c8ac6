"""What the check says of a board: how far it is read, and whether its notices are there."""

from pathlib import Path

import pytest

from config import Settings, load_text
from motcua.check.board import check_board
from motcua.check.finding import Finding, line_of
from tests.fakes.center_file import SMALLEST
from words import load_words

ROOT = Path(__file__).parents[2]


def settings(lines: str) -> Settings:
    return load_text(f"{SMALLEST}\n[display]\n{lines}\n", "center.toml")


def found(lines: str) -> dict[str, Finding]:
    findings = {finding.key: finding for finding in check_board(settings(lines))}
    for language in ("vi", "en"):
        words = load_words(ROOT / "motcua" / "locale").of(language)
        assert all(line_of(finding, words) for finding in findings.values())
    return findings


@pytest.mark.parametrize(("width_mm", "distance_m"), [(930, 10), (1439, 20)])
def test_a_board_that_is_large_enough_says_how_far_it_is_read(width_mm: int, distance_m: int) -> None:
    finding = found(f"width_mm = {width_mm}\ndistance_m = {distance_m}")["board.legible"]
    assert not finding.is_fault
    assert float(str(finding.values["metres"])) >= distance_m


def test_a_screen_that_is_too_small_for_its_hall_is_a_fault() -> None:
    finding = found("width_mm = 300\ndistance_m = 40")["board.small"]
    assert finding.is_fault
    assert float(str(finding.values["metres"])) < 40


def test_the_folder_of_notices_is_looked_for(tmp_path: Path) -> None:
    assert "board.notices" in found(f'notices = "{tmp_path / "missing"}"')
    (tmp_path / "1.txt").write_text("Nghỉ lễ")
    assert found(f'notices = "{tmp_path}"')["board.notices-found"].values["count"] == 1
    assert not {key for key in found("") if key.startswith("board.notices")}
