"""A folder of pictures and texts takes turns; what cannot be shown is named and passed over."""

from pathlib import Path

import pytest
from PIL import Image

from boards.notice import Notice, PictureNotice, TextNotice
from boards.notice_files import BrokenNotice, parse_text
from display.notices import Notices, NoticeTurn, read_notice
from runtime.stop import Stop

ROOM = (400, 200)


def write_picture(
    path: Path, size: tuple[int, int] = (64, 32), color: str = "red", mode: str = "RGB"
) -> Path:
    Image.new(mode, size, color).save(path)
    return path


def notices(folder: Path) -> Notices:
    return Notices(folder, 15, ROOM, Stop(), on_turn=lambda _turn: None)


def name_of(notice: Notice | None) -> str:
    match notice:
        case PictureNotice():
            return notice.name
        case TextNotice():
            return notice.heading
        case None:
            return ""


def take_turns(turns: Notices, count: int) -> list[str]:
    return [name_of(turns.next_turn().notice) for _ in range(count)]


def test_texts_and_pictures_take_turns_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "20-text.txt").write_text("Nghỉ lễ\nTừ 01/09", encoding="utf-8")
    write_picture(tmp_path / "10.png")
    write_picture(tmp_path / "30.JPG")
    assert take_turns(notices(tmp_path), 4) == ["10.png", "Nghỉ lễ", "30.JPG", "10.png"]


def test_what_is_added_and_taken_away_is_noticed_at_the_next_turn(tmp_path: Path) -> None:
    write_picture(tmp_path / "1.png")
    turns = notices(tmp_path)
    assert take_turns(turns, 2) == ["1.png", "1.png"]
    write_picture(tmp_path / "2.png")
    (tmp_path / "1.png").unlink()
    assert take_turns(turns, 2) == ["2.png", "2.png"]
    (tmp_path / "2.png").unlink()
    assert take_turns(turns, 1) == [""]


def test_a_changed_picture_is_another_notice_and_an_unchanged_one_is_the_same(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "1.png")
    turns = notices(tmp_path)
    first, again = turns.next_turn().notice, turns.next_turn().notice
    assert first == again
    write_picture(path, color="blue")
    assert turns.next_turn().notice != first


def test_other_files_and_hidden_ones_are_no_notices(tmp_path: Path) -> None:
    for name in ("Thumbs.db", ".draft.txt", "notes.md"):
        (tmp_path / name).write_text("x")
    assert notices(tmp_path).next_turn() == NoticeTurn(None)


def test_a_broken_file_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"no picture")
    write_picture(tmp_path / "2.png")
    turns = notices(tmp_path)
    turn = turns.next_turn()
    assert (name_of(turn.notice), turn.broken) == ("2.png", ("1.png",))
    write_picture(tmp_path / "1.png")
    turn = turns.next_turn()
    assert (name_of(turn.notice), turn.broken) == ("1.png", ())


def test_a_half_copied_picture_is_broken_until_it_is_whole(tmp_path: Path) -> None:
    whole = write_picture(tmp_path / "whole.png", (300, 200)).read_bytes()
    path = tmp_path / "1.png"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises((BrokenNotice, OSError)):
        read_notice(path, ROOM)


def test_a_missing_folder_is_told_and_is_found_when_it_is_there(tmp_path: Path) -> None:
    turns = notices(tmp_path / "notices")
    assert turns.next_turn() == NoticeTurn(None, ("notices",))
    (tmp_path / "notices").mkdir()
    write_picture(tmp_path / "notices" / "1.png")
    assert turns.next_turn().broken == ()


def test_a_large_picture_is_made_no_larger_than_the_room_and_keeps_its_shape(tmp_path: Path) -> None:
    notice = read_notice(write_picture(tmp_path / "1.jpg", (3000, 1000)), ROOM)
    assert isinstance(notice, PictureNotice)
    assert notice.size == (400, 133)
    assert len(notice.pixels) == 400 * 133 * 3


def test_a_photograph_that_was_taken_upright_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    Image.new("RGB", (60, 30)).save(tmp_path / "1.jpg", exif=exif)
    notice = read_notice(tmp_path / "1.jpg", ROOM)
    assert isinstance(notice, PictureNotice)
    assert notice.size == (30, 60)


def test_what_shows_through_is_white(tmp_path: Path) -> None:
    notice = read_notice(write_picture(tmp_path / "1.png", (2, 1), color="#00000000", mode="RGBA"), ROOM)
    assert isinstance(notice, PictureNotice)
    assert notice.pixels == b"\xff" * 6


def test_the_first_line_is_the_heading_and_blank_lines_part_paragraphs() -> None:
    text = "\ufeff  Nghỉ lễ \r\n\r\nTừ 01/09\r\nđến 02/09.\r\n\r\nXin cảm ơn.\r\n"
    assert parse_text(text.encode()) == TextNotice("Nghỉ lễ", "Từ 01/09 đến 02/09.\nXin cảm ơn.")


@pytest.mark.parametrize(
    ("content", "accepted"),
    [(b" \n ", "heading"), ("nghỉ".encode("utf-16"), "UTF-8"), (b"x" * 5000, "at most 4096")],
)
def test_a_text_that_cannot_be_shown_is_refused_with_what_is_accepted(content: bytes, accepted: str) -> None:
    with pytest.raises(BrokenNotice, match=accepted):
        parse_text(content)


def test_turns_come_by_themselves_until_the_stop(tmp_path: Path) -> None:
    for name in ("1.png", "2.png"):
        write_picture(tmp_path / name)
    stop, seen = Stop(), list[str]()

    def on_turn(turn: NoticeTurn) -> None:
        seen.append(name_of(turn.notice))
        if len(seen) == 3:
            stop.ask()

    thread = Notices(tmp_path, 0.01, ROOM, stop, on_turn)
    thread.start()
    thread.join(10)
    assert seen == ["1.png", "2.png", "1.png"]
