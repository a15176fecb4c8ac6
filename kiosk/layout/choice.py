"""One of several: a title, perhaps a notice, and a grid of buttons within reach."""

from dataclasses import replace

from kiosk.layout.grid import Grid, choose_grid
from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid, cut_notice, cut_title, title_gap
from kiosk.palette import PAGE
from kiosk.pieces import Placed, Target, Text
from kiosk.view import Button, Choice
from screen.box import Box
from screen.text import Face, block_height


def lay_choice(choice: Choice, room: Box, keys: KeyMaker) -> Laid:
    heads, rest = _cut_heads(choice, room, keys)
    area = _within_reach(rest, keys)
    grid = choose_grid(area, choice.buttons, choice.more, keys)
    if keys.metrics.is_tall:
        shift = grid.box.y - rest.y
        heads = [Placed(box._replace(y=box.y + shift), piece) for box, piece in heads]
    else:
        grid = replace(grid, box=grid.box._replace(y=area.y + (area.height - grid.box.height) // 2))
    pieces, targets = _place(grid, choice, keys)
    return Laid([*heads, *pieces], targets, heads[0].box.y)


def _cut_heads(choice: Choice, room: Box, keys: KeyMaker) -> tuple[list[Placed], Box]:
    """The title and what else is to be known; a notice takes the title's place, so that no button moves far."""
    if choice.notice:
        head, rest = cut_notice(choice.notice, room, keys, 1 if keys.metrics.is_compact else 2)
    else:
        head, rest = cut_title(choice.title, room, keys)
    text, rest = _cut_text(choice.text, rest, keys)
    return [*head, *text], rest


def _cut_text(text: str, room: Box, keys: KeyMaker) -> tuple[list[Placed], Box]:
    if not text:
        return [], room
    size = keys.metrics.larger_note
    face = Face("medium", size, keys.metrics.note // 2, 1 if keys.metrics.is_compact else 2)
    fitted = keys.typeface.fit(text, (room.width, block_height(face.max_lines, size)), face)
    box, rest = room.cut_top(fitted.height, title_gap(keys))
    words = Text(text, PAGE.quiet, face.largest, face.smallest, "medium", lines=face.max_lines)
    return [Placed(box, words)], rest


def _within_reach(rest: Box, keys: KeyMaker) -> Box:
    top = max(rest.y, keys.metrics.highest_target)
    return Box(rest.x, top, rest.width, max(0, rest.bottom - top))


def _place(grid: Grid, choice: Choice, keys: KeyMaker) -> tuple[list[Placed], list[Target]]:
    placed = [
        keys.place(box, button, grid.size, grid.note_size, grid.icon)
        for box, button in zip(grid.boxes(keys.metrics.gap), _on_page(grid, choice), strict=False)
    ]
    return [piece for piece, _ in placed], [target for _, target in placed]


def _on_page(grid: Grid, choice: Choice) -> list[Button]:
    """The buttons of the page that is shown, and the way to the next one."""
    if grid.pages == 1:
        return list(choice.buttons)
    page, each = choice.page % grid.pages, grid.per_page - 1
    return [*choice.buttons[page * each : (page + 1) * each], choice.more]
