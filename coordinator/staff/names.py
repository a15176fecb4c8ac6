"""An account's name: written as people write it, found however they type it."""

import unicodedata
from typing import Final

LONGEST_NAME: Final = 40


class BadName(ValueError):
    """The name cannot be an account's; the message says what is accepted."""

    accepted: Final = f"1 to {LONGEST_NAME} printable characters, at least one letter or digit"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} cannot be a name (accepted: {self.accepted})")


def tidy_name(name: str) -> str:
    """The name as it is kept: composed letters, single blanks; raises `BadName`."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(tidy) <= LONGEST_NAME or not tidy.isprintable() or not any(map(str.isalnum, tidy)):
        raise BadName(name)
    return tidy


def account_key(name: str) -> str:
    """What two spellings of one name have in common; case, blanks and how marks are composed do not count."""
    folded = unicodedata.normalize("NFC", " ".join(name.split()).casefold())
    return folded[:LONGEST_NAME]
