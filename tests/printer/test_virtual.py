"""A printer that is a folder: exact bytes, true pictures, each whole or not there."""

from pathlib import Path

import pytest
from PIL import Image

from printer.decoder import decode
from printer.device import PrinterTrouble
from printer.picture import draw, on_paper
from printer.raster import make_job
from printer.virtual import VirtualPrinter
from tests.fakes.sheets import a_layout
from wire.messages import PrinterStatus

PICTURE = draw(a_layout())
JOB = make_job(PICTURE, band_height=256, cut=True)


def test_each_job_is_its_bytes_and_what_they_print(tmp_path: Path) -> None:
    printer = VirtualPrinter(tmp_path / "printed", 576)
    printer.print_job(JOB)
    printer.print_job(JOB)
    names = sorted(path.name for path in (tmp_path / "printed").iterdir())
    assert names == ["000001.bin", "000001.png", "000002.bin", "000002.png"]
    assert (tmp_path / "printed" / "000001.bin").read_bytes() == JOB
    with Image.open(tmp_path / "printed" / "000001.png") as shown:
        (sheet,) = decode(JOB, 576)
        assert shown.convert("1").tobytes() == on_paper(sheet).tobytes()


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    VirtualPrinter(tmp_path, 576).print_job(JOB)
    (tmp_path / "notes.bin").write_bytes(b"")
    VirtualPrinter(tmp_path, 576).print_job(JOB)
    assert (tmp_path / "000002.bin").exists()


def test_bytes_that_a_printer_would_not_understand_are_trouble_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(PrinterTrouble, match="unknown command") as trouble:
        VirtualPrinter(tmp_path, 576).print_job(b"\x1b@text")
    assert not trouble.value.may_have_printed
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(PrinterTrouble, match="taken"):
        VirtualPrinter(tmp_path / "taken", 576)


def test_a_folder_that_went_away_is_trouble(tmp_path: Path) -> None:
    printer = VirtualPrinter(tmp_path / "printed", 576)
    (tmp_path / "printed").rmdir()
    with pytest.raises(PrinterTrouble, match="printed"):
        printer.print_job(JOB)
    with pytest.raises(PrinterTrouble, match="cannot be written"):
        printer.status()


def test_it_is_well_and_nothing_is_ever_left_half_said(tmp_path: Path) -> None:
    printer = VirtualPrinter(tmp_path, 576)
    assert printer.status() == PrinterStatus(online=True, paper="ok")
    printer.end_broken_job()
    printer.close()
    printer.close()
    assert list(tmp_path.iterdir()) == []
