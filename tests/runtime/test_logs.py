"""Lines of a log: with the time for people, with the priority for journald. Each in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STORY = """
import logging, sys
from runtime.logs import start_logging
start_logging()
log = logging.getLogger("room")
log.debug("not shown")
log.info("first")
log.warning("two\\nlines")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("third")
log.critical("fourth")
"""


def logged(
    tmp_path: Path, *, for_journal: bool = False, is_redirected: bool = False, wanted: str = ""
) -> tuple[list[str], str]:
    """What the story says on standard error, as lines, and on standard output."""
    path = tmp_path / "stderr"
    with path.open("wb") as stderr:
        status = os.fstat(stderr.fileno())
        inode = status.st_ino + 1 if is_redirected else status.st_ino
        stream = {"JOURNAL_STREAM": f"{status.st_dev}:{inode}"} if for_journal else {}
        ours = {
            key: value for key, value in os.environ.items() if key not in ("JOURNAL_STREAM", "MOTCUA_LOG")
        }
        environment = ours | stream | ({"MOTCUA_LOG": wanted} if wanted else {})
        done = subprocess.run(
            [sys.executable, "-c", STORY],
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment,
            check=True,
            cwd=ROOT,
        )
    return path.read_text().splitlines(), done.stdout.decode()


def test_a_person_reads_time_level_and_room(tmp_path: Path) -> None:
    lines, output = logged(tmp_path, for_journal=False)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO room: first", lines[0])
    assert lines[1].endswith(" WARNING room: two")
    assert lines[2] == "lines"
    assert output == ""


def test_every_line_for_the_journal_carries_its_priority(tmp_path: Path) -> None:
    lines, _ = logged(tmp_path, for_journal=True)
    assert lines[:4] == ["<6>room: first", "<4>room: two", "<4>lines", "<3>room: third"]
    assert lines[-2] == "<3>ZeroDivisionError: division by zero"
    assert lines[-1] == "<2>room: fourth"
    assert all(re.match(r"<\d>", line) for line in lines)


@pytest.mark.parametrize("for_journal", [True, False])
def test_what_is_redirected_away_from_the_journal_has_no_priorities(
    tmp_path: Path, for_journal: bool
) -> None:
    lines, _ = logged(tmp_path, for_journal=for_journal, is_redirected=True)
    assert not any(line.startswith("<") for line in lines)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("debug", "not shown"),
        ("DEBUG", "not shown"),
        ("info", "first"),
        ("warning", "two"),
        ("error", "third"),
    ],
)
def test_the_operator_says_how_much_is_said(tmp_path: Path, wanted: str, first: str) -> None:
    lines, _ = logged(tmp_path, wanted=wanted)
    assert lines[0].endswith(f" room: {first}")


def test_what_is_no_level_is_said_with_what_is_accepted(tmp_path: Path) -> None:
    lines, _ = logged(tmp_path, wanted="loud")
    assert "MOTCUA_LOG=loud" in lines[0]
    assert "debug, info, warning, error" in lines[0]
    assert lines[1].endswith(" room: first")
