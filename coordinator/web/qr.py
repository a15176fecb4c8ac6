"""A QR code as the path of an SVG drawing: no picture has to be fetched for it."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr_path(text: str) -> tuple[int, str]:
    """How many modules a side has, quiet zone included, and the path that fills the dark ones."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    parts = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(parts)
