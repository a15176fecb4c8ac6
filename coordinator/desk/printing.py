"""The printers' side of the desk: jobs claimed under a lease, outcomes taken, and how each printer is."""

from dataclasses import replace

from coordinator.desk import refusals
from coordinator.desk.answers import job_of, print_job_answer
from coordinator.desk.work import Work
from coordinator.queue.printing import (
    FRESH_MS,
    LEASE_MS,
    RETRY_MS,
    becomes_copy,
    is_claimable,
    is_out_of_time,
)
from coordinator.store import printing
from coordinator.store.rows import PrinterRow, PrintJobRow
from wire import messages as m


def claim(work: Work, printer: str) -> m.PrintJob | None:
    """The oldest job that may be taken up now, under a lease; null where none may."""
    for job in _pending(work):
        if job.printer == printer and is_claimable(job_of(job), work.now_ms):
            claimed = replace(
                job,
                state="claimed",
                is_copy=job.is_copy or becomes_copy(job_of(job)),
                lease_until=work.now_ms + LEASE_MS,
                retry_at=None,
            )
            printing.save_job(work.connection, claimed)
            work.audit("print.claimed", printer=printer, job=job.id, copy=claimed.is_copy)
            return print_job_answer(work, claimed)
    return None


def report_print(work: Work, job_id: str, outcome: m.PrintOutcome) -> m.PrintJob:
    """What became of a claimed job; one that failed while it is fresh may be claimed again after a rest."""
    job = printing.job_by_id(work.connection, work.centre.id, job_id)
    if job is None:
        raise refusals.unknown_job()
    if job.state != "claimed":
        raise refusals.not_claimed(job.state)
    is_printed = outcome.outcome == "printed"
    is_over = is_printed or work.now_ms - job.queued_at > FRESH_MS
    ended = replace(
        job,
        state=outcome.outcome,
        is_pending=not is_over,
        may_have_printed=is_printed or job.may_have_printed or outcome.may_have_printed,
        lease_until=None,
        retry_at=None if is_over else work.now_ms + RETRY_MS,
        ended_at=work.now_ms,
        reason=outcome.reason,
    )
    printing.save_job(work.connection, ended)
    work.audit(f"print.{outcome.outcome}", printer=job.printer, job=job.id, reason=outcome.reason)
    return print_job_answer(work, ended)


def report_printer(work: Work, name: str, status: m.PrinterStatus) -> m.BoardPrinter:
    """Keep what a printer says, where it is new; a sign of life alone costs no writing."""
    _bring_back(work)
    row = PrinterRow(name, status.online, status.paper, status.cover_open, status.detail)
    if printing.all_printers(work.connection, work.centre.id).get(name) != row:
        printing.save_printer(work.connection, work.centre.id, row, work.now_ms)
        work.audit("printer.status", printer=name, online=status.online, paper=status.paper)
    queued = printing.count_claimable(work.connection, work.centre.id, work.now_ms - FRESH_MS, work.now_ms)
    return m.BoardPrinter(
        name=name,
        online=status.online,
        paper=status.paper,
        cover_open=status.cover_open,
        queued=queued.get(name, 0),
    )


def _pending(work: Work) -> list[PrintJobRow]:
    """The jobs of all printers that are not over, oldest first. What time has overtaken is put right before: seldom
    there is any, so it is looked for among the rows that are read anyway.
    """
    center, now = work.centre.id, work.now_ms
    found = printing.pending(work.connection, center)
    if not any(is_out_of_time(job_of(job), now) for job in found):
        return found
    _bring_back(work)
    printing.give_up_stale(work.connection, center, now, now - FRESH_MS)
    return printing.pending(work.connection, center)


def _bring_back(work: Work) -> None:
    """A wall clock that was set back must not leave a job waiting for a time that is hours away."""
    now = work.now_ms
    printing.bring_back(work.connection, work.centre.id, now, now + LEASE_MS, now + RETRY_MS)
