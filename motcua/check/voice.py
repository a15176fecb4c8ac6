"""The voice's part of the check: is there what makes the words that no recording gives?"""

import shutil
import subprocess
from collections.abc import Iterator
from typing import Final

from config import Settings
from motcua.check.finding import Finding, fault

PROGRAM: Final = "espeak-ng"
_ANSWER_SECONDS: Final = 20


def check_voice(settings: Settings) -> Iterator[Finding]:
    if not settings.display.voice.on:
        return
    program = shutil.which(PROGRAM)
    if program is None:
        yield fault("voice.missing", program=PROGRAM)
        return
    if not _speaks_vietnamese(program):
        yield fault("voice.vietnamese", program=PROGRAM)


def _speaks_vietnamese(program: str) -> bool:
    try:
        asked = subprocess.run(  # noqa: S603 the program that the display itself calls
            [program, "--voices=vi"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return " vi " in asked.stdout
