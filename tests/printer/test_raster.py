"""The bytes: golden ones, and any picture back from them dot for dot by two readers that share no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printer.decoder import decode
from printer.layout import WIDE
from printer.picture import draw
from printer.raster import make_job, split_bands
from tests.fakes.paper import ThermalPrinter
from tests.fakes.print_room import is_whole
from tests.fakes.sheets import a_layout

LARGEST_BYTES = 50 * 1024

pictures = st.builds(
    lambda width, rows: Image.frombytes("1", (width * 8, len(rows)), b"".join(row[:width] for row in rows)),
    st.integers(1, 12),
    st.lists(st.one_of(st.just(bytes(12)), st.binary(min_size=12, max_size=12)), min_size=1, max_size=60),
)


def picture_of(*rows: str) -> Image.Image:
    """`#` is ink."""
    data = b"".join(
        int(row.replace("#", "1").replace(".", "0"), 2).to_bytes(len(row) // 8, "big") for row in rows
    )
    return Image.frombytes("1", (len(rows[0]), len(rows)), data)


def test_golden_bytes_of_a_small_picture() -> None:
    picture = picture_of("#.......########", "........#......#")
    assert make_job(picture, band_height=256, cut=True) == bytes.fromhex(
        "1b40"  # ESC @
        "1d763000 0200 0200 80ff 0081"  # GS v 0: 2 bytes a row, 2 rows
        "1d564200"  # GS V 66 0
    )


def test_without_a_cutter_the_paper_is_fed_to_the_tear_bar() -> None:
    job = make_job(picture_of("########"), band_height=256, cut=False)
    assert job == bytes.fromhex("1b40 1d7630000100 0100 ff 1b4a78")


def test_a_band_ends_at_its_last_ink_and_blank_rows_cost_one_byte_each() -> None:
    picture = Image.new("1", (576, 30))
    picture.putpixel((0, 0), 255)
    picture.putpixel((9, 29), 255)
    bands = list(split_bands(picture, 256))
    assert [(band.top, band.bottom, band.width_bytes) for band in bands] == [
        (0, 1, 1),
        (1, 29, 1),
        (29, 30, 2),
    ]


@pytest.mark.parametrize("band_height", [8, 24, 256])
def test_no_band_is_higher_than_the_printers_buffer_takes(band_height: int) -> None:
    bands = list(split_bands(draw(a_layout()), band_height))
    assert max(band.bottom - band.top for band in bands) <= band_height
    assert [band.top for band in bands[1:]] == [band.bottom for band in bands[:-1]]


@given(pictures, st.integers(1, 40), st.booleans())
def test_any_picture_comes_back_dot_for_dot(picture: Image.Image, band_height: int, cut: bool) -> None:
    job = make_job(picture, band_height=band_height, cut=cut)
    sheets = decode(job, picture.width)
    assert sheets[0].crop((0, 0, *picture.size)).tobytes() == picture.tobytes()
    assert sheets[0].crop((0, picture.height, picture.width, sheets[0].height)).getbbox() is None
    printer = ThermalPrinter(row_bytes=picture.width // 8, buffer_bytes=10**6)
    printer.take(job)
    (sheet,) = printer.sheets
    assert is_whole(sheet, picture)
    assert printer.garbage == 0


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_ticket_for_80_mm_is_at_most_50_kilobytes(language: str, copy: bool) -> None:
    picture = draw(a_layout(WIDE, language=language, copy=copy))
    assert len(make_job(picture, band_height=256, cut=True)) <= LARGEST_BYTES


@pytest.mark.parametrize(
    "picture", [Image.new("L", (8, 8)), Image.new("1", (12, 8))], ids=["grey", "12 wide"]
)
def test_what_is_no_raster_is_refused(picture: Image.Image) -> None:
    with pytest.raises(ValueError, match="a raster takes mode 1"):
        make_job(picture, band_height=256, cut=True)
