"""The board's part of the check: from how far it is read, and whether its notices are there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from boards.layout import Contents, Layout, Screen, hero_digit, lay_out, tile_digit
from boards.notice_files import list_notices
from boards.sizes import MM_PER_METRE
from config import Settings
from config.settings import DisplayTable
from motcua.check.finding import Finding, fault, note
from screen.mode import parse_mode

_USUAL: Final = (1920, 1080)
"""Of a full screen whose pixels nobody has counted yet: only its shape matters here."""


def check_board(settings: Settings) -> Iterator[Finding]:
    table = settings.display
    screen, layout = _arrangement(settings)
    hero, grid = _metres(hero_digit(layout, screen.unit), screen), _metres(tile_digit(layout), screen)
    if hero < table.distance_m:
        yield fault("board.small", metres=f"{hero:.1f}", distance=f"{table.distance_m:g}")
    else:
        yield note("board.legible", metres=f"{hero:.1f}", grid=f"{grid:.1f}")
    if table.notices:
        yield from _check_notices(table)


def _arrangement(settings: Settings) -> tuple[Screen, Layout]:
    table = settings.display
    width, height = parse_mode(table.mode).size or _USUAL
    screen = Screen(width, height, width / table.width_mm, table.distance_m)
    contents = Contents(
        counters=len(table.counters or settings.counters),
        queues=len(table.domains or settings.domains),
        has_message=True,
        has_notice=bool(table.notices),
    )
    return screen, lay_out(screen, contents)


def _metres(digit: float, screen: Screen) -> float:
    return digit / screen.dots_per_mm / MM_PER_METRE


def _check_notices(table: DisplayTable) -> Iterator[Finding]:
    try:
        names = list_notices(Path(table.notices))
    except OSError as error:
        yield fault("board.notices", folder=table.notices, error=error.strerror or str(error))
    else:
        yield note("board.notices-found", count=len(names), folder=table.notices)
