"""What a citizen reads: the paper that the bytes make, read by optical character recognition with its marks,
and its code by a reader of codes.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageOps

from printer.decoder import decode
from printer.flow import Box, TextPiece
from printer.layout import NARROW, WIDE, Design, Layout
from printer.lettering import line_width
from printer.picture import draw, on_paper
from printer.raster import make_job
from tests.fakes.sheets import a_layout
from tests.fakes.sheets import settings as example

DESIGNS = pytest.mark.parametrize("design", [WIDE, NARROW], ids=["80 mm", "58 mm"])
LINK = "http://192.168.1.10:8080/t/AbCdEfGhIjKlMnOpQrStUv"
MARGIN = 40
DOMAINS = example().domains
SINGLE_WORD, SINGLE_CHARACTER = "8", "10"
PREFIXES = "".join(domain.prefix for domain in DOMAINS)
NUMBERS = ("A025", "C001", "E347", "G698", "H100", "K572", "N899")

reads = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract-ocr and tesseract-ocr-vie are not installed"
)


def paper_of(layout: Layout) -> Image.Image:
    """The ticket as its bytes print it, black on white."""
    job = make_job(draw(layout), band_height=256, cut=True)
    (sheet,) = decode(job, layout.width)
    return on_paper(sheet).convert("L")


def on_one_page(strips: Sequence[Image.Image]) -> Image.Image:
    """With margins, one under the other, for a reader that expects a page."""
    height = sum(strip.height + MARGIN for strip in strips) + MARGIN
    page = Image.new("L", (max(strip.width for strip in strips) + 2 * MARGIN, height), 255)
    top = MARGIN
    for strip in strips:
        page.paste(strip, (MARGIN, top))
        top += strip.height + MARGIN
    return page


def read(page: Image.Image, folder: Path, *options: str) -> str:
    """At the printer's own 203 dots an inch."""
    path = folder / "page.png"
    page.save(path, dpi=(203, 203))
    command = ["tesseract", str(path), "-", *options]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


def read_word(word: Image.Image, folder: Path, letters: str, psm: str) -> str:
    page = on_one_page([ImageOps.contain(word, (1000, 90))])
    return read(page, folder, "-l", "eng", "--psm", psm, "-c", f"tessedit_char_whitelist={letters}").strip()


def letters_of(text: str) -> str:
    """Letters with their marks, and digits: readers guess at spaces and dashes."""
    return "".join(character for character in text if character.isalnum())


def strip(paper: Image.Image, top: int, bottom: int) -> Image.Image:
    return paper.crop((0, max(0, top - 6), paper.width, bottom + 6))


def box_of(layout: Layout, text: str) -> Box:
    return next(p.box for p in layout.pieces if isinstance(p, TextPiece) and text.startswith(p.text))


@reads
@DESIGNS
def test_a_whole_ticket_is_read_with_its_marks(design: Design, tmp_path: Path) -> None:
    paper = paper_of(a_layout(design, domain="ho-tich", number="C025", languages=("vi",)))
    text = read(on_one_page([paper]), tmp_path, "-l", "vie", "--psm", "4")
    for words in ("SỐ THỨ TỰ", "Hộ tịch", "Số người chờ trước", "Thời gian chờ dự kiến", "25–40 phút"):
        assert letters_of(words) in letters_of(text)


@reads
@DESIGNS
def test_every_domain_is_read_with_its_marks(design: Design, tmp_path: Path) -> None:
    strips = []
    for domain in DOMAINS:
        layout = a_layout(design, domain=domain.id, languages=("vi",), counters=())
        top, bottom = box_of(layout, domain.name["vi"]).top, box_of(layout, "Số người chờ trước").top
        strips.append(strip(paper_of(layout), top, bottom - 24))
    text = read(on_one_page(strips), tmp_path, "-l", "vie", "--psm", "6")
    for domain in DOMAINS:
        assert letters_of(domain.name["vi"]) in letters_of(text)


@reads
@pytest.mark.parametrize(
    ("design", "number"),
    [*((WIDE, number) for number in NUMBERS[:4]), *((NARROW, number) for number in NUMBERS[4:])],
    ids=lambda value: value if isinstance(value, str) else f"{value.width} dots",
)
def test_a_number_is_read(design: Design, number: str, tmp_path: Path) -> None:
    """Letter and digits by themselves, for readers guess at G and 6, at O and 0, where they cannot know which."""
    layout = a_layout(design, number=number)
    piece = next(p for p in layout.pieces if isinstance(p, TextPiece) and p.text == number)
    paper, box = paper_of(layout), piece.box
    middle = box.left + line_width(number[0], piece.style)
    letter = paper.crop((box.left - 4, box.top - 6, middle, box.bottom + 6))
    digits = paper.crop((middle, box.top - 6, box.right + 4, box.bottom + 6))
    assert read_word(letter, tmp_path, PREFIXES, SINGLE_CHARACTER) == number[0]
    assert read_word(digits, tmp_path, "0123456789", SINGLE_WORD) == number[1:]


@reads
@DESIGNS
def test_the_mark_of_a_copy_is_read(design: Design, tmp_path: Path) -> None:
    layout = a_layout(design, copy=True, languages=("vi",))
    bar = layout.pieces[0].box
    mark = ImageChops.invert(paper_of(layout).crop((bar.left, bar.top, bar.right, bar.bottom)))
    assert read(on_one_page([mark]), tmp_path, "-l", "vie", "--psm", "7").strip() == "BẢN IN LẠI"


@DESIGNS
@pytest.mark.parametrize("what", [{}, {"copy": True}, {"domain": "ho-tich", "procedure": "khai-tu"}])
def test_the_code_on_the_printed_ticket_is_read(design: Design, what: dict[str, Any]) -> None:
    paper = on_one_page([paper_of(a_layout(design, **what))])
    assert [found.text for found in zxingcpp.read_barcodes(paper)] == [LINK]
