"""`motcua printer test`, `status` and `preview`, as whoever installs the printer uses them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from motcua.__main__ import main
from printer.decoder import decode
from tests.fakes.sheets import CENTER_FILE
from tests.fakes.small_center import Said
from tests.fakes.usb_bus import UsbBus

Motcua = Callable[..., Said]


@pytest.fixture
def center_file(tmp_path: Path) -> Path:
    """Hải Châu's, with a printer that is a folder."""
    text = CENTER_FILE.read_text(encoding="utf-8")
    text = text.replace('device = "usb" ', f'device = "virtual:{tmp_path / "printed"}" ')
    path = tmp_path / "center.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def motcua(center_file: Path, capsys: pytest.CaptureFixture[str]) -> Motcua:
    def run(*arguments: object) -> Said:
        try:
            code = main(["printer", *map(str, arguments), "--config", str(center_file)])
        except SystemExit as end:
            code = int(str(end.code))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


def put_device(center_file: Path, device: str) -> None:
    lines = center_file.read_text(encoding="utf-8").splitlines()
    lines = [f'device = "{device}"' if line.startswith("device = ") else line for line in lines]
    center_file.write_text("\n".join(lines), encoding="utf-8")


def test_a_test_prints_one_ticket_without_a_number_and_says_nothing(motcua: Motcua, tmp_path: Path) -> None:
    assert motcua("test") == Said(0, "", "")
    (job,) = (tmp_path / "printed").glob("*.bin")
    assert len(decode(job.read_bytes(), 576)) == 1


def test_a_test_without_a_printer_fails_with_the_reason(
    motcua: Motcua, center_file: Path, tmp_path: Path
) -> None:
    put_device(center_file, f"serial:{tmp_path / 'ttyUSB9'}")
    said = motcua("test")
    assert said.code == 1
    assert f"serial:{tmp_path / 'ttyUSB9'}: " in said.err
    assert "No such file or directory" in said.err


def test_status_is_one_line(motcua: Motcua, tmp_path: Path) -> None:
    assert motcua("status") == Said(0, f"virtual:{tmp_path / 'printed'}: on line, paper ok\n", "")


def test_status_of_a_printer_that_is_not_there_is_a_failure(motcua: Motcua, center_file: Path) -> None:
    put_device(center_file, "tcp:127.0.0.1:9")
    said = motcua("status")
    assert said.code == 1
    assert said.out.startswith("tcp:127.0.0.1:9: off line, paper unknown, 127.0.0.1:9: ")
    assert "refused" in said.out


@pytest.mark.parametrize("width", [384, 576])
def test_a_preview_is_what_the_printer_would_print(motcua: Motcua, tmp_path: Path, width: int) -> None:
    out = tmp_path / "ticket.png"
    assert motcua("preview", out, "--width", width) == Said(0, "", "")
    with Image.open(out) as picture:
        assert picture.width == width
        assert picture.getpixel((0, picture.height - 1)) == 255, "paper is white"
        (code,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text.startswith("http://127.0.0.1:8080/t/")
    assert not (tmp_path / "printed").exists(), "no printer is needed"


def test_every_kind_of_ticket_can_be_previewed(motcua: Motcua, tmp_path: Path) -> None:
    kinds = {
        "plain": (),
        "english": ("--language", "en"),
        "vietnamese alone": ("--languages", "vi"),
        "copy": ("--copy",),
        "papers": ("--procedure", "khai-tu"),
        "test": ("--test",),
    }
    pictures = {}
    for kind, options in kinds.items():
        assert motcua("preview", tmp_path / f"{kind}.png", *options).code == 0
        with Image.open(tmp_path / f"{kind}.png") as picture:
            pictures[kind] = picture.tobytes()
    assert len(set(pictures.values())) == len(kinds)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "OUT.png is missing"),
        (("out.png", "--procedure", "khai-tuu"), "--procedure khai-tuu: unknown (accepted: ban-sao, chu-ky"),
        (("out.png", "--language", "fr"), "language fr: unknown (accepted: vi, en)"),
        (("out.png", "--languages", "vi,fr"), "language fr: unknown (accepted: vi, en)"),
        (("out.png", "--width", "500"), "invalid choice"),
    ],
)
def test_a_wrong_command_line_names_what_is_accepted(
    motcua: Motcua, arguments: tuple[str, ...], message: str
) -> None:
    said = motcua("preview", *arguments)
    assert said.code == 2
    assert message in said.err
    assert not Path("out.png").exists()


def test_a_preview_that_cannot_be_written_says_so(motcua: Motcua, tmp_path: Path) -> None:
    said = motcua("preview", tmp_path / "missing" / "out.png")
    assert said == Said(1, "", f"{tmp_path / 'missing' / 'out.png'}: No such file or directory\n")


def test_a_logo_is_drawn_and_one_that_is_no_picture_is_an_error(
    motcua: Motcua, center_file: Path, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (200, 200), "red").save(logo)
    with center_file.open("a", encoding="utf-8") as file:
        file.write(f'\n[ticket]\nlogo = "{logo}"\n')
    assert motcua("preview", tmp_path / "with.png").code == 0
    with Image.open(tmp_path / "with.png") as picture:
        assert picture.crop((12, 0, 108, 90)).getextrema() == (0, 0), "a red square is ink"
    logo.write_text("no picture")
    said = motcua("preview", tmp_path / "without.png")
    assert said.code == 2
    assert "ticket.logo: " in said.err
    assert "accepted: the path of a PNG file, or empty" in said.err


@pytest.fixture
def bus(center_file: Path, monkeypatch: pytest.MonkeyPatch) -> UsbBus:
    """What libusb shows to the command."""
    put_device(center_file, "usb")
    bus = UsbBus()
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda: bus)
    return bus


@pytest.mark.parametrize("action", ["test", "status"])
def test_while_the_service_holds_the_printer_it_is_said_and_what_to_do(
    motcua: Motcua, bus: UsbBus, action: str
) -> None:
    bus.plug().is_busy = True
    said = motcua(action)
    assert said.code == 1
    assert "another program holds it" in f"{said.out}{said.err}"
    assert "“In thử”" in said.err
    assert "systemctl stop motcua-printer" in said.err


def test_a_printer_that_nobody_holds_prints_the_test_by_usb(motcua: Motcua, bus: UsbBus) -> None:
    printer = bus.plug()
    said = motcua("test")
    assert (said.code, said.out) == (0, "")
    assert printer.taken > 1000


def test_a_printer_that_is_not_there_is_held_by_nobody(motcua: Motcua, bus: UsbBus) -> None:
    said = motcua("test")
    assert "no printer found" in said.err
    assert "systemctl" not in said.err
