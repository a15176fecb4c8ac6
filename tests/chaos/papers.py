"""The papers that came out of the virtual printer, each told by the code that is printed on it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image

from printer.decoder import decode, join_sheets
from printer.picture import on_paper

_LINK_MARK: Final = "/t/"


@dataclass(frozen=True)
class Paper:
    """`link` is the ticket's, empty where none can be read; `dots` tells pictures apart."""

    name: str
    link: str
    dots: str


def read_papers(folder: Path, width_dots: int) -> list[Paper]:
    """In the order of printing. Bytes without a picture are drawn: the agent was killed between the two."""
    return [_read(bytes_, width_dots) for bytes_ in sorted(folder.glob("*.bin"))]


def _read(bytes_: Path, width_dots: int) -> Paper:
    picture = bytes_.with_suffix(".png")
    if picture.exists():
        with Image.open(picture) as image:
            paper = image.convert("L")
    else:
        paper = on_paper(join_sheets(decode(bytes_.read_bytes(), width_dots), width_dots)).convert("L")
    texts = [found.text for found in zxingcpp.read_barcodes(paper)]
    links = [text.rpartition(_LINK_MARK)[2] for text in texts if _LINK_MARK in text]
    return Paper(
        bytes_.stem, links[0] if links else "", hashlib.sha256(paper.convert("1").tobytes()).hexdigest()
    )
