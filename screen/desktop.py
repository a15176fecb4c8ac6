"""The desktop that windows open on."""

import pygame

from screen.mode import Size
from screen.window import refuse_unseen_driver


class NoDesktop(OSError):
    """SDL finds none; the message says what it said."""


def desktop_size() -> Size:
    """Pixels of the first monitor; raises `NoDesktop`. Opens and closes SDL's display: not beside a window."""
    try:
        pygame.display.init()
        refuse_unseen_driver()
        return pygame.display.get_desktop_sizes()[0]
    except pygame.error as error:
        raise NoDesktop(f"no desktop: {error}") from error
    finally:
        pygame.display.quit()
