"""A hall with a board: everything real but the screen, the loudspeaker and the clock."""

from typing import Any

import pygame

from boards.area import Area
from boards.headings import headings
from boards.layout import Screen
from boards.view import Viewer
from boards.words import board_words
from display.app import BoardApp
from display.center_time import CenterTime
from display.paint import palette
from display.paint.painter import Painter
from display.voice.announcer import Voice
from tests.fakes.sound import MovedClock
from tests.fakes.voices import NotingVoice

SIZE = (1280, 720)


class Hall:
    """A board with everything real but the screen, the loudspeaker and the clock."""

    def __init__(
        self, area: Area | None = None, *, voice: Voice | None = None, clock: MovedClock | None = None
    ) -> None:
        self.clock, self.voice, self.names_asked = clock or MovedClock(), NotingVoice(), 0
        pygame.font.init()
        viewer = Viewer(board_words(), ["vi", "en"])
        self.app = BoardApp(
            viewer,
            Painter(Screen(*SIZE, SIZE[0] / 930, 10), headings(viewer)),
            area or Area(),
            voice or self.voice,
            self.clock,
            time=CenterTime(),
            ask_names=self._ask_names,
        )
        self.surface = pygame.Surface(SIZE)

    def _ask_names(self) -> None:
        self.names_asked += 1

    def look(self) -> dict[str, Any]:
        self.app.paint(self.surface)
        note = self.app.frame_note()
        assert isinstance(note, dict)
        return note

    def show(self, *events: object) -> dict[str, Any]:
        for event in events:
            self.app.on_event(event)
        return self.look()

    def is_glowing(self) -> bool:
        """Whether the large card of the latest call is lit."""
        self.look()
        return self.surface.get_at((SIZE[0] // 4, SIZE[1] // 8 + 20))[:3] == palette.CALLING.ground

    def hero_ground(self) -> tuple[int, ...]:
        """What the card of the latest call is filled with."""
        self.look()
        return tuple(self.surface.get_at((SIZE[0] // 4, SIZE[1] // 8 + 20))[:3])

    def colors(self) -> set[tuple[int, ...]]:
        self.look()
        return {tuple(self.surface.get_at((x, 10))[:3]) for x in range(0, SIZE[0], 16)}
