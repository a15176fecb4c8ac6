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
    asked = subprocess.run(  # noqa: S603 the program that the display itself calls
        [program, "--voices=vi"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=False
    )
    if " vi " not in asked.stdout:
        yield fault("voice.vietnamese", program=PROGRAM)
