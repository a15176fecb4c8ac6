"""`motcua display --screenshots DIR`: the board in every layout, as pictures for those who change it to look at.

Drawn by the board's own view, layout and painter from made-up boards; nothing needs a coordinator or a screen.
"""

import dataclasses
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pygame
from msgspec.structs import replace

from boards.headings import headings
from boards.layout import Screen
from boards.notice import Notice, TextNotice
from boards.view import Situation, Viewer
from boards.words import board_words
from centers.description import describe_center
from config import Settings
from display.paint.painter import Painter
from display.sample import busy_board, morning_of, night_board, sample_picture
from screen.png import encode_png
from wire.faults import LineFault
from wire.messages import Board, BoardPrinter
from words import Words

_LANDSCAPE_MM: Final = 930.0
_PORTRAIT_MM: Final = 523.0
"""The two sides of a TV of 42 inches."""
_SIZES: Final = ((1280, 720), (1920, 1080), (3840, 2160), (720, 1280), (1080, 1920))
_COUNTERS: Final = (1, 4, 8, 14, 24)


@dataclass(frozen=True)
class Shot:
    """One picture: `name` without the suffix, pixels, what is to be seen."""

    name: str
    size: tuple[int, int]
    situation: Situation
    languages: tuple[str, ...] = ("vi", "en")
    is_lit: bool = False


def take_screenshots(folder: Path, words: Words, settings: Settings) -> int:
    """Write each shot as a PNG file; their paths go to standard output."""
    folder.mkdir(parents=True, exist_ok=True)
    pygame.font.init()
    for shot in shots(settings, words):
        path = folder / f"{shot.name}.png"
        path.write_bytes(encode_png(draw(shot, settings.display.distance_m)))
        sys.stdout.write(f"{path}\n")
    return 0


def draw(shot: Shot, distance_m: float) -> pygame.Surface:
    width, height = shot.size
    width_mm = _PORTRAIT_MM if height > width else _LANDSCAPE_MM
    viewer = Viewer(board_words(), list(shot.languages))
    painter = Painter(Screen(width, height, width / width_mm, distance_m), headings(viewer))
    surface = pygame.Surface(shot.size)
    painter.paint(surface, viewer.view(shot.situation), is_lit=shot.is_lit)
    return surface


def shots(settings: Settings, words: Words) -> Iterator[Shot]:
    """Every size with every number of counters, and each special state in both shapes."""
    for width, height in _SIZES:
        for counters in _COUNTERS:
            board = busy_board(settings, counters)
            yield Shot(f"{width}x{height}-{counters:02}", (width, height), _situation(settings, board))
    for size in ((1920, 1080), (1080, 1920)):
        yield from _states(settings, words, size)


def _states(settings: Settings, words: Words, size: tuple[int, int]) -> Iterator[Shot]:
    shape = "tall" if size[1] > size[0] else "wide"
    usual = busy_board(settings, 14)
    text = words.of("vi")("sample.message")
    broken = [BoardPrinter(name=settings.printer.name, online=True, paper="out")]
    new = frozenset({usual.calls[0].seq})

    def shot(state: str, situation: Situation, *, is_lit: bool = False) -> Shot:
        return Shot(f"{shape}-{state}", size, situation, is_lit=is_lit)

    yield shot("new-call-lit", _situation(settings, usual, new_calls=new), is_lit=True)
    yield shot("new-call-dark", _situation(settings, usual, new_calls=new))
    yield shot("message", _situation(settings, replace(usual, message=text)))
    lost = _situation(settings, usual, is_linked=False)
    heard = morning_of(settings) - timedelta(minutes=34)
    yield shot("stale", dataclasses.replace(lost, heard=heard, fault=LineFault("silent")))
    yield shot("stale-full", dataclasses.replace(lost, heard=heard, fault=LineFault("store", "full")))
    yield shot("without", Situation(None, None, None, is_linked=False, fault=LineFault("refused")))
    yield shot("connecting", Situation(board=None, center=None, now=None, is_linked=False))
    yield shot("morning", _situation(settings, night_board(settings, 14)))
    yield shot("marks", _situation(settings, replace(usual, printers=broken), sound_fault="no device"))
    notice = TextNotice(words.of("vi")("sample.notice-heading"), words.of("vi")("sample.notice-body"))
    yield shot("notice-text", _situation(settings, usual, notice=notice))
    yield shot("notice-picture", _situation(settings, usual, notice=sample_picture()))
    many = busy_board(settings, 24)
    yield shot("everything", _situation(settings, replace(many, message=text), notice=notice))
    yield Shot(f"{shape}-vietnamese", size, _situation(settings, usual), languages=("vi",))


def _situation(
    settings: Settings,
    board: Board,
    *,
    is_linked: bool = True,
    new_calls: frozenset[int] = frozenset(),
    sound_fault: str = "",
    notice: Notice | None = None,
) -> Situation:
    return Situation(
        board=board,
        center=describe_center(settings),
        now=morning_of(settings),
        is_linked=is_linked,
        new_calls=new_calls,
        sound_fault=sound_fault,
        notice=notice,
    )
