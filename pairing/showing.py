"""The six digits on the machine's screen, with what to do with them."""

from pathlib import Path
from typing import Final

import pygame

from config.settings import ScreenTable
from pairing.digits import grouped, log_code
from runtime.clock import Clock
from runtime.stop import Stop
from screen.loop import Loop
from screen.text import Face, Typeface
from screen.theme import INK, PAPER, PRIMARY, QUIET_INK
from screen.window import Window, WindowError, open_window
from words import Words, load_words

__all__ = ["CodeScreen", "WindowError", "open_code_screen"]

LOCALE: Final = Path(__file__).parent / "locale"


class CodeScreen:
    """A `ScreenApp`. `show` may be called from any thread, also before the loop runs."""

    def __init__(self, window: Window, words: Words, name: str, stop: Stop, clock: Clock) -> None:
        self._typeface = Typeface()
        self._words = words
        self._name = name
        self._code = ""
        self._is_painted = False
        self.loop = Loop(window, self, stop, clock)

    def show(self, code: str) -> None:
        log_code(code)
        self.loop.post(code)

    def on_event(self, event: object) -> None:
        if isinstance(event, str) and event != self._code:
            self._code, self._is_painted = event, False

    def on_touch(self, x: int, y: int) -> None:
        """There is nothing to touch."""

    def on_tick(self) -> None:
        """Nothing here changes by time."""

    def next_wake(self) -> float | None:
        return None

    def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
        if self._is_painted:
            return []
        self._is_painted = True
        surface.fill(PAPER)
        width, height = surface.get_size()
        key = "code" if self._code else "seeking"
        texts = [self._words.of(language)(key, name=self._name) for language in self._words.languages()]
        self._write(
            surface, texts[0], pygame.Rect(width // 12, height // 12, width * 5 // 6, height // 4), INK
        )
        for text in texts[1:]:
            self._write(
                surface,
                text,
                pygame.Rect(width // 12, height * 3 // 4, width * 5 // 6, height // 7),
                QUIET_INK,
            )
        if self._code:
            box = pygame.Rect(width // 12, height * 3 // 8, width * 5 // 6, height // 3)
            self._write(surface, grouped(self._code), box, PRIMARY)
        return [surface.get_rect()]

    def _write(
        self, surface: pygame.Surface, text: str, box: pygame.Rect, color: tuple[int, int, int]
    ) -> None:
        fitted = self._typeface.fit(text, box.size, Face("bold", box.height))
        self._typeface.draw(surface, fitted, box, color)


def open_code_screen(table: ScreenTable, name: str, stop: Stop, clock: Clock) -> tuple[Window, CodeScreen]:
    """May raise `WindowError`."""
    words = load_words(LOCALE)
    window = open_window(table, words.of("vi")("title"))
    return window, CodeScreen(window, words, name, stop, clock)
