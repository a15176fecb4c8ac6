"""From a job to its bytes: tickets, tests of the printer, and a logo of any kind."""

from pathlib import Path

import pytest
from PIL import Image

from centers.description import describe_center
from printer.decoder import decode
from printer.device import Profile
from printer.layout import is_banner
from printer.sample import sample_job, trial_job
from printer.typesetter import Typesetter, load_logo
from tests.fakes.sheets import settings, words


def typesetter(profile: Profile | None = None, logo: Image.Image | None = None) -> Typesetter:
    return Typesetter(describe_center(settings()), words(), profile or Profile(), ("vi", "en"), logo, "usb")


@pytest.mark.parametrize("width", [384, 576])
def test_a_job_becomes_the_bytes_of_one_sheet_of_the_papers_width(width: int) -> None:
    ticket = typesetter(Profile(width_dots=width)).set(sample_job(settings()))
    (sheet,) = decode(ticket.data, width)
    assert sheet.size == (width, ticket.height_dots)
    box = sheet.getbbox()
    assert box is not None
    assert box[2] - box[0] > width * 0.9


def test_without_a_cutter_nothing_is_cut() -> None:
    ticket = typesetter(Profile(cut=False)).set(sample_job(settings()))
    (sheet,) = decode(ticket.data)
    assert sheet.height > ticket.height_dots
    assert b"\x1dV" not in ticket.data


def test_the_same_ticket_has_the_same_bytes() -> None:
    job = sample_job(settings())
    assert typesetter().set(job) == typesetter().set(job)


def test_a_copy_differs_from_the_original() -> None:
    job, copy = sample_job(settings()), sample_job(settings(), copy=True)
    assert typesetter().set(job).data != typesetter().set(copy).data


def test_a_test_of_the_printer_is_set_whatever_the_centre_is() -> None:
    job = trial_job(settings())
    assert typesetter().knows(job)
    assert typesetter().set(job).data


def test_a_ticket_of_a_domain_that_is_not_known_can_be_set_and_is_told_apart() -> None:
    elsewhere = settings().center
    setter = Typesetter(
        describe_center(settings()).__class__(
            id=elsewhere.id,
            name=elsewhere.name,
            languages=["vi"],
            timezone=elsewhere.timezone,
            domains=[],
            counters=[],
        ),
        words(),
        Profile(),
        ("vi",),
    )
    job = sample_job(settings())
    assert not setter.knows(job)
    assert setter.set(job).data


@pytest.mark.parametrize(
    ("size", "largest"),
    [((600, 600), (144, 96)), ((1200, 200), (288, 64)), ((100, 900), (144, 96)), ((20, 20), (144, 96))],
)
def test_a_logo_is_made_to_fit_and_keeps_its_shape(
    size: tuple[int, int], largest: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGB", size, "navy").save(path)
    logo = load_logo(path, 576)
    assert logo.mode == "1"
    assert logo.width <= largest[0]
    assert logo.height <= largest[1]
    assert logo.width / logo.height == pytest.approx(size[0] / size[1], rel=0.1)
    assert is_banner(logo) == (size[0] > 2 * size[1])
    assert logo.getextrema() == (255, 255), "a dark colour is ink"


def test_what_is_transparent_or_light_in_a_logo_is_paper(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    picture = Image.new("RGBA", (90, 90))
    picture.paste("lightyellow", (0, 0, 30, 90))
    picture.paste("darkred", (60, 0, 90, 90))
    picture.save(path)
    logo = load_logo(path, 576)
    assert [logo.getpixel((x, 45)) for x in (10, 45, 80)] == [0, 0, 255]


def test_a_file_that_is_no_picture_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("no picture")
    with pytest.raises(OSError, match="cannot identify"):
        load_logo(tmp_path / "logo.png", 576)
