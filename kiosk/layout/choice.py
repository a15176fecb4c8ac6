"""One of several: a title, perhaps a notice, and a grid of buttons within reach."""

from dataclasses import replace

from kiosk.layout.grid import Grid, choose_grid
from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid, cut_notice, cut_title
from kiosk.pieces import Placed, Target
from kiosk.view import Button, Choice
from screen.box import Box


def lay_choice(choice: Choice, room: Box, keys: KeyMaker) -> Laid:
    title, rest = cut_title(choice.title, room, keys)
    notice, rest = cut_notice(choice.notice, rest, keys)
    heads = [title, *notice]
    area = _within_reach(rest, keys)
    grid = choose_grid(area, choice.buttons, choice.more, keys)
    if keys.metrics.is_tall:
        shift = grid.box.y - rest.y
        heads = [Placed(box._replace(y=box.y + shift), piece) for box, piece in heads]
    else:
        grid = replace(grid, box=grid.box._replace(y=rest.y + (rest.height - grid.box.height) // 2))
    pieces, targets = _place(grid, choice, keys)
    return Laid([*heads, *pieces], targets, heads[0].box.y)


def _within_reach(rest: Box, keys: KeyMaker) -> Box:
    top = max(rest.y, keys.metrics.highest_target)
    return Box(rest.x, top, rest.width, max(0, rest.bottom - top))


def _place(grid: Grid, choice: Choice, keys: KeyMaker) -> tuple[list[Placed], list[Target]]:
    placed = [
        keys.place(box, button, grid.size, grid.note_size)
        for box, button in zip(grid.boxes(keys.metrics.gap), _on_page(grid, choice), strict=False)
    ]
    return [piece for piece, _ in placed], [target for _, target in placed]


def _on_page(grid: Grid, choice: Choice) -> list[Button]:
    """The buttons of the page that is shown, and the way to the next one."""
    if grid.pages == 1:
        return list(choice.buttons)
    page, each = choice.page % grid.pages, grid.per_page - 1
    return [*choice.buttons[page * each : (page + 1) * each], choice.more]
