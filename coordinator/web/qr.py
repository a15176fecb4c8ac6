"""A QR code as the path of an SVG drawing: no picture has to be fetched for it."""


def qr_path(text: str) -> tuple[int, str]:
    """How many modules a side has, quiet zone included, and the path that fills the dark ones."""
    # It loads Pillow, for pictures that are not made here: a coordinator that was killed should not wait for that.
    from qrcode import QRCode  # noqa: PLC0415
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415

    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    parts = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(parts)
