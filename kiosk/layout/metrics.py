"""What a hand and an eye need, as pixels of one screen.

The figures are those of `domain/CENTRE.md`, "Accessibility"; on larger screens everything grows somewhat, for
one stands farther away, but nothing is ever smaller.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from screen.geometry import Scale
from screen.text import size_for_capitals

TARGET_MM: Final = 20.0
GAP_MM: Final = 8.0
LABEL_MM: Final = 6.0
"""The height of a label's capitals."""
NOTE_MM: Final = 4.0
HIGHEST_REACH_MM: Final = 1220.0
"""Above the floor; from a wheelchair nothing higher can be touched."""
_LEAST_REACH_MM: Final = 120.0
_SMALLEST_SIDE_MM: Final = 130.0
"""The shorter side of a 10-inch screen, where nothing grows yet."""
_MOST_GROWTH: Final = 1.7
_COMPACT_BELOW_MM: Final = 160.0
_MARGIN_MM: Final = 5.0
_COMPACT_MARGIN_MM: Final = 3.5


@dataclass(frozen=True)
class Metrics:
    """`bottom_mm`: how high the lower edge of the visible screen is above the floor."""

    scale: Scale
    bottom_mm: float = 800.0

    @cached_property
    def growth(self) -> float:
        """1 on the smallest screens, up to 1.7 on the largest."""
        shorter = min(self.scale.width_mm, self.scale.height_mm)
        return min(_MOST_GROWTH, max(1.0, shorter / _SMALLEST_SIDE_MM))

    @property
    def is_compact(self) -> bool:
        """Whether every millimetre of height is needed for what is touched."""
        return self.scale.height_mm < _COMPACT_BELOW_MM

    @property
    def is_tall(self) -> bool:
        return self.scale.is_portrait

    @property
    def target(self) -> int:
        return self.scale.at_least_dots(TARGET_MM)

    @property
    def gap(self) -> int:
        return self.scale.at_least_dots(GAP_MM)

    @property
    def label(self) -> int:
        """The smallest font size (em) of a label."""
        return size_for_capitals(LABEL_MM * self.scale.dots_per_mm)

    @property
    def largest_label(self) -> int:
        return round(self.label * (1.0 + 0.9 * (self.growth - 1.0)))

    @property
    def note(self) -> int:
        """The smallest font size (em) of anything else."""
        return size_for_capitals(NOTE_MM * self.scale.dots_per_mm)

    @property
    def larger_note(self) -> int:
        return round(self.note * (1.0 + 0.6 * (self.growth - 1.0)))

    def mm(self, millimetres: float) -> int:
        """Pixels of a length that does not grow."""
        return self.scale.dots(millimetres)

    def grown(self, millimetres: float) -> int:
        """Pixels of a length that grows with the screen."""
        return self.scale.dots(millimetres * self.growth)

    @property
    def margin(self) -> int:
        return self.mm(_COMPACT_MARGIN_MM) if self.is_compact else self.grown(_MARGIN_MM)

    @property
    def highest_target(self) -> int:
        """The row of pixels above which nothing that is to be touched may begin."""
        reach = max(_LEAST_REACH_MM, HIGHEST_REACH_MM - self.bottom_mm)
        return max(0, self.scale.height - self.mm(reach))
