"""The code on the ticket, read by an independent reader."""

import pytest
import zxingcpp
from PIL import Image

from printer.picture import on_paper
from printer.qr import QUIET_MODULES, SMALLEST_MODULE_DOTS, draw_fitting_qr, draw_qr

LINK = "https://motcua.haichau.danang.example/t/AbCdEfGhIjKlMnOpQrStUv"


def read(code: Image.Image, module_dots: int) -> list[str]:
    quiet = QUIET_MODULES * module_dots
    paper = Image.new("L", (code.width + 2 * quiet, code.height + 2 * quiet), 255)
    paper.paste(on_paper(code), (quiet, quiet))
    return [found.text for found in zxingcpp.read_barcodes(paper)]


@pytest.mark.parametrize("module_dots", [3, 4, 6])
@pytest.mark.parametrize("link", ["http://10.0.0.1/t/x", LINK, LINK + "?m=" + "y" * 200])
def test_a_reader_reads_the_link(link: str, module_dots: int) -> None:
    code = draw_qr(link, module_dots)
    assert code.mode == "1"
    assert read(code, module_dots) == [link]


def test_a_code_too_wide_is_drawn_with_smaller_modules() -> None:
    wide = draw_qr(LINK, 4)
    narrower = draw_fitting_qr(LINK, 4, wide.width - 1)
    assert narrower is not None
    assert narrower.width == wide.width * 3 // 4
    assert read(narrower, 3) == [LINK]


@pytest.mark.parametrize("link", [LINK * 10, LINK * 60], ids=["too wide", "beyond the largest code"])
def test_a_code_that_no_phone_could_read_is_not_drawn(link: str) -> None:
    assert draw_fitting_qr(link, 4, 200) is None


def test_modules_are_never_smaller_than_a_phone_reads() -> None:
    code = draw_qr(LINK, SMALLEST_MODULE_DOTS)
    assert draw_fitting_qr(LINK, 4, code.width) is not None
    assert draw_fitting_qr(LINK, 4, code.width - 1) is None
