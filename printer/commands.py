"""The few ESC/POS commands that we send and read, as bytes.

Source: Epson's "ESC/POS Command Reference" (ESC @, ESC J, GS v 0, GS V, DLE EOT).
"""

from typing import Final

INITIALIZE: Final = b"\x1b@"
"""ESC @. Clears the print buffer; prints nothing, so trouble while it is sent costs no paper."""

END_BROKEN_COMMAND: Final = bytes(8)
"""NULs, as many as the longest command's head has bytes. They finish a command that was cut off within its
head: as a picture of no rows, where other bytes could make it one of a quarter of a megabyte, which would
swallow the next ticket. Everywhere else a NUL does nothing (within a picture it is blank dots).
"""

RASTER: Final = b"\x1dv0"
"""GS v 0 m xL xH yL yH d1…dk: x bytes a row, y rows, most significant bit to the left, 1 is ink."""

CUT_PARTIAL_AFTER_FEED: Final = b"\x1dVB\x00"
"""GS V 66 0: feed to the cutter and cut but for one point, so that tickets do not fall."""

REALTIME_STATUS: Final = b"\x10\x04"
"""DLE EOT n: answered at once, also off line; n is 1 printer, 2 off line, 3 error, 4 paper."""


def feed_dots(dots: int) -> bytes:
    """ESC J n, as often as needed: feed by vertical motion units, a dot each on 203 dpi heads."""
    whole, rest = divmod(dots, 255)
    return b"\x1bJ\xff" * whole + (b"\x1bJ" + bytes([rest]) if rest else b"")
