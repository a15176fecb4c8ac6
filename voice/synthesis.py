"""Words that nobody recorded, spoken by espeak-ng (Debian), a program that needs no network."""

import subprocess
from pathlib import Path
from typing import Final, Protocol

_WORDS_PER_MINUTE: Final = "145"
_PATIENCE_SECONDS: Final = 20


class NoSynthesizer(OSError):
    """espeak-ng is missing or failed; the message says the mend."""


class Synthesizer(Protocol):
    def say(self, text: str, language: str, file: Path) -> None:
        """Write `text`, spoken, to a wave file. Raises `NoSynthesizer`."""


class EspeakSynthesizer:
    """`program` is found on the path."""

    def __init__(self, program: str = "espeak-ng") -> None:
        self._program = program

    def say(self, text: str, language: str, file: Path) -> None:
        command = [self._program, "-v", language, "-s", _WORDS_PER_MINUTE, "-w", str(file), "--", text]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_SECONDS)  # noqa: S603 our own texts
        except FileNotFoundError as error:
            raise NoSynthesizer(f"{self._program} is missing: apt install espeak-ng") from error
        except subprocess.CalledProcessError as error:
            raise NoSynthesizer(f"{self._program} failed: {error.stderr.decode(errors='replace')}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoSynthesizer(f"{self._program} failed: {error}") from error
