"""A date in the words of a language, and what a page needs to write one by itself when a day begins."""

from dataclasses import dataclass
from datetime import datetime

from words import Catalogue


@dataclass(frozen=True)
class Calendar:
    """`pattern` holds `{weekday}` and `{date}`; `weekdays` begin on Monday."""

    pattern: str
    weekdays: list[str]

    def date(self, day: datetime) -> str:
        return self.pattern.format(weekday=self.weekdays[day.weekday()], date=f"{day:%d/%m/%Y}")


def calendar_of(words: Catalogue) -> Calendar:
    weekdays = [words(f"date.weekday-{day}") for day in range(7)]
    return Calendar(words("date.long", weekday="{weekday}", date="{date}"), weekdays)
