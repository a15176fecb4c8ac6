"""Catalogues read straight from `.po` files, the form that translators' tools write."""

import io
import string
from functools import cache
from pathlib import Path
from typing import Final

FIRST_LANGUAGE: Final = "vi"


class WordsError(ValueError):
    """A catalogue cannot be used; the message names the file, the key and what is accepted."""


class Catalogue:
    """One language's texts. `words("idle.touch")`, `words("ahead", n=3)`; placeholders are `{name}`."""

    def __init__(self, language: str, texts: dict[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text for `key` with its placeholders filled.

        Raises `KeyError` naming a key that no catalogue has, or a placeholder that no value was given for.
        Where `n` is 1 and the catalogue has `KEY.one`, that form is taken: English needs it.
        """
        if values.get("n") == 1 and f"{key}.one" in self._texts:
            key = f"{key}.one"
        text = self._texts[key]
        try:
            return text.format(**values)
        except (KeyError, IndexError) as error:
            raise KeyError(
                f"{self.language}: {key}: no value for the placeholder {error} in {text!r}"
            ) from error

    def keys(self) -> set[str]:
        return set(self._texts)


class Words:
    """A room's texts in every language that its folder holds."""

    def __init__(self, catalogues: dict[str, Catalogue]) -> None:
        self._catalogues = catalogues

    def languages(self) -> list[str]:
        """Those with a catalogue, Vietnamese first."""
        return sorted(self._catalogues, key=lambda language: (language != FIRST_LANGUAGE, language))

    def of(self, language: str) -> Catalogue:
        """The catalogue of a language; Vietnamese where there is none."""
        return self._catalogues.get(language, self._catalogues[FIRST_LANGUAGE])


@cache
def load_words(folder: Path) -> Words:
    """Read every `LANGUAGE.po` in a folder, once in a process; a text that one lacks is taken from `vi.po`.

    Raises `WordsError` for a file that is no catalogue, and for a placeholder that the Vietnamese text does
    not have: it would fail only when somebody stands before it.
    """
    texts = {path.stem: _read(path) for path in sorted(folder.glob("*.po"))}
    if FIRST_LANGUAGE not in texts:
        raise WordsError(f"{folder / 'vi.po'}: is missing; every text has its Vietnamese form there")
    first = texts[FIRST_LANGUAGE]
    for language, own in texts.items():
        _check(folder / f"{language}.po", own, first)
    return Words({language: Catalogue(language, {**first, **own}) for language, own in texts.items()})


def _read(path: Path) -> dict[str, str]:
    # Only who reads a catalogue needs babel, which is slow to import.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        file = io.StringIO(path.read_text(encoding="utf-8-sig"))
        catalogue = read_po(file, locale=None, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise WordsError(f"{path}: {error} (accepted: a gettext .po file saved as UTF-8)") from error
    # Translators' tools mark a guess as fuzzy: gettext does not show it either.
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def _check(path: Path, texts: dict[str, str], first: dict[str, str]) -> None:
    for key, text in texts.items():
        model = first.get(key) or first.get(key.removesuffix(".one")) or text
        accepted = sorted(_placeholders(model, path, key))
        for name in sorted(_placeholders(text, path, key)):
            if name not in accepted:
                named = ", ".join(f"{{{one}}}" for one in accepted) or "none"
                raise WordsError(f"{path}: {key}: no placeholder {{{name}}} (accepted: {named})")


def _placeholders(text: str, path: Path, key: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise WordsError(
            f"{path}: {key}: {error} in {text!r} (accepted: {{name}}; a brace is {{{{)"
        ) from error
