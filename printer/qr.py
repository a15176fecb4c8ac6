"""The link to the status page as a QR code (ISO/IEC 18004), in whole dots a module."""

from functools import lru_cache
from typing import Final

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

# Any of the eight masks is a valid code; trying them all for the prettiest costs most of the time of a
# ticket.
MASK: Final = 2
QUIET_MODULES: Final = 4


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
