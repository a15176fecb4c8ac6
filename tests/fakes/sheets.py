"""Tickets of the example centre, as the agent would set them."""

from pathlib import Path
from typing import Any

from centers.description import describe_center
from config import Settings, load
from printer.face import TicketFace, make_face
from printer.layout import WIDE, Design, Layout, lay_out
from tests.fakes.print_desk import a_ticket
from words import Words, load_words

CENTER_FILE = Path(__file__).parents[2] / "config" / "hai-chau.toml"


def words() -> Words:
    return load_words(Path(__file__).parents[2] / "printer" / "locale")


def settings() -> Settings:
    return load(CENTER_FILE)


def a_face(
    *,
    languages: tuple[str, ...] = ("vi", "en"),
    copy: bool = False,
    counters: tuple[int, ...] = (1, 2, 3, 4),
    **ticket: Any,
) -> TicketFace:
    center = describe_center(settings())
    return make_face(a_ticket(**ticket), center, words(), languages, counters=counters, copy=copy)


def a_layout(design: Design = WIDE, **what: Any) -> Layout:
    return lay_out(a_face(**what), design)
