"""Papers and frames are read as they lie there; what is not a paper is said."""

import json
from pathlib import Path
from queue import SimpleQueue

import pytest
from PIL import Image

from runtime.stop import Stop
from simulation.stream import FrameWatch
from simulation.traces import BadPaper, read_painted_calls, read_papers


def print_paper(folder: Path, name: str, *, dot: tuple[int, int] | None) -> None:
    paper = Image.new("1", (40, 60), 1)
    if dot is not None:
        paper.putpixel(dot, 0)
    paper.save(folder / f"{name}.png")
    (folder / f"{name}.bin").write_bytes(b"\x1b@")


def frame(*calls: int) -> str:
    return json.dumps({"painted_at": 1.0, "note": {"calls": list(calls)}}) + "\n"


def test_papers_that_differ_in_one_dot_have_different_digests(tmp_path: Path) -> None:
    for number, dot in enumerate([(1, 1), (1, 2), (1, 1)]):
        print_paper(tmp_path, f"{number:06}", dot=dot)
    first, second, third = read_papers(tmp_path)
    assert first != second
    assert first == third


def test_a_blank_paper_is_none(tmp_path: Path) -> None:
    print_paper(tmp_path, "000001", dot=None)
    with pytest.raises(BadPaper, match=r"000001\.png is blank"):
        read_papers(tmp_path)


def test_a_paper_without_its_bytes_is_none(tmp_path: Path) -> None:
    print_paper(tmp_path, "000001", dot=(1, 1))
    (tmp_path / "000001.bin").unlink()
    with pytest.raises(BadPaper, match="000001"):
        read_papers(tmp_path)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    print_paper(tmp_path, "000001", dot=(1, 1))
    (tmp_path / "000001.png").write_bytes(b"no picture")
    with pytest.raises(BadPaper, match=r"000001\.png"):
        read_papers(tmp_path)


def test_a_call_counts_as_painted_if_any_frame_showed_it(tmp_path: Path) -> None:
    log = tmp_path / "frames.jsonl"
    log.write_text(frame() + frame(5) + frame(5, 6) + frame(9))
    assert read_painted_calls(log) == {5, 6, 9}


def test_painted_calls_are_told_while_the_log_grows_each_once(tmp_path: Path) -> None:
    log = tmp_path / "frames.jsonl"
    log.write_text(frame(1))
    told: SimpleQueue[frozenset[int]] = SimpleQueue()
    stop = Stop()
    watch = FrameWatch(log, stop, told.put)
    watch.start()
    assert told.get(timeout=10) == {1}
    with log.open("a") as growing:
        line = frame(1, 2)
        growing.write(line[:20])
        growing.flush()
        growing.write(line[20:] + frame(1, 2))
        growing.flush()
        assert told.get(timeout=10) == {2}
    stop.ask()
    watch.join()
    assert told.empty()
