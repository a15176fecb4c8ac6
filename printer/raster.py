"""A picture as the bytes that print it, dot for dot.

The paper is cut into bands of at most `band_height` rows for printers with small buffers. A band ends at
its last inked byte to the right, and a run of blank rows is a band one byte wide: exact on every printer,
where `ESC J` depends on its motion unit, and about a third fewer bytes on the line. Why not
python-escpos's `image()`: see docs/printing.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from PIL import Image

from printer.commands import CUT_PARTIAL_AFTER_FEED, INITIALIZE, RASTER, feed_dots

# From the head to the tear bar of a printer without a cutter, as on most of this class.
FEED_TO_TEAR_DOTS: Final = 120
SHORTEST_BLANK_ROWS: Final = 4


@dataclass(frozen=True)
class Band:
    """Rows `top` to `bottom` (not included), of which the first `width_bytes` bytes hold all the ink."""

    top: int
    bottom: int
    width_bytes: int


def make_job(picture: Image.Image, *, band_height: int, cut: bool) -> bytes:
    """The whole job for a picture of mode "1" (255 is ink), its width a multiple of 8.

    It begins with `INITIALIZE`; nothing before its end prints but the picture.
    """
    parts = [INITIALIZE]
    parts += [encode_band(picture, band) for band in split_bands(picture, band_height)]
    parts.append(CUT_PARTIAL_AFTER_FEED if cut else feed_dots(FEED_TO_TEAR_DOTS))
    return b"".join(parts)


def encode_band(picture: Image.Image, band: Band) -> bytes:
    rows = picture.crop((0, band.top, band.width_bytes * 8, band.bottom))
    height = band.bottom - band.top
    header = RASTER + b"\x00" + band.width_bytes.to_bytes(2, "little") + height.to_bytes(2, "little")
    return header + rows.tobytes()


def split_bands(picture: Image.Image, band_height: int) -> Iterator[Band]:
    """Bands that cover the picture from top to bottom."""
    if picture.mode != "1" or picture.width % 8:
        raise ValueError(f"a raster takes mode 1 and whole bytes a row, not {picture.mode} {picture.size}")
    for top, bottom in _runs(picture):
        for start in range(top, bottom, band_height):
            end = min(start + band_height, bottom)
            box = picture.crop((0, start, picture.width, end)).getbbox()
            yield Band(start, end, (box[2] + 7) // 8 if box else 1)


def _runs(picture: Image.Image) -> list[tuple[int, int]]:
    """Stretches of rows, the inked and the blank in turn; short blank ones stay with the ink around them."""
    row_bytes = picture.width // 8
    data = picture.tobytes()
    inked = [any(data[y * row_bytes : (y + 1) * row_bytes]) for y in range(picture.height)]
    runs: list[tuple[bool, int, int]] = []
    for ink, rows in groupby(range(picture.height), key=inked.__getitem__):
        numbers = list(rows)
        top, bottom = numbers[0], numbers[-1] + 1
        is_text = ink or bottom - top < SHORTEST_BLANK_ROWS
        if runs and runs[-1][0] and is_text:
            top = runs.pop()[1]
        runs.append((is_text, top, bottom))
    return [(top, bottom) for _, top, bottom in runs]
