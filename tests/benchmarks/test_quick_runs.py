"""Every measurement runs to its end and says something: a change elsewhere must not let one rot until it is needed."""

import re
import sys

import pytest

from benchmarks.__main__ import ONLY_BY_NAME, find_measurements, main
from tests.fakes.postgres import require_postgres

A_FIGURE = re.compile(r"^[|-] .*\d", re.MULTILINE)
"""A row of a table, or a line of a list."""


# Those that run by name alone are so long that they have tests of their own.
@pytest.mark.parametrize("name", [name for name in find_measurements() if name not in ONLY_BY_NAME])
def test_a_measurement_runs_quickly_and_reports_figures(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "city":
        require_postgres()
    monkeypatch.setattr(sys, "argv", sys.argv)
    assert main([name, "--quick"]) == 0
    report = capsys.readouterr().out
    assert f"## {name}\n" in report
    assert f"`./run bench {name} --quick`" in report
    assert len(A_FIGURE.findall(report)) >= 1


def test_options_of_one_measurement_are_not_taken_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rounds", "2"]) == 2
    assert "options need the one measurement" in capsys.readouterr().err
