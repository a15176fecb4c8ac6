"""The loudspeaker's part of the check: is there a sound card that the voice could come from?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from config import Settings
from motcua.check.finding import Finding, fault, note

CARDS: Final = Path("/proc/asound/cards")
_CARD: Final = re.compile(r"^ *[0-9]+ \[[^]]*\]: (.*)$", re.MULTILINE)


def check_sound(settings: Settings, cards: Path = CARDS) -> Iterator[Finding]:
    if not settings.display.voice.on:
        return
    try:
        names = _CARD.findall(cards.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        names = []
    if names:
        yield note("sound.found", cards=", ".join(name.strip() for name in names))
    else:
        yield fault("sound.missing")
