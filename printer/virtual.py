"""A printer that is a folder: the bytes of each job, and the paper that they make, for trying and testing."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from printer.decoder import UnknownCommand, decode, join_sheets
from printer.device import PrinterTrouble
from printer.picture import on_paper
from wire.messages import PrinterStatus

_NAME: Final = "{:06}"


class VirtualPrinter:
    """Writes NNNNNN.bin and then NNNNNN.png, each whole or not at all; numbers go on after a restart."""

    def __init__(self, folder: Path, width_dots: int) -> None:
        self._folder = folder
        self._width_dots = width_dots
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._last = max((int(p.stem) for p in folder.glob("*.bin") if p.stem.isdecimal()), default=0)
        except OSError as error:
            raise PrinterTrouble(f"{folder}: {error.strerror}", may_have_printed=False) from error

    def print_job(self, job: bytes) -> None:
        name = _NAME.format(self._last + 1)
        try:
            sheets = decode(job, self._width_dots)
        except UnknownCommand as error:
            raise PrinterTrouble(f"{self._folder}: {error}", may_have_printed=False) from error
        try:
            self._write(f"{name}.bin", lambda path: path.write_bytes(job))
            self._last += 1
            paper = on_paper(join_sheets(sheets, self._width_dots))
            self._write(f"{name}.png", lambda path: paper.save(path, "PNG"))
        except OSError as error:
            raise PrinterTrouble(f"{self._folder}: {error.strerror}", may_have_printed=True) from error

    def end_broken_job(self) -> None:
        """Nothing is ever left half said: a file is whole or not there."""

    def status(self) -> PrinterStatus:
        if not os.access(self._folder, os.W_OK):
            raise PrinterTrouble(f"{self._folder}: cannot be written", may_have_printed=False)
        return PrinterStatus(online=True, paper="ok")

    def close(self) -> None:
        """Nothing is held open between jobs."""

    def _write(self, name: str, write: Callable[[Path], object]) -> None:
        unfinished = self._folder / f".{name}.part"
        write(unfinished)
        unfinished.replace(self._folder / name)
