"""What several pages say in the same words."""

import math
from collections.abc import Mapping

from wire.messages import Wait
from words import Catalogue


def in_language(text: Mapping[str, str], language: str) -> str:
    """A text of the settings in a language, else in Vietnamese."""
    return text.get(language) or text["vi"]


def describe_wait(wait: Wait | None, texts: Catalogue) -> str:
    """An expected wait in whole minutes; empty where none can be told."""
    if wait is None:
        return ""
    low, high = math.floor(wait.low / 60), max(1, math.ceil(wait.high / 60))
    return texts("wait.range", low=low, high=high) if low < high else texts("wait.about", high=high)
