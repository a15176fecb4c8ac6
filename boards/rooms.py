"""How each card of the board is divided: where its number stands, and where the counter. Pure."""

from dataclasses import dataclass

from boards.sizes import (
    COUNTER_SIGNS,
    GRID_SIGNS,
    HERO_COUNTER_SIGNS,
    LATEST_SIGNS,
    TIGHT,
    digit_in,
)
from screen.box import Box


def cut_tile(tile: Box) -> tuple[Box, Box]:
    """The room of the counter's digits and that of the number's, in the proportion of their signs."""
    badge, number = cut_tile_cards(tile)
    return badge.inset(round(0.06 * badge.width), 0), number.inset(round(0.03 * number.width), 0)


def cut_tile_cards(tile: Box) -> tuple[Box, Box]:
    """The counter's badge and what is beside it."""
    return tile.cut_left(min(round(1.9 * tile.height), round(tile.width * COUNTER_SIGNS / GRID_SIGNS)))


def cut_grid_heading(box: Box) -> tuple[Box, Box]:
    """What stands over the badges of a column, and what over its numbers."""
    badge, number = cut_tile_cards(box._replace(height=round(box.width / 4)))
    return badge._replace(height=box.height), number._replace(height=box.height)


def cut_called(card: Box) -> tuple[Box, Box]:
    """The number's room and the counter's below it."""
    inner = card.inset(round(0.03 * card.width), round(0.09 * card.height))
    return inner.cut_top(round(0.6 * inner.height))


@dataclass(frozen=True)
class HeroRooms:
    """Where the latest call's parts stand. `is_beside`: the counter stands beside the number, its word above."""

    heading: Box
    number: Box
    counter: Box
    is_beside: bool

    @property
    def digit(self) -> float:
        """Pixels that the smaller of number and counter has for its digits."""
        signs = COUNTER_SIGNS if self.is_beside else HERO_COUNTER_SIGNS
        counter = self.cut_counter()[1] if self.is_beside else self.counter
        return min(digit_in(self.number, LATEST_SIGNS, TIGHT), digit_in(counter, signs, TIGHT))

    def cut_counter(self) -> tuple[Box, Box]:
        """The word's room above the figures' room."""
        return self.counter.cut_top(round(0.3 * self.counter.height))


def cut_hero(hero: Box, unit: float) -> HeroRooms:
    """The counter below the number, or beside it in a flat box: as the digits get larger."""
    inner = hero.inset(round(2.6 * unit), round(1.5 * unit))
    heading, rest = inner.cut_top(round(min(5.2 * unit, 0.2 * inner.height)))
    gap = round(2.4 * unit)
    below = HeroRooms(heading, *rest.cut_top(round(0.54 * rest.height), gap), is_beside=False)
    beside = HeroRooms(heading, *rest.cut_left(round(0.64 * rest.width), gap), is_beside=True)
    return max(below, beside, key=lambda rooms: rooms.digit)
