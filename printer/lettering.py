"""Be Vietnam Pro as dots: measured, wrapped and drawn at one bit, each line drawn once and kept.

FreeType draws straight to one bit (its monochrome rasteriser), so that stems are whole dots and nothing is
dithered; a thermal head has no grey.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from fontpkg_be_vietnam_pro import ROOT
from PIL import Image, ImageDraw, ImageFont

# What stays alike from ticket to ticket, some forty lines, and what comes again within minutes.
KEPT_LINES: Final = 160
INK: Final = 255
# What every line keeps free, whatever it says, so that lines without marks do not stand closer than others.
PLAIN: Final = "Hp"

Weight = Literal["Regular", "Medium", "SemiBold", "Bold", "ExtraBold", "Italic"]


@dataclass(frozen=True)
class Style:
    """A weight and a size; `size` is the em in dots."""

    weight: Weight
    size: int


@lru_cache(maxsize=64)
def _font(style: Style) -> ImageFont.FreeTypeFont:
    path = ROOT / "files" / f"BeVietnamPro-{style.weight}.ttf"
    return ImageFont.truetype(str(path), style.size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=KEPT_LINES)
def _rise_and_fall(text: str, style: Style) -> tuple[int, int]:
    tops_and_bottoms = [_font(style).getbbox(t, mode="1", anchor="ls")[1::2] for t in (PLAIN, text)]
    return -int(min(top for top, _ in tops_and_bottoms)), int(max(bottom for _, bottom in tops_and_bottoms))


def line_height(text: str, style: Style) -> int:
    """Dots from the line's highest mark to its deepest dot below; lines set so close never touch."""
    return sum(_rise_and_fall(text, style))


@lru_cache(maxsize=KEPT_LINES)
def line_width(text: str, style: Style) -> int:
    """Dots that hold all its ink and, at the sides, what little the font keeps free there."""
    left, _, right, _ = _font(style).getbbox(text, mode="1", anchor="ls")
    return int(right - left)


@lru_cache(maxsize=KEPT_LINES)
def draw_line(text: str, style: Style) -> Image.Image:
    """The line as a picture of mode "1", ink `INK`, `line_width` by `line_height`; not to be drawn on."""
    rise, fall = _rise_and_fall(text, style)
    return _draw(text, style, (line_width(text, style), rise + fall), rise)


@lru_cache(maxsize=KEPT_LINES)
def ink_height(text: str, style: Style) -> int:
    """Dots that hold all the ink of this very text, without what other letters would need."""
    _, top, _, bottom = _font(style).getbbox(text, mode="1", anchor="ls")
    return int(bottom - top)


@lru_cache(maxsize=4)
def draw_tight(text: str, style: Style) -> Image.Image:
    """As `draw_line`, but only as high as its ink: for the number, which has no line beside it."""
    _, top, _, _ = _font(style).getbbox(text, mode="1", anchor="ls")
    return _draw(text, style, (line_width(text, style), ink_height(text, style)), -int(top))


def _draw(text: str, style: Style, size: tuple[int, int], baseline: int) -> Image.Image:
    picture = Image.new("1", size)
    left = int(_font(style).getbbox(text, mode="1", anchor="ls")[0])
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    draw.text((-left, baseline), text, fill=INK, font=_font(style), anchor="ls")
    return picture


@lru_cache(maxsize=KEPT_LINES)
def wrap(text: str, style: Style, width: int) -> tuple[str, ...]:
    """The text in lines of at most `width` dots, broken between words; a word that is wider is broken in
    itself.
    """
    lines: list[str] = []
    for word in _pieces(text, style, width):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and line_width(joined, style) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)


def _pieces(text: str, style: Style, width: int) -> list[str]:
    pieces: list[str] = []
    for word in re.split(r"[\s\x00-\x1f]+", text.strip()):
        rest = word
        while rest and line_width(rest, style) > width:
            cut = _longest_prefix(rest, style, width)
            pieces.append(rest[:cut])
            rest = rest[cut:]
        if rest:
            pieces.append(rest)
    return pieces


def _longest_prefix(word: str, style: Style, width: int) -> int:
    cut = 1
    while line_width(word[: cut + 1], style) <= width:
        cut += 1
    return cut
