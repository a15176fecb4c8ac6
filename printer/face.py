"""What a ticket says, before anyone asks where it stands: a ticket and the centre's names as plain text.

The reason of a priority is not here, so nothing further on can print it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wire.messages import Center, CenterDomain, CenterProcedure, Ticket, Wait
from words import Catalogue, Words

SECONDS_PER_MINUTE = 60

Lines = tuple[str, ...]
"""One text in each language of the ticket, the citizen's first; alike ones stand once."""


@dataclass(frozen=True)
class Row:
    """A label and its value, such as "Quầy" and "5, 6, 7"."""

    labels: Lines
    values: Lines


@dataclass(frozen=True)
class PaperList:
    """What to bring for a procedure, in one language."""

    heading: str
    papers: Lines
    note: str


@dataclass(frozen=True)
class TicketFace:
    """`marks` is empty but on copies and tests; `link` empty: no QR code."""

    marks: Lines
    center: Lines
    headings: Lines
    number: str
    domain: Lines
    rows: tuple[Row, ...]
    paper_lists: tuple[PaperList, ...]
    link: str
    link_hints: Lines
    times: Lines
    validity: Lines
    closing: Lines


def make_face(
    ticket: Ticket,
    center: Center,
    words: Words,
    languages: Sequence[str],
    *,
    counters: Sequence[int] = (),
    copy: bool = False,
) -> TicketFace:
    """The ticket in its own language first, then in the printer's others.

    `counters` serve its domain; `copy` marks it. A domain or procedure that the centre does not name is
    shown by its id, or left out.
    """
    every = list(dict.fromkeys([ticket.language, *languages]))
    known = [words.of(language) for language in every if language in words.languages()]
    catalogues = known or [words.of(ticket.language)]
    domain = find_domain(center, ticket.domain)
    local = ticket.issued_at.astimezone(ZoneInfo(center.timezone))
    moment = {"time": f"{local:%H:%M}", "date": f"{local:%d/%m/%Y}"}
    when = "issued_at" if copy else "printed_at"
    return TicketFace(
        marks=in_each(catalogues, lambda c: c("copy")) if copy else (),
        center=in_each(catalogues, lambda c: pick(center.name, c.language)),
        headings=in_each(catalogues, lambda c: c("heading")),
        number=ticket.number,
        domain=in_each(catalogues, lambda c: pick(domain.name, c.language) if domain else ticket.domain),
        rows=_rows(ticket, counters, catalogues),
        paper_lists=_paper_lists(domain, ticket.procedure, catalogues),
        link=ticket.status_url,
        link_hints=in_each(catalogues, lambda c: c("link")) if ticket.status_url else (),
        times=in_each(catalogues, lambda c: c(when, **moment)),
        validity=in_each(catalogues, lambda c: c("valid_today")),
        closing=_closing(center, catalogues),
    )


def find_domain(center: Center, domain: str) -> CenterDomain | None:
    return next((known for known in center.domains if known.id == domain), None)


def pick(text: dict[str, str], language: str) -> str:
    """A centre's text in a language, or in Vietnamese, which every text has."""
    return text.get(language) or text.get("vi", "")


def in_each(catalogues: Sequence[Catalogue], say: Callable[[Catalogue], str]) -> Lines:
    return tuple(dict.fromkeys(text for catalogue in catalogues if (text := say(catalogue).strip())))


def _rows(ticket: Ticket, counters: Sequence[int], catalogues: Sequence[Catalogue]) -> tuple[Row, ...]:
    rows = []
    if counters:
        listed = ", ".join(str(counter) for counter in counters)
        rows.append(Row(in_each(catalogues, lambda c: c("counter")), (listed,)))
    rows.append(Row(in_each(catalogues, lambda c: c("ahead")), (str(ticket.ahead),)))
    wait = ticket.estimated_wait_s
    if wait is not None:
        values = in_each(catalogues, lambda c: _minutes(wait, c))
        rows.append(Row(in_each(catalogues, lambda c: c("wait")), values))
    return tuple(rows)


def _minutes(wait: Wait, say: Catalogue) -> str:
    """Rounded outwards, for a range that is narrowed by rounding promises too much."""
    low = wait.low // SECONDS_PER_MINUTE
    high = max(math.ceil(wait.high / SECONDS_PER_MINUTE), low + 1)
    return say("wait.range", low=low, high=high) if low else say("wait.under", n=high)


def _paper_lists(
    domain: CenterDomain | None, procedure: str | None, catalogues: Sequence[Catalogue]
) -> tuple[PaperList, ...]:
    chosen = next((p for p in domain.procedures if p.id == procedure), None) if domain else None
    if chosen is None or not chosen.papers:
        return ()
    return (_paper_list(chosen, catalogues[0]),)


def _paper_list(procedure: CenterProcedure, say: Catalogue) -> PaperList:
    name = pick(procedure.name, say.language)
    papers = tuple(pick(paper, say.language) for paper in procedure.papers)
    return PaperList(say("papers", procedure=name), papers, say("papers.note"))


def _closing(center: Center, catalogues: Sequence[Catalogue]) -> Lines:
    """Language by language, so that each reads on as one text; the footer only where it is written."""
    texts = [(say("please_wait"), center.footer.get(say.language, "").strip()) for say in catalogues]
    return tuple(dict.fromkeys(line for pair in texts for line in pair if line))
