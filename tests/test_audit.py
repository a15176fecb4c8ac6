"""The judge of `./run audit`: what could not be looked up is never called clean."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CLEAN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["2.1"]}]}
HOPELESS = {"name": "c", "version": "3", "vulns": [{"id": "PYSEC-2026-2", "fix_versions": []}]}
MISSED = {"name": "d", "skip_reason": "not found"}


@pytest.fixture(scope="module")
def audit() -> Any:
    """It lies outside the rooms: it is a tool of the checkout, and is not installed."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("packages", "code", "says"),
    [
        ([CLEAN], 0, "nothing is known"),
        ([CLEAN, FAULTY], 1, "b 2: PYSEC-2026-1, mended in 2.1"),
        ([HOPELESS], 1, "no version"),
        ([FAULTY, MISSED], 1, "NOT LOOKED UP: 1 of 2"),
        ([CLEAN, MISSED], 3, "NOT LOOKED UP: 1 of 2 packages: d"),
        ([MISSED] * 9, 3, "d, d, d, d, d …"),
        ([], 3, "0 packages"),
    ],
)
def test_what_is_known_is_said_and_what_was_not_looked_up_is_not_called_clean(
    audit: Any, packages: list[dict[str, Any]], code: int, says: str
) -> None:
    found, lines = audit.judge({"dependencies": packages})
    assert found == code
    assert says in "\n".join(lines)


@pytest.mark.parametrize("answer", ["", "Traceback", "{}"])
def test_no_report_is_not_called_clean_either(
    audit: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pretended = tmp_path / "python"
    pretended.write_text(f"#!/bin/sh\nprintf %s '{answer}'\necho no line >&2\nexit 1\n")
    pretended.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(pretended))
    assert audit.main(ROOT / "constraints.txt", []) == 3
    said = capsys.readouterr().out
    assert "no line" in said
    assert "cannot be reached" in said
