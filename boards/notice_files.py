"""A folder of notices: which of its files take turns, and what a text file says."""

from pathlib import Path
from typing import Final

from boards.notice import TextNotice

PICTURES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
}
"""By the end of a file's name, the media type."""
TEXT: Final = ".txt"
LONGEST_TEXT_BYTES: Final = 4096


class BrokenNotice(ValueError):
    """A file that cannot be shown; the message says what is accepted."""


def list_notices(folder: Path) -> list[str]:
    """The names of the files in a folder that are notices, in the order in which they take turns."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in (TEXT, *PICTURES) and not path.name.startswith(".")
    )


def parse_text(content: bytes) -> TextNotice:
    """UTF-8: the first line is the heading, what follows the text; lines of a paragraph are joined."""
    if len(content) > LONGEST_TEXT_BYTES:
        raise BrokenNotice(f"has {len(content)} bytes (accepted: a text of at most {LONGEST_TEXT_BYTES})")
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BrokenNotice("is not UTF-8 (accepted: a text file saved as UTF-8)") from error
    if not text:
        raise BrokenNotice("is empty (accepted: a heading on the first line, then the text)")
    heading, _, body = text.partition("\n")
    paragraphs = [" ".join(part.split()) for part in body.replace("\r", "").split("\n\n")]
    return TextNotice(" ".join(heading.split()), "\n".join(part for part in paragraphs if part))
