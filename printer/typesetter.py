"""From a claimed job to the bytes that print it, with everything that stays alike from ticket to ticket
at hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from printer.device import Profile
from printer.face import TicketFace, find_domain, make_face
from printer.layout import DOTS_PER_MM, design_for, is_banner, lay_out
from printer.picture import draw
from printer.raster import make_job
from printer.sample import face_of_test
from wire.messages import Center, PrintJob
from words import Words

BANNER_HEIGHT_MM: Final = 8
LOGO_HEIGHT_MM: Final = 12


@dataclass(frozen=True)
class Printable:
    """Bytes for the printer, and the length of the ticket that they make, dots."""

    data: bytes
    height_dots: int


class Typesetter:
    """Sets tickets of one centre for one printer; its test names the `device`."""

    def __init__(
        self,
        center: Center,
        words: Words,
        profile: Profile,
        languages: Sequence[str],
        logo: Image.Image | None = None,
        device: str = "",
    ) -> None:
        self._center = center
        self._words = words
        self._profile = profile
        self._languages = tuple(languages)
        self._logo = logo
        self._device = device

    def knows(self, job: PrintJob) -> bool:
        """Whether the centre, as it was last heard of, has the job's domain."""
        return job.ticket is None or find_domain(self._center, job.ticket.domain) is not None

    def set(self, job: PrintJob) -> Printable:
        """The job's ticket; a test of the printer where the job is one."""
        picture = draw(lay_out(self._face(job), design_for(self._profile.width_dots), self._logo))
        data = make_job(picture, band_height=self._profile.band_height, cut=self._profile.cut)
        return Printable(data, picture.height)

    def _face(self, job: PrintJob) -> TicketFace:
        center, words, languages = self._center, self._words, self._languages
        if job.test or job.ticket is None:
            return face_of_test(
                center, words, languages, printer=job.printer, device=self._device, at=job.queued_at
            )
        return make_face(job.ticket, center, words, languages, counters=job.counters, copy=job.copy)


def load_logo(path: Path, width_dots: int) -> Image.Image:
    """The centre's logo for paper: mode "1", 255 is ink; a banner within half the width and
    `BANNER_HEIGHT_MM`, any other within a quarter and `LOGO_HEIGHT_MM`.

    Greys become ink at half; transparent parts are paper. Raises `OSError` where the file is no picture.
    """
    with Image.open(path) as file:
        colours = file.convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    grey = Image.alpha_composite(paper, colours).convert("L")
    width, height_mm = (
        (width_dots // 2, BANNER_HEIGHT_MM) if is_banner(grey) else (width_dots // 4, LOGO_HEIGHT_MM)
    )
    grey.thumbnail((width, height_mm * DOTS_PER_MM), Image.Resampling.LANCZOS)
    return grey.point(lambda value: 255 if value < 128 else 0, "1")  # noqa: PLR2004 half of 256
