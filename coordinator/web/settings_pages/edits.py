"""From what a form says to what the file is to say. Pure: a form gives an edit of the file's content.

What was typed goes into the content as it is, so that the one judge of a file judges it, and the form shows it again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from config.settings import Domain, Hours, QueueTable, TargetTable
from coordinator.center_file.changing import Edit
from coordinator.web.phrases import slug_of

Raw = dict[str, Any]
WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHARED_BY: Final = ("own", "overflow")
USUAL_MINUTES: Final = next(
    field.default for field in msgspec.structs.fields(Domain) if field.name == "service_minutes"
)
_PERCENT: Final = 100
_SOME_DOMAIN: Final = "linh-vuc"
_SOME_PROCEDURE: Final = "thu-tuc"


@dataclass(frozen=True)
class Form:
    """The fields of a form, each with all its values."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """On one line, without blanks around it."""
        return " ".join("".join(self.fields.get(name, [])[:1]).split())

    def many(self, name: str) -> list[str]:
        return list(self.fields.get(name, []))

    def lines(self, name: str) -> list[str]:
        """A longer text line by line; empty ones at the end are nothing."""
        lines = [" ".join(line.split()) for line in "".join(self.fields.get(name, [])[:1]).splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def number(self, name: str) -> int | float | str:
        """`12,5` as people here write it; what is no number stays as it is."""
        text = self.one(name).replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", text):
            return self.one(name)
        number = float(text)
        return int(number) if number.is_integer() else number

    def time(self, name: str) -> str:
        """`7h30` and `7:30` are 07:30; what is no time stays as it is."""
        found = re.fullmatch(r"([0-9]{1,2})\s*[:hg]\s*([0-9]{2})?", self.one(name).lower())
        return f"{int(found[1]):02d}:{found[2] or '00'}" if found else self.one(name)

    def count(self, name: str) -> int:
        """How many rows `name[1]`, `name[2]`, … the form has."""
        found = [re.match(rf"{re.escape(name)}\[(\d{{1,4}})\]", field) for field in self.fields]
        return max((int(match[1]) for match in found if match), default=0)


def languages_of(raw: Raw) -> list[str]:
    """Those that the centre speaks, Vietnamese first."""
    spoken = list(raw["center"].get("languages", ["vi", "en"]))
    return sorted(spoken, key=lambda language: language != "vi")


def edit_centre(form: Form) -> Edit:
    def edit(raw: Raw) -> None:
        center, languages = raw["center"], languages_of(raw)
        _set_text(center, "name", form, "name", languages)
        _set_list(center, "hours", _hours(form))
        ticket = raw.setdefault("ticket", {})
        _set_text(ticket, "footer", form, "footer", languages, is_needed=False)
        if not ticket:
            del raw["ticket"]
        _set(raw, "queue", "priority_run", form.number("queue.priority_run"), QueueTable().priority_run)
        usual = TargetTable()
        for key in ("mean_minutes", "longest_minutes"):
            _set(raw, "target", key, form.number(f"target.{key}"), getattr(usual, key))
        _set(raw, "target", "share", _share(form), usual.share)

    return edit


def edit_domain(form: Form, domain: str | None) -> Edit:
    """Change a domain, or add one; `place` is where it stands on the kiosk, from 1."""

    def edit(raw: Raw) -> None:
        languages, others = languages_of(raw), [one for one in raw["domains"] if one["id"] != domain]
        table: Raw = next((one for one in raw["domains"] if one["id"] == domain), {})
        if not table:
            table["id"] = _new_id(form.one("name.vi"), [one["id"] for one in others], _SOME_DOMAIN)
        table["prefix"] = form.one("prefix").upper()
        _set_text(table, "name", form, "name", languages)
        _set_value(table, "icon", form.one("icon"), "")
        _set_value(table, "service_minutes", form.number("service_minutes"), USUAL_MINUTES)
        _set_list(table, "procedures", _procedures(form, table.get("procedures", []), languages))
        place = form.number("place")
        others.insert(place - 1 if isinstance(place, int) and place > 0 else len(others), table)
        raw["domains"] = others

    return edit


def remove_domain(domain: str) -> Edit:
    def edit(raw: Raw) -> None:
        raw["domains"] = [one for one in raw["domains"] if one["id"] != domain]
        for counter in raw["counters"]:
            for key in ("domains", "overflow"):
                if domain in counter.get(key, []):
                    counter[key] = [one for one in counter[key] if one != domain]

    return edit


def edit_counter(form: Form, counter: int | None) -> Edit:
    """Change what a counter serves, or add one."""

    def edit(raw: Raw) -> None:
        table: Raw = next((one for one in raw["counters"] if one["id"] == counter), {})
        if not table:
            table["id"] = form.number("id")
            raw["counters"] = [*raw["counters"], table]
        served = {how: _served(form, raw, how) for how in SHARED_BY}
        table["domains"] = _in_order(table.get("domains", []), served["own"])
        _set_list(table, "overflow", _in_order(table.get("overflow", []), served["overflow"]))

    return edit


def remove_counter(counter: int) -> Edit:
    def edit(raw: Raw) -> None:
        raw["counters"] = [one for one in raw["counters"] if one["id"] != counter]

    return edit


def _served(form: Form, raw: Raw, how: str) -> list[str]:
    return [one["id"] for one in raw["domains"] if form.one(f"domain.{one['id']}") == how]


def _in_order(before: Iterable[str], wanted: Sequence[str]) -> list[str]:
    """What stays keeps its place, what is new comes behind it."""
    kept = [one for one in before if one in wanted]
    return [*kept, *(one for one in wanted if one not in kept)]


def _hours(form: Form) -> list[Raw]:
    """A row without any day is none."""
    rows = []
    for row in range(1, form.count("hours") + 1):
        days = [day for day in WEEK if day in form.many(f"hours[{row}].days")]
        if days:
            rows.append(
                {
                    "days": days,
                    "start": form.time(f"hours[{row}].start"),
                    "end": form.time(f"hours[{row}].end"),
                }
            )
    return rows


def hours_rows(raw: Raw) -> list[Raw]:
    """The hours of a file with their defaults."""
    usual = Hours()
    return [
        {"days": usual.days, "start": usual.start, "end": usual.end, **one}
        for one in raw["center"].get("hours", [])
    ]


def _procedures(form: Form, before: Sequence[Raw], languages: Sequence[str]) -> list[Raw]:
    known = {one["id"]: one for one in before}
    found: list[Raw] = []
    for row in range(1, form.count("procedures") + 1):
        key = f"procedures[{row}]"
        table = {**known.get(form.one(f"{key}.id"), {})}
        _set_text(table, "name", form, f"{key}.name", languages)
        _set_list(table, "papers", _papers(form, f"{key}.papers", table.get("papers", []), languages))
        is_blank = not any(table["name"].values()) and not table.get("papers")
        if is_blank or form.one(f"{key}.gone"):
            continue
        taken = [*known, *(one["id"] for one in found)]
        found.append({"id": _new_id(table["name"]["vi"], taken, _SOME_PROCEDURE), **table})
    return found


def _papers(form: Form, key: str, before: Sequence[Raw], languages: Sequence[str]) -> list[Raw]:
    """Line by line: the third of one language is the third of the other, whatever else a paper has goes along."""
    lines = {language: form.lines(f"{key}.{language}") for language in languages}
    found: list[Raw] = []
    for place in range(max(map(len, lines.values()), default=0)):
        said = {language: own[place] for language, own in lines.items() if place < len(own) and own[place]}
        same = next((one for one in before if one.get("vi") == said.get("vi")), {})
        other = {language: text for language, text in same.items() if language not in languages}
        if said:
            found.append({**said, **other})
    return found


def _set_text(
    table: Raw, key: str, form: Form, name: str, languages: Iterable[str], *, is_needed: bool = True
) -> None:
    """A text by language; languages that the form does not offer stay."""
    text = {**table.get(key, {})}
    for language in languages:
        said = form.one(f"{name}.{language}")
        if said == " ".join(text.get(language, "").split()) and language in text:
            continue  # as it was, whatever blanks and lines its owner wrote
        if said or (language == "vi" and is_needed):
            text[language] = said
        else:
            text.pop(language, None)
    if text:
        table[key] = text
    else:
        table.pop(key, None)


def _set_list(table: Raw, key: str, values: list[Any]) -> None:
    if values:
        table[key] = values
    else:
        table.pop(key, None)


def _set(raw: Raw, name: str, key: str, value: object, usual: object) -> None:
    """A key of a table that may not be there; a default needs not be written."""
    table = raw.get(name, {})
    if value != table.get(key, usual):
        raw[name] = {**table, key: value}


def _set_value(table: Raw, key: str, value: object, usual: object) -> None:
    if value != table.get(key, usual):
        table[key] = value


def _share(form: Form) -> object:
    percent = form.number("target.share")
    return percent if isinstance(percent, str) else round(percent / _PERCENT, 4)


def _new_id(name: str, taken: Sequence[str], otherwise: str) -> str:
    slug = slug_of(name) or otherwise
    return next(one for one in _numbered(slug) if one not in taken)


def _numbered(slug: str) -> Iterable[str]:
    yield slug
    yield from (f"{slug}-{n}" for n in range(2, 10_000))
