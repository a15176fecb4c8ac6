"""The link to a ticket's status page as a QR code (ISO/IEC 18004) on the screen."""

from functools import lru_cache
from typing import Final

import pygame

from screen.theme import INK, WHITE

QUIET_MODULES: Final = 4
_MASK: Final = 2
"""Any of the eight masks is a valid code; looking for the prettiest takes longer than all the rest."""


def load_encoder() -> None:
    """Read its library, which brings Pillow along: a twentieth of the kiosk's start, for what is drawn much later.

    Before anybody waits for a code: the first may be due on the seventh day, on a screen that stands still meanwhile.
    """
    import qrcode  # noqa: F401, PLC0415


@lru_cache(maxsize=2)
def draw_code(link: str, side: int) -> pygame.Surface:
    """A square no wider than `side` pixels, unless it takes that many modules, quiet zone included."""
    import qrcode  # noqa: PLC0415 see `load_encoder`
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES, mask_pattern=_MASK)
    code.add_data(link.encode(), optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    dots = max(1, side // len(rows))
    # A byte a dot: two codes at four would be a megabyte.
    surface = pygame.Surface((dots * len(rows), dots * len(rows)), depth=8)
    surface.set_palette([WHITE, INK])
    surface.fill(WHITE)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                surface.fill(INK, (x * dots, y * dots, dots, dots))
    return surface
