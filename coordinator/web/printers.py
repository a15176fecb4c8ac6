"""Printers: their agents claim jobs, say what became of them, and what the printer says of itself."""

from coordinator.desk import Desk
from coordinator.web.endpoint import PRINTER, STAFF, Endpoint, Topic
from wire import messages as m


def printers_topic(desk: Desk) -> Topic:
    return Topic(
        "printers",
        [
            Endpoint(
                "claimPrintJob",
                "POST",
                "/printers/{printer}/claim",
                "The oldest job that waits for this printer, now under a lease; 204 where none waits.",
                PRINTER,
                lambda ask: desk.claim(ask["printer"], ask.actor, ask.once),
                {200: m.PrintJob, 204: None},
                refusals=(404,),
            ),
            Endpoint(
                "reportPrintJob",
                "POST",
                "/print-jobs/{job}",
                "What became of a claimed job.",
                PRINTER,
                lambda ask: desk.report_print(ask["job"], ask.wish, ask.actor, ask.once),
                {200: m.PrintJob},
                wish=m.PrintOutcome,
                refusals=(404, 409),
            ),
            Endpoint(
                "testPrinter",
                "POST",
                "/printers/{printer}/test",
                "Queue a test of a printer; it uses no number.",
                STAFF,
                lambda ask: desk.test_printer(ask["printer"], ask.actor, ask.once),
                {201: m.PrintJob},
            ),
            Endpoint(
                "reportPrinter",
                "PUT",
                "/printers/{printer}/status",
                "What a printer says of itself; the board shows it at once.",
                PRINTER,
                lambda ask: desk.report_printer(ask["printer"], ask.wish, ask.actor),
                {200: m.BoardPrinter},
                wish=m.PrinterStatus,
                refusals=(404,),
            ),
        ],
    )
