"""Lengths in millimetres: what a hand and an eye need does not depend on the number of pixels."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A screen of `width` by `height` pixels with `dots_per_mm`."""

    width: int
    height: int
    dots_per_mm: float

    def dots(self, millimetres: float) -> int:
        """The nearest whole number of pixels, at least one."""
        return max(1, round(millimetres * self.dots_per_mm))

    def at_least_dots(self, millimetres: float) -> int:
        """The smallest whole number of pixels that is not shorter."""
        return max(1, -int(-millimetres * self.dots_per_mm // 1))

    @property
    def width_mm(self) -> float:
        return self.width / self.dots_per_mm

    @property
    def height_mm(self) -> float:
        return self.height / self.dots_per_mm

    @property
    def is_portrait(self) -> bool:
        return self.height > self.width
