"""What a centre tells its visitors between the calls: a short text, or a picture. Values without a file or a screen."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class TextNotice:
    """A heading, and paragraphs below it; either may be empty, not both."""

    heading: str
    body: str


@dataclass(frozen=True)
class PictureNotice:
    """A picture in RGB, a byte a channel, row by row. `stamp` tells one version of the file from another."""

    name: str
    stamp: int
    size: tuple[int, int]
    pixels: bytes = field(repr=False, compare=False)


Notice: TypeAlias = TextNotice | PictureNotice
