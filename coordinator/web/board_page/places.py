"""Where everything stands on the page, in its own pixels: the layout of the boards' room with each card's inside."""

from dataclasses import dataclass

from boards.layout import Contents, Layout, Screen, lay_out
from boards.rooms import cut_called, cut_grid_heading, cut_hero, cut_tile, cut_tile_cards
from boards.sizes import (
    AIRY,
    COUNTER_SIGNS,
    HERO_COUNTER_SIGNS,
    LATEST_SIGNS,
    NUMBER_SIGNS,
    TIGHT,
    caption_size,
    number_size,
)
from screen.box import Box


@dataclass(frozen=True)
class Figures:
    """Figures in the middle of a box; `size` is the font's, pixels."""

    box: Box
    size: int


@dataclass(frozen=True)
class HeroPlaces:
    card: Box
    heading: Box
    number: Figures
    word: Box
    counter: Figures
    is_beside: bool


@dataclass(frozen=True)
class CalledPlaces:
    """The counter stands on the foot of its box."""

    card: Box
    number: Figures
    counter: Figures


@dataclass(frozen=True)
class TilePlaces:
    card: Box
    badge: Box
    counter: Figures
    number: Figures


@dataclass(frozen=True)
class Places:
    """Boxes are `[x, y, width, height]`; `unit` is a hundredth of the shorter side."""

    unit: float
    is_tall: bool
    title: Box
    clock: Box
    hero: HeroPlaces
    called_heading: Box
    marks: Box
    called: list[CalledPlaces]
    grid_headings: list[tuple[Box, Box]]
    tiles: list[TilePlaces]
    queues: list[Box]
    message: Box | None
    notice: Box | None


def find_places(screen: Screen, contents: Contents) -> Places:
    """The box of each piece, in the page's pixels from the upper left."""
    layout = lay_out(screen, contents)
    return Places(
        unit=screen.unit,
        is_tall=screen.is_tall,
        title=layout.title,
        clock=layout.clock,
        hero=_hero(layout, screen),
        called_heading=layout.called_heading,
        marks=layout.marks,
        called=[_called(card) for card in layout.called],
        grid_headings=[cut_grid_heading(box) for box in layout.grid_headings],
        tiles=[_tile(card) for card in layout.tiles],
        queues=list(layout.queues),
        message=layout.message,
        notice=layout.notice,
    )


def _hero(layout: Layout, screen: Screen) -> HeroPlaces:
    rooms = cut_hero(layout.hero, screen.unit)
    word, figures = rooms.cut_counter() if rooms.is_beside else (rooms.counter, rooms.counter)
    signs = COUNTER_SIGNS if rooms.is_beside else HERO_COUNTER_SIGNS
    return HeroPlaces(
        card=layout.hero,
        heading=rooms.heading,
        number=Figures(rooms.number, number_size(rooms.number, LATEST_SIGNS, TIGHT)),
        word=word,
        counter=Figures(figures, number_size(figures, signs, TIGHT)),
        is_beside=rooms.is_beside,
    )


def _called(card: Box) -> CalledPlaces:
    number, counter = cut_called(card)
    return CalledPlaces(
        card=card,
        number=Figures(number, number_size(number, NUMBER_SIGNS, TIGHT)),
        counter=Figures(counter, caption_size(counter)),
    )


def _tile(card: Box) -> TilePlaces:
    badge, number = cut_tile(card)
    return TilePlaces(
        card=card,
        badge=cut_tile_cards(card)[0],
        counter=Figures(badge, number_size(badge, COUNTER_SIGNS, AIRY)),
        number=Figures(number, number_size(number, NUMBER_SIGNS, AIRY)),
    )
