"""From bytes to paper by the command reference alone."""

import pytest
from PIL import Image

from printer.decoder import LINE_FEED_DOTS, UnknownCommand, decode, join_sheets


def rows_of(sheet: Image.Image) -> list[str]:
    width = (sheet.width + 7) // 8
    data = sheet.tobytes()
    return [data[start : start + width].hex() for start in range(0, len(data), width)]


def raster(mode: int, row_bytes: int, rows: int, data: bytes) -> bytes:
    return b"\x1dv0" + bytes([mode]) + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little") + data


def test_a_raster_stands_where_the_paper_is() -> None:
    (sheet,) = decode(b"\x1b@" + raster(0, 1, 2, b"\x80\x01") + raster(0, 1, 1, b"\xff"), 16)
    assert rows_of(sheet) == ["8000", "0100", "ff00"]


@pytest.mark.parametrize(
    ("mode", "rows"),
    [
        (0, ["8000"]),
        (1, ["c000"]),
        (2, ["8000", "8000"]),
        (3, ["c000", "c000"]),
        (ord("3"), ["c000", "c000"]),
    ],
)
def test_doubling_in_width_and_height(mode: int, rows: list[str]) -> None:
    (sheet,) = decode(raster(mode, 1, 1, b"\x80"), 16)
    assert rows_of(sheet) == rows


def test_dots_beyond_the_head_are_lost() -> None:
    (sheet,) = decode(raster(0, 3, 1, b"\x01\x01\x01"), 16)
    assert rows_of(sheet) == ["0101"]


def test_feeding_makes_blank_paper() -> None:
    (sheet,) = decode(b"\x1bJ\x05\n" + raster(0, 1, 1, b"\xff"), 8)
    assert sheet.height == 5 + LINE_FEED_DOTS + 1
    assert rows_of(sheet)[-1] == "ff"


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dV1", b"\x1dVB\x03", b"\x1dVA\x03"])
def test_a_cut_ends_a_sheet_and_feeds_where_it_says_so(cut: bytes) -> None:
    one = raster(0, 1, 1, b"\xff")
    first, second = decode(one + cut + one, 8)
    assert first.height == (4 if len(cut) == 4 else 1)
    assert second.height == 1


def test_questions_and_nuls_print_nothing() -> None:
    assert decode(b"\x10\x04\x01\x00\x00\x1b@", 8) == []


def test_a_raster_of_no_rows_or_no_width_prints_nothing() -> None:
    assert decode(raster(0, 0, 5, b"") + raster(0, 5, 0, b""), 8) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x1b@A", "unknown command at byte 2: 41"),
        (b"\x1bd\x05", "unknown command at byte 0: 1b 64 05"),
        (raster(7, 1, 1, b"\0"), "unknown raster at byte 0"),
        (b"\x1dV\x07", "unknown cut at byte 0"),
        (b"\x1dv0\0\x01", "the bytes end within a command at byte 0"),
        (raster(0, 2, 2, b"\xff"), "the bytes end within a command at byte 0"),
        (b"\x1b", "the bytes end within a command at byte 0"),
    ],
)
def test_what_a_printer_would_print_as_garbage_is_an_error_that_names_the_place(
    data: bytes, message: str
) -> None:
    with pytest.raises(UnknownCommand, match=message):
        decode(data, 8)


def test_sheets_are_joined_top_to_bottom() -> None:
    black, white = Image.new("1", (8, 2), 255), Image.new("1", (8, 1))
    assert rows_of(join_sheets([black, white, black], 8)) == ["ff", "ff", "00", "ff", "ff"]
    assert join_sheets([], 8).size == (8, 1)
