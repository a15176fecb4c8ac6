"""A notice as it stands on the board: a picture on white, or a heading and its text."""

from dataclasses import dataclass

from boards.notice import Notice, PictureNotice, TextNotice
from display.paint import palette
from display.paint.brush import Brush
from screen.box import Box


@dataclass(frozen=True)
class NoticeCard:
    notice: Notice

    def draw(self, brush: Brush, box: Box) -> None:
        brush.card(box, palette.NOTICE.ground, palette.PAGE.ground, round(1.6 * brush.unit))
        match self.notice:
            case PictureNotice():
                inner = box.inset(round(0.8 * brush.unit))
                brush.picture(self.notice.pixels, self.notice.size, inner)
            case TextNotice():
                self._draw_text(
                    brush, box.inset(round(2.4 * brush.unit), round(1.6 * brush.unit)), self.notice
                )

    def _draw_text(self, brush: Brush, box: Box, notice: TextNotice) -> None:
        tone = palette.NOTICE
        if not notice.body:
            brush.text(notice.heading, box, 6 * brush.unit, tone.ink, weight="bold", lines=4, align="center")
            return
        body = box
        if notice.heading:
            heading, _rest = box.cut_top(round(0.36 * box.height))
            taken = brush.text(
                notice.heading, heading, 4.4 * brush.unit, tone.quiet, weight="bold", lines=2, valign="top"
            )
            body = box.cut_top(taken.height, round(0.6 * brush.unit))[1]
        brush.text(notice.body, body, 3.6 * brush.unit, tone.ink, weight="medium", lines=12, valign="top")
