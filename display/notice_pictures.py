"""Notices that are pictures: made small, upright and opaque. Pillow is loaded with the first of them only."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from boards.notice import PictureNotice
from boards.notice_files import PICTURES, BrokenNotice

MOST_DOTS: Final = 40_000_000
"""Larger pictures take more memory to unpack than a Pi should give to a notice."""


def read_picture(path: Path, room: tuple[int, int]) -> PictureNotice:
    """No larger than `room`, pixels. Raises `BrokenNotice`, or `OSError` where the file cannot be read."""
    stamp = path.stat().st_mtime_ns
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_DOTS:
                raise BrokenNotice(f"has {image.size} dots (accepted: at most {MOST_DOTS} in all)")
            image.thumbnail(room)
            opaque = _on_white(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError) as error:
        raise BrokenNotice(f"is no picture (accepted: {', '.join(PICTURES)}): {error}") from error
    return PictureNotice(path.name, stamp, opaque.size, opaque.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    """What shows through becomes the paper."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")
