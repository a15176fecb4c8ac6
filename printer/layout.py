"""The ticket's design: what is large, what stands where, on 80 mm (576 dots) and 58 mm (384 dots) paper.

A citizen of seventy reads it at arm's length: the number is by far the largest, then the domain, then the
values. 8 dots are 1 mm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from printer.face import PaperList, Row, TicketFace
from printer.flow import LEADING, Align, Flow, Piece
from printer.lettering import Style, line_height, line_width
from printer.qr import QUIET_MODULES, draw_fitting_qr

DOTS_PER_MM: Final = 8
LONGEST_MM: Final = 110
# A logo so many times as wide as it is high stands above the centre's name, any other beside it.
BANNER_RATIO: Final = 2


@dataclass(frozen=True)
class Design:
    """Sizes for one width of paper, dots. `first` styles are the citizen's language, `second` the other."""

    width: int
    margin: int
    gap: int
    center: Style
    center_second: Style
    heading: Style
    number: Style
    domain: Style
    second: Style
    label: Style
    value: Style
    small: Style
    bold: Style
    note: Style
    mark: Style
    module: int
    validity_beside_code: bool


WIDE: Final = Design(
    width=576,
    margin=12,
    gap=10,
    center=Style("SemiBold", 27),
    center_second=Style("Regular", 21),
    heading=Style("Bold", 34),
    number=Style("ExtraBold", 208),
    domain=Style("Bold", 38),
    second=Style("Medium", 24),
    label=Style("Medium", 25),
    value=Style("Bold", 31),
    small=Style("Medium", 22),
    bold=Style("Bold", 22),
    note=Style("Italic", 22),
    mark=Style("Bold", 36),
    module=4,
    validity_beside_code=True,
)

NARROW: Final = Design(
    width=384,
    margin=4,
    gap=8,
    center=Style("SemiBold", 23),
    center_second=Style("Regular", 19),
    heading=Style("Bold", 30),
    number=Style("ExtraBold", 146),
    domain=Style("Bold", 32),
    second=Style("Medium", 22),
    label=Style("Medium", 22),
    value=Style("Bold", 27),
    small=Style("Medium", 20),
    bold=Style("Bold", 20),
    note=Style("Italic", 20),
    mark=Style("Bold", 30),
    module=4,
    validity_beside_code=False,
)


@dataclass(frozen=True)
class Layout:
    """Pieces in the order of drawing, on a ticket of `width` by `height` dots."""

    width: int
    height: int
    pieces: tuple[Piece, ...]


def design_for(width_dots: int) -> Design:
    """The design that fits the paper: the wide one from 576 dots on."""
    return WIDE if width_dots >= WIDE.width else NARROW


def is_banner(logo: Image.Image) -> bool:
    return logo.width > BANNER_RATIO * logo.height


