"""Words for people: one gettext catalogue a language in each room's `locale/` folder, never in code.

Message ids are names (`idle.touch`), so Vietnamese and English are both translations. A further language
is a further `.po` file dropped into the folder.
"""

from words.catalogue import Catalogue, Words, WordsError, load_words

__all__ = ["Catalogue", "Words", "WordsError", "load_words"]
