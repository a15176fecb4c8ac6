"""Rectangles that are cut into rectangles: the arithmetic of the layout, without a screen. Pure."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def inset(self, dx: int, dy: int | None = None) -> "Box":
        dy = dx if dy is None else dy
        return Box(self.x + dx, self.y + dy, max(0, self.width - 2 * dx), max(0, self.height - 2 * dy))

    def cut_top(self, height: int, gap: int = 0) -> tuple["Box", "Box"]:
        """The upper `height` pixels and, after a gap, the rest."""
        below = height + gap
        return (
            Box(self.x, self.y, self.width, height),
            Box(self.x, self.y + below, self.width, max(0, self.height - below)),
        )

    def cut_bottom(self, height: int, gap: int = 0) -> tuple["Box", "Box"]:
        """The rest, and the lower `height` pixels."""
        upper, lower = self.cut_top(self.height - height - gap, gap)
        return upper, lower

    def cut_left(self, width: int, gap: int = 0) -> tuple["Box", "Box"]:
        """The left `width` pixels and, after a gap, the rest."""
        beside = width + gap
        return (
            Box(self.x, self.y, width, self.height),
            Box(self.x + beside, self.y, max(0, self.width - beside), self.height),
        )

    def columns(self, count: int, gap: int) -> list["Box"]:
        """As many boxes side by side, of equal width to a pixel."""
        edges = [round(i * (self.width + gap) / count) for i in range(count + 1)]
        return [
            Box(self.x + edges[i], self.y, edges[i + 1] - edges[i] - gap, self.height) for i in range(count)
        ]

    def rows(self, count: int, gap: int) -> list["Box"]:
        """As many boxes one below the other, of equal height to a pixel."""
        edges = [round(i * (self.height + gap) / count) for i in range(count + 1)]
        return [
            Box(self.x, self.y + edges[i], self.width, edges[i + 1] - edges[i] - gap) for i in range(count)
        ]
