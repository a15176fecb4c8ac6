"""The overview as it is shown: the board of this moment beside the figures of today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Response

from config import Settings
from coordinator.broadcast import Broadcast
from coordinator.copy_health import CopyHealth
from coordinator.desk import Desk
from coordinator.desk.advising import Guidance
from coordinator.desk.overview import KEPT_SECONDS, Today
from coordinator.queue.tally import Tally
from coordinator.web.charts import bars
from coordinator.web.devices import devices_of
from coordinator.web.overview.device_lines import DeviceLine, device_lines
from coordinator.web.overview.health import find_health
from coordinator.web.overview.wording import advice_sentence, is_urgent
from coordinator.web.phrases import describe_wait
from coordinator.web.staff.drawing import Drawing
from forecast.usual import HALF_HOUR
from wire.messages import Board
from words import Catalogue

SHEET: Final = (Path(__file__).parents[1] / "templates" / "staff" / "overview.css").read_text(
    encoding="utf-8"
)
_SHOWN_SLOTS: Final = 12
SPACING_MS: Final = 3000
"""How soon after one look the next may follow: a wall screen need not show each call within the second."""
OLDEST_MS: Final = round(KEPT_SECONDS * 1000)
"""How old a look may get where nothing changes: devices fall silent, and people wait longer, by time alone."""


@dataclass(frozen=True)
class Minutes:
    """Waits of a group as people say them: whole minutes, or a dash."""

    mean: str
    median: str
    p90: str
    is_kept: bool | None
    """Whether the mean keeps the target; null where nobody has been called yet."""


@dataclass(frozen=True)
class Overview:
    """Draws the overview for whoever may see it."""

    desk: Desk
    broadcast: Broadcast
    drawing: Drawing
    version: str
    copies: Callable[[], list[CopyHealth]]
    """How the copies of the records are now."""

    def page(self, template: str, *, signed_in: bool, events: str = "", door: str = "") -> Response:
        """Whoever is not signed in is told no device's name."""
        board, today, texts = self._board(), self.desk.overview.today(), self.drawing.texts
        devices = self._devices(board, today, are_named=signed_in)
        # A domain may have come or gone between the board and this look.
        names = {one.id: {"vi": one.id} for one in board.domains}
        names |= {domain.id: domain.name for domain in self.settings.domains}
        open_now = sum(counter.open for counter in board.counters)
        guidance = today.guidance
        return self.drawing.page(
            template,
            signed_in=signed_in,
            sheet=SHEET,
            spacing=SPACING_MS,
            oldest=OLDEST_MS,
            board=board,
            today=today,
            whole=today.figures.whole,
            waiting=sum(domain.waiting for domain in board.domains),
            longest=None if today.longest_s is None else whole_minutes(today.longest_s),
            counters_open=open_now,
            expected=_longest_expected(board, texts),
            waits=minutes_of(today.figures.whole, self.settings),
            domains=[
                (one, names[one.id], describe_wait(one.estimated_wait_s, texts), self._waits(today, one.id))
                for one in board.domains
            ],
            target=f"{self.settings.target.mean_minutes:g}",
            usual=_usual(today),
            sentence=advice_sentence(guidance, open_now, names, texts, self.drawing.in_words),
            is_urgent=is_urgent(guidance, open_now),
            slots=_slots(guidance),
            chart=_draw_slots(tuple(_slots(guidance))),
            faults=[one for one in devices if one.mend],
            well=[one for one in devices if not one.mend],
            events=events,
            door=door,
        )

    @property
    def settings(self) -> Settings:
        return self.desk.settings

    def _board(self) -> Board:
        """As it was read for the stream already, where that has begun."""
        return self.broadcast.newest or self.desk.board()

    def _devices(self, board: Board, today: Today, *, are_named: bool) -> list[DeviceLine]:
        devices = devices_of(self.desk, self.version)
        found = find_health(devices, board.printers, today.buttons, self.copies())
        return device_lines(found, self.version, self.drawing.texts, are_named=are_named)

    def _waits(self, today: Today, domain: str) -> Minutes:
        return minutes_of(today.figures.groups.get(("domain", domain), Tally()), self.settings)


def minutes_of(tally: Tally, settings: Settings) -> Minutes:
    mean = tally.mean("wait")
    return Minutes(
        mean=whole_minutes(mean),
        median=whole_minutes(tally.quantile("wait", 0.5)),
        p90=whole_minutes(tally.quantile("wait", 0.9)),
        is_kept=None if mean is None else mean <= settings.target.mean_minutes * 60,
    )


def whole_minutes(seconds: float | None) -> str:
    return "–" if seconds is None else str(round(seconds / 60))


def _slots(guidance: Guidance) -> list[tuple[str, int]]:
    """Time and counters of each half hour to come."""
    totals = guidance.advice.totals[:_SHOWN_SLOTS]
    times = (guidance.at + timedelta(seconds=slot * HALF_HOUR) for slot in range(len(totals)))
    return [(f"{at:%H:%M}", total) for at, total in zip(times, totals, strict=True)]


@lru_cache(maxsize=4)
def _draw_slots(slots: tuple[tuple[str, int], ...]) -> str:
    """Empty where there is nothing to draw. The same for everyone who looks until the advice changes."""
    if not any(total for _, total in slots):
        return ""
    return bars([time for time, _ in slots], {"": [total for _, total in slots]})


def _longest_expected(board: Board, texts: Catalogue) -> str:
    known = [
        one.estimated_wait_s for one in board.domains if one.estimated_wait_s is not None and one.waiting
    ]
    return describe_wait(max(known, key=lambda wait: wait.high, default=None), texts)


def _usual(today: Today) -> Mapping[str, int] | None:
    """How many usually have come by now, and by how many percent today differs."""
    usual = today.guidance.usual
    if not usual:
        return None
    issued = today.figures.whole["issued"]
    return {"n": round(usual), "percent": round((issued - usual) / usual * 100)}
