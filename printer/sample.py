"""Tickets that no citizen waits with: the example of `printer preview` and the test of a printer."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from config import Settings
from printer.face import Row, TicketFace, in_each, pick
from wire.messages import Center, PrintJob, Ticket, Wait
from words import Words

SAMPLE_NUMBER = 25
# Every vowel of Vietnamese with a mark, once: a printer that drops one shows it here.
MARKED_LETTERS = "àáảãạ ằắẳẵặ ầấẩẫậ èéẻẽẹ ềếểễệ ìíỉĩị òóỏõọ ồốổỗộ ờớởỡợ ùúủũụ ừứửữự ỳýỷỹỵ đ"


def sample_job(
    settings: Settings,
    *,
    language: str = "vi",
    copy: bool = False,
    procedure: str | None = None,
    now: datetime | None = None,
) -> PrintJob:
    """A job as the coordinator would give it, of the first domain or of the one that has the procedure."""
    at = now or datetime.now(ZoneInfo(settings.center.timezone))
    domain = next(
        (d for d in settings.domains if any(p.id == procedure for p in d.procedures)), settings.domains[0]
    )
    base = settings.coordinator.public_url or settings.coordinator.url
    ticket = Ticket(
        id="sample",
        number=f"{domain.prefix}{SAMPLE_NUMBER:03}",
        domain=domain.id,
        priority=None,
        state="waiting",
        issued_at=at,
        called_at=None,
        counter=None,
        ahead=12,
        estimated_wait_s=Wait(low=25 * 60, high=40 * 60),
        print=None,
        status_url=f"{base.rstrip('/')}/t/0000000000000000000000",
        language=language,
        procedure=procedure,
    )
    counters = [counter.id for counter in settings.counters if domain.id in counter.domains]
    return PrintJob(
        id="sample",
        printer=settings.printer.name,
        state="claimed",
        copy=copy,
        queued_at=at,
        lease_until=None,
        ticket=ticket,
        counters=counters,
    )


def trial_job(settings: Settings, now: datetime | None = None) -> PrintJob:
    """A test of the printer, as the coordinator would give it; it uses no number."""
    return PrintJob(
        id="test",
        printer=settings.printer.name,
        state="claimed",
        copy=False,
        queued_at=now or datetime.now(ZoneInfo(settings.center.timezone)),
        lease_until=None,
        ticket=None,
        counters=[],
        test=True,
    )


def face_of_test(
    center: Center, words: Words, languages: Sequence[str], *, printer: str, device: str, at: datetime
) -> TicketFace:
    """A ticket that no one can wait with: all letters with their marks, the printer, and no number."""
    catalogues = [words.of(language) for language in languages] or [words.of("vi")]
    local = at.astimezone(ZoneInfo(center.timezone))
    moment = {"time": f"{local:%H:%M}", "date": f"{local:%d/%m/%Y}"}
    return TicketFace(
        marks=in_each(catalogues, lambda say: say("test")),
        center=in_each(catalogues, lambda say: pick(center.name, say.language)),
        headings=(),
        number=catalogues[0]("test.number"),
        domain=in_each(catalogues, lambda say: say("test.domain")),
        rows=(Row((printer,), (device,)),),
        paper_lists=(),
        link="",
        link_hints=(),
        times=in_each(catalogues, lambda say: say("printed_at", **moment)),
        validity=(),
        closing=(*in_each(catalogues, lambda say: say("test.note")), MARKED_LETTERS),
    )
