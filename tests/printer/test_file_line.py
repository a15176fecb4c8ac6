"""A device file, or a plain one: never emptied, never made in place of a device, never waited on for ever."""

from pathlib import Path

import pytest

from printer.device import PrinterTrouble, Profile
from printer.escpos_printer import EscposPrinter
from printer.lines.file import FileLine


def test_a_plain_file_keeps_what_it_had_and_gets_each_job(tmp_path: Path) -> None:
    path = tmp_path / "jobs.bin"
    for job in (b"\x1b@one", b"\x1b@two"):
        line = FileLine(path)
        EscposPrinter(line, Profile()).print_job(job)
        line.close()
    assert path.read_bytes().replace(b"\0", b"") == b"\x1b@one\x1b@two"


def test_a_file_is_never_asked_how_it_is(tmp_path: Path) -> None:
    path = tmp_path / "jobs.bin"
    assert EscposPrinter(FileLine(path), Profile()).status() is None
    assert path.read_bytes() == b""


@pytest.mark.parametrize("name", ["no-such-folder/lp0", "."])
def test_what_cannot_be_opened_is_trouble_that_names_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(PrinterTrouble, match=str(tmp_path)):
        FileLine(tmp_path / name)


def test_an_unplugged_devices_name_is_not_made_a_plain_file() -> None:
    path = Path("/dev/motcua-no-such-printer")
    with pytest.raises(PrinterTrouble, match="No such file"):
        FileLine(path)
    assert not path.exists()


def test_a_full_disk_is_trouble() -> None:
    line = FileLine(Path("/dev/full"))
    with pytest.raises(PrinterTrouble, match="No space left"):
        line.write(b"hello")
    line.close()
