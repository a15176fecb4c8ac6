"""`motcua simulate` says by its exit code whether every rule was kept."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from config import Settings, load
from rehearsal.lobby import RehearsalError
from simulation import __main__ as command
from simulation.traces import BadPaper


def run(monkeypatch: pytest.MonkeyPatch, outcome: list[str] | Exception, folder: Path) -> int:
    """The command on a day that ends in `outcome`."""

    def drive(*_arguments: Any) -> list[str]:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(command, "_drive_and_judge", drive)
    monkeypatch.setattr("runtime.stop.Stop.on_signals", lambda stop: stop)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    arguments = parser.parse_args(["demo", "--data", str(folder)])
    settings: Settings = load(arguments.config)
    return command.run(settings, arguments)


def test_a_day_without_breaches_is_0(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run(monkeypatch, [], tmp_path) == 0


def test_one_breach_is_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run(monkeypatch, ["no_gap: missing 7"], tmp_path) == 1


@pytest.mark.parametrize("error", [RehearsalError("the printer ended"), BadPaper("000001.png is blank")])
def test_a_day_that_cannot_be_judged_is_1_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    assert run(monkeypatch, error, tmp_path) == 1
    assert str(error) in capsys.readouterr().out
