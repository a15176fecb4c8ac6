"""From a view to pixels: which piece stands in which box, and which of them changed since the last frame."""

from typing import Final

import pygame

from boards.headings import Headings
from boards.layout import Contents, Layout, Screen, lay_out
from boards.view import View
from display.paint import palette, pieces
from display.paint.brush import Brush
from display.paint.hero import Hero
from display.paint.notice_card import NoticeCard
from display.paint.pieces import Piece
from screen.box import Box
from screen.recent import Recent
from screen.text import Align

_KEPT_LAYOUTS: Final = 8


class Painter:
    """Remembers what it painted where; paints what differs."""

    def __init__(self, screen: Screen, words: Headings) -> None:
        self._screen = screen
        self._words = words
        self._brush = Brush(screen.unit)
        self._layouts: Recent[Contents, Layout] = Recent(_KEPT_LAYOUTS)
        self._layout: Layout | None = None
        self._painted: dict[Box, Piece] = {}

    def paint(self, surface: pygame.Surface, view: View, *, is_lit: bool) -> list[pygame.Rect]:
        """Bring `surface` to show `view`; the rectangles that changed. `is_lit`: the latest call glows now."""
        layout = self._lay_out(view)
        self._brush.onto(surface)
        wanted = self._pieces(view, layout, is_lit=is_lit)
        if layout != self._layout:
            return self._paint_all(surface, wanted, layout)
        changed = {box: piece for box, piece in wanted.items() if self._painted.get(box) != piece}
        for box, piece in changed.items():
            piece.draw(self._brush, box)
        self._painted |= changed
        return [pygame.Rect(box) for box in changed]

    def readable_calls(self, view: View) -> list[int]:
        """The `seq` of each call that stands on the board once `view` is painted."""
        layout = self._lay_out(view)
        shown = [view.latest, *view.called[: len(layout.called)], *view.tiles]
        return sorted({piece.seq for piece in shown if piece is not None and piece.seq is not None})

    def _lay_out(self, view: View) -> Layout:
        contents = Contents(
            len(view.tiles), len(view.queues), bool(view.message), has_notice=view.notice is not None
        )
        return self._layouts.get(contents, lambda: lay_out(self._screen, contents))

    def _paint_all(
        self, surface: pygame.Surface, wanted: dict[Box, Piece], layout: Layout
    ) -> list[pygame.Rect]:
        surface.fill(palette.PAGE.ground)
        for box, piece in wanted.items():
            piece.draw(self._brush, box)
        self._layout, self._painted = layout, wanted
        return [surface.get_rect()]

    def _pieces(self, view: View, layout: Layout, *, is_lit: bool) -> dict[Box, Piece]:
        words = self._words
        date_align: Align = "left" if self._screen.is_tall else "right"
        standing: dict[Box, Piece] = {
            layout.title: pieces.Header(view.title, view.warning),
            layout.clock: pieces.Clock(view.clock, view.date, view.warning is not None, date_align),
            layout.hero: Hero(
                view.latest,
                words.called if view.is_old else words.calling,
                words.counter,
                view.nobody,
                is_lit=is_lit,
                is_old=view.is_old,
            ),
            layout.called_heading: pieces.Heading(words.called),
            layout.marks: pieces.Marks(view.marks),
        }
        if view.message and layout.message:
            standing[layout.message] = pieces.Message(view.message)
        if view.notice and layout.notice:
            standing[layout.notice] = NoticeCard(view.notice)
        return standing | self._called(view, layout) | self._tiles(view, layout) | self._queues(view, layout)

    def _called(self, view: View, layout: Layout) -> dict[Box, Piece]:
        word = self._words.counter.main
        cards: list[Piece] = [pieces.Called(call, word) for call in view.called]
        cards += [pieces.Blank()] * (len(layout.called) - len(cards))
        return dict(zip(layout.called, cards, strict=False))

    def _tiles(self, view: View, layout: Layout) -> dict[Box, Piece]:
        words = self._words
        heading = pieces.GridHeading(words.counter.main, words.serving)
        headings: dict[Box, Piece] = dict.fromkeys(layout.grid_headings, heading) if view.tiles else {}
        tiles = (pieces.CounterTile(tile, words.closed.main) for tile in view.tiles)
        return headings | dict(zip(layout.tiles, tiles, strict=True))

    def _queues(self, view: View, layout: Layout) -> dict[Box, Piece]:
        waiting, closed = self._words.waiting, self._words.domain_closed.main
        cards = (pieces.QueueCard(queue, waiting, closed) for queue in view.queues)
        return dict(zip(layout.queues, cards, strict=True))
