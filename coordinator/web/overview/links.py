"""Links for leaders: a token of a display under a name of its own, given once and taken back at any time."""

from typing import Final

from config import Settings
from coordinator.web.board_page.gate import FOLDER
from coordinator.web.phrases import slug_of

LEADERS: Final = f"{FOLDER}/overview"
PREFIX: Final = "view-"
"""What the name of a leader's token begins with: `motcua token list` shows it, `motcua token revoke` ends it."""


def name_of(text: str) -> str:
    """A token's name made of what somebody typed: `Anh Bình` is view-anh-binh; empty where nothing is left of it."""
    slug = slug_of(text)
    return f"{PREFIX}{slug}" if slug else ""


def address_of(token: str, settings: Settings) -> str:
    """What a leader opens. The token stands behind `#`, which a browser never sends and a server never logs."""
    table = settings.coordinator
    base = (table.public_url or table.url).partition("#")[0].rstrip("/")
    return f"{base}{LEADERS}#{token}"
