"""What the address of a page asks for: which part of the centre, and how large the screen is. Pure."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from boards.area import Area
from boards.layout import Contents, Screen
from coordinator.web.problems import Rejected

_PIXELS: Final = (200, 16_384)
_MILLIMETRES: Final = (100, 20_000)
_METRES: Final = (1, 200)
_MOST_COUNTERS: Final = 200
_MOST_QUEUES: Final = 64


def read_area(query: Mapping[str, str]) -> Area:
    """`counters=1,2` and `domains=ho-tich,dat-dai`; without them all."""
    counters = [part for part in query.get("counters", "").split(",") if part]
    if not all(part.isascii() and part.isdigit() for part in counters):
        raise _wrong("counters", query["counters"], "numbers of counters, such as 1,2,3")
    domains = [part for part in query.get("domains", "").split(",") if part]
    return Area(frozenset(domains), frozenset(int(part) for part in counters))


def read_screen(query: Mapping[str, str], width_mm: float, distance_m: float) -> Screen:
    """`width` and `height` in pixels; `width_mm` and `distance_m` where they differ from the settings'.

    What the settings say of a screen's width is its longer side here: a TV may be hung upright.
    """
    width, height = (int(_number(query, key, *_PIXELS)) for key in ("width", "height"))
    own_mm = width_mm * width / max(width, height)
    return Screen(
        width=width,
        height=height,
        dots_per_mm=width / _number(query, "width_mm", *_MILLIMETRES, own_mm),
        distance_m=_number(query, "distance_m", *_METRES, distance_m),
    )


def read_contents(query: Mapping[str, str]) -> Contents:
    return Contents(
        counters=int(_number(query, "tiles", 0, _MOST_COUNTERS)),
        queues=int(_number(query, "queues", 0, _MOST_QUEUES)),
        has_message=query.get("message") == "1",
        has_notice=query.get("notice") == "1",
    )


def _number(
    query: Mapping[str, str], key: str, least: float, most: float, default: float | None = None
) -> float:
    text = query.get(key, "")
    if not text and default is not None:
        return default
    accepted = f"a number from {least} to {most}"
    try:
        number = float(text)
    except ValueError as error:
        raise _wrong(key, text, accepted) from error
    if not least <= number <= most:
        raise _wrong(key, text, accepted)
    return number


def _wrong(key: str, text: str, accepted: str) -> Rejected:
    return Rejected(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "wrong-query",
        "The address asks for something that there is not",
        f"{key}={text[:64]}",
        [f"{key}: {accepted}"],
    )
