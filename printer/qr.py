"""The link to the status page as a QR code (ISO/IEC 18004), in whole dots a module."""

from functools import lru_cache
from typing import Final

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

# Any of the eight masks is a valid code; trying them all for the prettiest costs most of the time of a
# ticket.
MASK: Final = 2
QUIET_MODULES: Final = 4
# A module of 3/8 mm is about the smallest that phones read from thermal paper.
SMALLEST_MODULE_DOTS: Final = 3


def draw_fitting_qr(link: str, module_dots: int, most_dots: int) -> Image.Image | None:
    """As `draw_qr`, its modules smaller where it would be wider than `most_dots`; null where it cannot be
    drawn so that a phone reads it.
    """
    try:
        for dots in range(module_dots, SMALLEST_MODULE_DOTS - 1, -1):
            code = draw_qr(link, dots)
            if code.width <= most_dots:
                return code
    except (DataOverflowError, ValueError):  # qrcode raises either for a link beyond the largest code
        return None
    return None


@lru_cache(maxsize=4)
def draw_qr(link: str, module_dots: int) -> Image.Image:
    """A picture of mode "1", ink 255, without the quiet zone, which is `QUIET_MODULES` wide.

    Raises `qrcode.exceptions.DataOverflowError` for a link of more than 2,331 bytes.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(link.encode(), optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    small = Image.new("1", (len(rows), len(rows)))
    small.putdata([255 * dark for row in rows for dark in row])
    side = len(rows) * module_dots
    return small.resize((side, side), Image.Resampling.NEAREST)
