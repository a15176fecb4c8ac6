"""What several pages say in the same words."""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from wire.messages import Wait
from words import Catalogue

LONGEST_SLUG: Final = 40


def in_language(text: Mapping[str, str], language: str) -> str:
    """A text of the settings in a language, else in Vietnamese."""
    return text.get(language) or text["vi"]


def slug_of(text: str) -> str:
    """A text as a name for machines: `Hộ tịch (mới)` is ho-tich-moi; empty where nothing is left of it."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def describe_wait(wait: Wait | None, texts: Catalogue) -> str:
    """An expected wait in whole minutes; empty where none can be told."""
    if wait is None:
        return ""
    low, high = math.floor(wait.low / 60), max(1, math.ceil(wait.high / 60))
    return texts("wait.range", low=low, high=high) if low < high else texts("wait.about", high=high)