def lay_out(face: TicketFace, design: Design, logo: Image.Image | None = None) -> Layout:
    """Place everything that the face says. A ticket that comes out longer than `LONGEST_MM` is set closer,
    its texts as large; beyond that long texts make it longer.
    """
    layout = _place(face, design, logo)
    if layout.height <= LONGEST_MM * DOTS_PER_MM or face.paper_lists:
        return layout
    closer = Style(design.number.weight, design.number.size * 7 // 8)
    return _place(face, replace(design, gap=design.gap // 2, number=closer), logo)


def _place(face: TicketFace, design: Design, logo: Image.Image | None) -> Layout:
    flow = Flow(design.margin, design.width - 2 * design.margin)
    _head(flow, face, design, logo)
    _number(flow, face, design)
    _rows(flow, face.rows, design)
    for paper_list in face.paper_lists:
        _papers(flow, paper_list, design)
    _foot(flow, face, design)
    return Layout(design.width, flow.top, tuple(flow.pieces))


def _head(flow: Flow, face: TicketFace, design: Design, logo: Image.Image | None) -> None:
    for mark in (" · ".join(face.marks),) if face.marks else ():
        flow.on_black(mark, design.mark, padding=4)
        flow.skip(design.gap)
    if logo is None:
        _first_and_second(flow, face.center, design.center, design.center_second)
    elif is_banner(logo):
        flow.picture(logo)
        flow.skip(design.gap)
        _first_and_second(flow, face.center, design.center, design.center_second)
    else:
        _name_beside_logo(flow, logo, face.center, design)
    flow.skip(design.gap)
    flow.rule(3)
    flow.skip(design.gap)


def _name_beside_logo(flow: Flow, logo: Image.Image, names: Sequence[str], design: Design) -> None:
    left = flow.column(0, logo.width)
    left.picture(logo)
    indent = logo.width + design.gap
    right = flow.column(indent, flow.width - indent)
    _first_and_second(right, names, design.center, design.center_second)
    flow.below([left, right])


def _number(flow: Flow, face: TicketFace, design: Design) -> None:
    joined = " · ".join(face.headings)
    if line_width(joined, design.heading) <= flow.width:
        flow.text(joined, design.heading)
    else:
        _first_and_second(flow, face.headings, design.heading, design.second)
    flow.skip(design.gap + 4)
    flow.tight_text(face.number, _fitted(face.number, design.number, flow.width))
    flow.skip(design.gap + 6)
    _first_and_second(flow, face.domain, design.domain, design.second)
    flow.skip(design.gap)
    flow.rule(3)
    flow.skip(design.gap)


def _fitted(text: str, style: Style, width: int) -> Style:
    while line_width(text, style) > width:
        style = Style(style.weight, style.size * 19 // 20)
    return style


def _rows(flow: Flow, rows: Sequence[Row], design: Design) -> None:
    for row in rows:
        beside_label = flow.width - line_width(row.labels[0], design.label) - 2 * design.gap
        value_width = min(line_width(row.values[0], design.value), max(flow.width // 2, beside_label))
        label = flow.column(0, flow.width - value_width - 2 * design.gap)
        labels = row.labels
        if line_width(labels[0], design.label) > label.width:
            # Across the whole ticket, so that it is not broken; what follows stands beside the value.
            flow.text(labels[0], design.label, "left")
            flow.skip(LEADING)
            label, labels = flow.column(0, label.width), labels[1:]
        value = flow.column(flow.width - value_width, value_width)
        _label(label, labels, design, is_second=labels is not row.labels)
        value.text(row.values[0], design.value, "right")
        flow.below([label, value])
        flow.skip(design.gap)


def _label(flow: Flow, texts: Sequence[str], design: Design, *, is_second: bool = False) -> None:
    """The second language stands behind the first where there is room, else under it."""
    if is_second:
        for text in texts:
            flow.text(text, design.small, "left")
        return
    first, *others = texts
    rest = " · ".join(others)
    indent = line_width(first, design.label) + design.gap
    if rest and indent + line_width(rest, design.small) <= flow.width:
        beside = flow.column(indent, flow.width - indent)
        flow.text(first, design.label, "left")
        beside.skip(max(0, flow.top - beside.top - line_height(rest, design.small)))
        beside.text(rest, design.small, "left")
        flow.below([beside])
    else:
        _first_and_second(flow, texts, design.label, design.small, align_left=True)


def _papers(flow: Flow, paper_list: PaperList, design: Design) -> None:
    flow.rule(1)
    flow.skip(design.gap)
    flow.text(paper_list.heading, Style("Bold", design.label.size), "left")
    flow.skip(design.gap // 2)
    indent = 3 * design.gap
    for paper in paper_list.papers:
        dash = flow.column(0, indent)
        text = flow.column(indent, flow.width - indent)
        dash.text("–", design.label, "left")
        text.text(paper, design.label, "left")
        flow.below([dash, text])
        flow.skip(design.gap // 2)
    flow.text(paper_list.note, design.note, "left")
    flow.skip(design.gap)


def _foot(flow: Flow, face: TicketFace, design: Design) -> None:
    flow.rule(1)
    flow.skip(design.gap)
    beside = [(" · ".join(face.times[:1]), design.bold)]
    validity = [(line, design.small) for line in face.validity]
    code = draw_fitting_qr(face.link, design.module, flow.width * 11 // 20) if face.link else None
    if code is not None:
        beside += [(hint, design.small) for hint in face.link_hints]
    if design.validity_beside_code:
        beside, validity = beside + validity, []
    if code is not None:
        _code_and_texts(flow, code, beside, design)
    else:
        _texts(flow, beside, "center")
        flow.skip(design.gap)
    _texts(flow, validity + [(line, design.small) for line in face.closing], "center")


def _code_and_texts(
    flow: Flow, code: Image.Image, texts: Sequence[tuple[str, Style]], design: Design
) -> None:
    quiet = QUIET_MODULES * design.module
    flow.skip(quiet - design.gap)
    left = flow.column(0, code.width)
    left.picture(code, "left")
    left.skip(quiet)
    right = flow.column(code.width + quiet, flow.width - code.width - quiet)
    _texts(right, texts, "left")
    right.skip(design.gap)
    flow.below([left, right])


def _texts(flow: Flow, texts: Sequence[tuple[str, Style]], align: Align) -> None:
    for text, style in texts:
        flow.text(text, style, align)
        flow.skip(LEADING)


def _first_and_second(
    flow: Flow, texts: Sequence[str], first: Style, second: Style, *, align_left: bool = False
) -> None:
    for index, text in enumerate(texts):
        flow.skip(LEADING if index else 0)
        flow.text(text, second if index else first, "left" if align_left else "center")
