"""Catalogues read straight from `.po` files, the form that translators' tools write."""

from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

FIRST_LANGUAGE: Final = "vi"


class Catalogue:
    """One language's texts. `words("idle.touch")`, `words("ahead", n=3)`; placeholders are `{name}`."""

    def __init__(self, language: str, texts: dict[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
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


def load_words(folder: Path) -> Words:
    """Read every `LANGUAGE.po` in a folder; a text that one lacks is taken from `vi.po`."""
    texts = {path.stem: _read(path) for path in sorted(folder.glob("*.po"))}
    if FIRST_LANGUAGE not in texts:
        raise FileNotFoundError(f"{folder / 'vi.po'} is missing: every text has its Vietnamese form there")
    first = texts[FIRST_LANGUAGE]
    return Words({language: Catalogue(language, {**first, **own}) for language, own in texts.items()})


def _read(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=None, abort_invalid=True)
    # Translators' tools mark a guess as fuzzy: gettext does not show it either.
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
