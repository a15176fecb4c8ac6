"""The boxes of the layout are those that both screens share."""

from screen.box import Box

__all__ = ["Box"]
