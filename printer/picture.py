"""The layout as dots: a picture of mode "1" in which 255 is ink, as the printer's head sees it."""

from PIL import Image, ImageChops

from printer.flow import FillPiece, PicturePiece, Piece, TextPiece
from printer.layout import Layout
from printer.lettering import INK, draw_line, draw_tight


def draw(layout: Layout) -> Image.Image:
    """Every piece into its box; ink is `INK`."""
    picture = Image.new("1", (layout.width, layout.height))
    for piece in layout.pieces:
        _put(picture, piece)
    return picture


def _put(picture: Image.Image, piece: Piece) -> None:
    corner = (piece.box.left, piece.box.top)
    match piece:
        case FillPiece(box):
            picture.paste(INK, (box.left, box.top, box.right, box.bottom))
        case PicturePiece(_, ready):
            picture.paste(ready, corner)
        case TextPiece(_, text, style, tight, white):
            line = draw_tight(text, style) if tight else draw_line(text, style)
            picture.paste(ImageChops.invert(line) if white else line, corner)


def on_paper(picture: Image.Image) -> Image.Image:
    """The same as eyes see it, black on white, for PNG files."""
    return ImageChops.invert(picture)
