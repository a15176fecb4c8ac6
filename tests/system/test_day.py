"""A short day at Hải Châu by `motcua simulate`: real printer output, real edges, a real board, the power failing."""

import subprocess
from pathlib import Path

import pytest

from rehearsal.child import child_environment, motcua_command


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = motcua_command("simulate", *arguments)
    return subprocess.run(
        command, env=child_environment(), capture_output=True, text=True, timeout=280, check=False
    )


@pytest.mark.timeout(300)
def test_a_day_with_two_kills_keeps_every_rule(tmp_path: Path) -> None:
    day = simulate("hai-chau", "--tickets", "90", "--minutes", "0.1", "--kills", "2", "--data", str(tmp_path))
    assert day.returncode == 0, f"{day.stdout}\n{day.stderr}"
    lines = day.stdout.splitlines()
    assert "issued      90" in lines
    assert "printed     90 papers" in lines
    assert "served      90" in lines
    assert "closing     7 of 7 wishes refused after it" in lines
    assert "killed      the coordinator 2 times" in lines
    assert len(list((tmp_path / "printed").glob("*.png"))) == 90


def test_a_day_is_not_begun_among_the_traces_of_another(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").touch()
    day = simulate("demo", "--data", str(tmp_path))
    assert day.returncode == 2
    assert str(tmp_path) in day.stderr
