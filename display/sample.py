"""Made-up boards of a real centre: what screenshots show, with the names that the settings give. Pure."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from boards.notice import PictureNotice
from config import Settings
from wire.messages import (
    Board,
    BoardCounter,
    BoardDomain,
    BoardPrinter,
    Call,
    Wait,
)

_CALLS: Final = 6
_SPACING: Final = timedelta(seconds=47)


def morning_of(settings: Settings) -> datetime:
    return datetime(2025, 7, 4, 8, 5, tzinfo=ZoneInfo(settings.center.timezone))


def busy_board(
    settings: Settings, counters: int, *, message: str = "", printers: list[BoardPrinter] | None = None
) -> Board:
    """Every counter but each seventh is open and serves; the newest call is to a counter in the middle."""
    at = morning_of(settings)
    desks = [_desk(settings, counter) for counter in range(1, counters + 1)]
    serving = [desk for desk in desks if desk.number]
    middle = len(serving) // 2
    newest_first = serving[middle::-1] + serving[:middle:-1]
    calls = [_call(desk, _CALLS - age, at - age * _SPACING) for age, desk in enumerate(newest_first[:_CALLS])]
    domains = [_queue(settings, place) for place in range(len(settings.domains))]
    return Board(
        seq=_CALLS,
        at=at,
        center=settings.center.id,
        calls=calls,
        counters=desks,
        domains=domains,
        printers=printers or [],
        message=message,
    )


def night_board(settings: Settings, counters: int) -> Board:
    """Nobody called, nobody waiting, every counter closed."""
    return Board(
        seq=1,
        at=morning_of(settings),
        center=settings.center.id,
        calls=[],
        counters=[BoardCounter(id=n, open=False, number=None, domain=None) for n in range(1, counters + 1)],
        domains=[
            BoardDomain(id=domain.id, prefix=domain.prefix, open=False, waiting=0, estimated_wait_s=None)
            for domain in settings.domains
        ],
        printers=[],
        message="",
    )


def _desk(settings: Settings, counter: int) -> BoardCounter:
    domain = settings.domains[counter % len(settings.domains)]
    is_open = counter % 7 != 6  # noqa: PLR2004 some are always closed
    is_free = counter % 5 == 4  # noqa: PLR2004 some have nobody
    number = None if not is_open or is_free else f"{domain.prefix}{(counter * 37 + 25) % 180 + 1:03}"
    return BoardCounter(id=counter, open=is_open, number=number, domain=domain.id if number else None)


def _call(desk: BoardCounter, seq: int, called_at: datetime) -> Call:
    return Call(
        seq=seq,
        number=desk.number or "",
        counter=desk.id,
        domain=desk.domain or "",
        called_at=called_at,
        times=1,
    )


def _queue(settings: Settings, place: int) -> BoardDomain:
    domain = settings.domains[place]
    waiting = (place * 5 + 12) % 23 if place % 4 != 3 else 0  # noqa: PLR2004 one with nobody
    minutes = waiting * domain.service_minutes / 3
    wait = Wait(low=int(60 * minutes * 0.7), high=int(60 * minutes * 1.4)) if waiting else None
    return BoardDomain(id=domain.id, prefix=domain.prefix, open=True, waiting=waiting, estimated_wait_s=wait)


def sample_picture(width: int = 960, height: int = 540) -> PictureNotice:
    """A sea below a sky: something in colour, with edges that show whether it is cut or stretched."""
    rows = []
    for y in range(height):
        sky = y < height * 0.62
        color = (116 + y // 5, 178 + y // 9, 226) if sky else (24, 96 + y // 9, 128 + y // 9)
        rows.append(bytes(color) * width)
    return PictureNotice("sample", 0, (width, height), b"".join(rows))
