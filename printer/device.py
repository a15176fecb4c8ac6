"""What the agent knows of a printer: print these bytes, say how you are. Everything else is behind this.

`may_have_printed` is the one thing that decides whether the next print of the ticket is marked as a copy.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from wire.messages import Paper, PrinterStatus

HELD: Final = "another program holds it"
"""In the reason of a printer that can be opened by one program alone, and is."""


class PrinterTrouble(Exception):
    """The device did not do what it was asked. `may_have_printed` is false only where no byte of a ticket
    left us; `paper` is what the wire itself knows of it.
    """

    def __init__(self, reason: str, *, may_have_printed: bool, paper: Paper = "unknown") -> None:
        self.reason = reason
        self.may_have_printed = may_have_printed
        self.paper = paper
        super().__init__(reason)


class TicketPrinter(Protocol):
    """After any `PrinterTrouble` the object is spent: close it and build a new one."""

    def print_job(self, job: bytes) -> None:
        """Hand over the whole job; returns when the device took the last byte. Raises `PrinterTrouble`."""

    def end_broken_job(self) -> None:
        """Finish what a job that was cut off left half said, so that the next is read from its start.
        Raises `PrinterTrouble`.
        """

    def status(self) -> PrinterStatus | None:
        """What the printer says of itself now; null: it says nothing, as many never do. Raises
        `PrinterTrouble` where the device is gone.
        """

    def close(self) -> None:
        """Give the device back; closing twice is safe and raises nothing."""


class Line(Protocol):
    """The wire to a printer. Every method ends in bounded time and raises `PrinterTrouble`."""

    @property
    def answers(self) -> bool:
        """Whether the wire leads both ways."""

    def refresh(self) -> None:
        """Called before a job or a question, never within: a wire that may have died at rest is made anew."""

    def write(self, data: bytes) -> None:
        """All of `data`, or trouble."""

    def read(self, seconds: float) -> bytes:
        """What the printer sent, up to 16 bytes, waiting so long; empty if nothing came."""

    def drain(self) -> None:
        """Wait until the other end has taken everything that was written."""

    def close(self) -> None:
        """As `TicketPrinter.close`."""


@dataclass(frozen=True)
class Profile:
    """How one kind of printer differs from another.

    `speed_mm_s` is how fast paper comes; `asks_status` false: it is never asked how it is.
    """

    width_dots: int = 576
    band_height: int = 256
    cut: bool = True
    speed_mm_s: int = 150
    asks_status: bool = True
