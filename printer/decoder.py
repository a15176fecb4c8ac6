"""From bytes back to paper: what a printer would have printed, read by the command reference alone.

It shares no code with `raster`, so that an error there shows here. It knows the commands that a ticket
may hold; any other is an error, for a printer would print it as garbage.
"""

from dataclasses import dataclass, field
from typing import Final

from PIL import Image

LINE_FEED_DOTS: Final = 34  # 1/6 inch at 203 dpi: the line spacing after ESC @
SHOWN_BYTES: Final = 12
_RASTER_MODES: Final = {mode + digit: mode for mode in range(4) for digit in (0, ord("0"))}


class UnknownCommand(ValueError):
    """Bytes that are no command of ours, or end within one; the message names offset and bytes."""

    def __init__(self, what: str, data: bytes, offset: int) -> None:
        self.offset = offset
        shown = data[offset : offset + SHOWN_BYTES].hex(" ")
        super().__init__(f"{what} at byte {offset}: {shown}")


@dataclass
class _Sheet:
    """Paper since the last cut: pieces of raster with the row at which each stands."""

    rows: int = 0
    rasters: list[tuple[int, Image.Image]] = field(default_factory=list)

    def draw(self, width: int) -> Image.Image:
        paper = Image.new("1", (width, self.rows))
        for top, raster in self.rasters:
            paper.paste(raster, (0, top))
        return paper


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def take(self, count: int, start: int) -> bytes:
        piece = self.data[self.offset : self.offset + count]
        if len(piece) < count:
            raise UnknownCommand("the bytes end within a command", self.data, start)
        self.offset += count
        return piece


def decode(data: bytes, width_dots: int = 576) -> list[Image.Image]:
    """The sheets that a printer would cut, pictures of mode "1" with 255 as ink, top to bottom.

    Paper that is not cut at the end is the last sheet. Dots beyond the head's width are lost, as on paper.
    Raises `UnknownCommand`.
    """
    reader, sheets = _Reader(data), [_Sheet()]
    while reader.offset < len(data):
        _read_command(reader, sheets)
    if not sheets[-1].rows:
        sheets.pop()
    return [sheet.draw(width_dots) for sheet in sheets]


def join_sheets(sheets: list[Image.Image], width_dots: int) -> Image.Image:
    """The sheets one under the other; at least one row, for a picture cannot be empty."""
    paper = Image.new("1", (width_dots, max(1, sum(sheet.height for sheet in sheets))))
    top = 0
    for sheet in sheets:
        paper.paste(sheet, (0, top))
        top += sheet.height
    return paper


def _read_command(reader: _Reader, sheets: list[_Sheet]) -> None:
    start = reader.offset
    code = reader.take(1, start)
    if code == b"\x00":  # NUL is no character and is passed over
        return
    if code == b"\n":
        sheets[-1].rows += LINE_FEED_DOTS
        return
    if code in (b"\x1b", b"\x1d", b"\x10"):
        code += reader.take(1, start)
    match code:
        case b"\x1b@":
            return
        case b"\x1bJ":
            sheets[-1].rows += reader.take(1, start)[0]
        case b"\x10\x04":
            reader.take(1, start)
        case b"\x1dv":
            _read_raster(reader, sheets[-1], start)
        case b"\x1dV":
            _read_cut(reader, sheets, start)
        case _:
            raise UnknownCommand("unknown command", reader.data, start)


def _read_raster(reader: _Reader, sheet: _Sheet, start: int) -> None:
    """GS v 0 m xL xH yL yH: m of 1 and 3 doubles the width, 2 and 3 the height (also as digits)."""
    zero, mode, x_low, x_high, y_low, y_high = reader.take(6, start)
    doubling = _RASTER_MODES.get(mode)
    if zero != ord("0") or doubling is None:
        raise UnknownCommand("unknown raster", reader.data, start)
    row_bytes, rows = x_low + 256 * x_high, y_low + 256 * y_high
    dots = reader.take(row_bytes * rows, start)
    if not row_bytes or not rows:
        return
    raster = Image.frombytes("1", (row_bytes * 8, rows), dots)
    across, down = 1 + (doubling & 1), 1 + (doubling >> 1)
    raster = raster.resize((raster.width * across, raster.height * down), Image.Resampling.NEAREST)
    sheet.rasters.append((sheet.rows, raster))
    sheet.rows += raster.height


def _read_cut(reader: _Reader, sheets: list[_Sheet], start: int) -> None:
    """GS V m, or GS V m n with m of 65 or 66, which feeds by n first."""
    mode = reader.take(1, start)[0]
    if mode in (65, 66):
        sheets[-1].rows += reader.take(1, start)[0]
    elif mode not in (0, 1, 48, 49):
        raise UnknownCommand("unknown cut", reader.data, start)
    sheets.append(_Sheet())
