"""The parser of event streams: the standard's cases, cut anywhere, and bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.fuzz import fuzz
from wire.events import LONGEST_BYTES, Event, EventParser, StreamError


def parse(*chunks: bytes) -> list[Event]:
    parser = EventParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"event: board\nid: 7\ndata: {}\n\n", [Event("board", "7", "{}")]),
        (b"data: one\ndata: two\n\n", [Event("message", "", "one\ntwo")]),
        (b"data:no blank\n\n", [Event("message", "", "no blank")]),
        (b"data:  two blanks\n\n", [Event("message", "", " two blanks")]),
        (b"data\n\n", [Event("message", "", "")]),
        (b"data\ndata\n\n", [Event("message", "", "\n")]),
        (b": alive\n\n: alive\n\n", []),
        (b": alive\ndata: x\n\n", [Event("message", "", "x")]),
        (b"event: board\n\ndata: x\n\n", [Event("message", "", "x")]),
        (b"id: 1\ndata: a\n\ndata: b\n\n", [Event("message", "1", "a"), Event("message", "1", "b")]),
        (b"id: 1\ndata: a\n\nid\ndata: b\n\n", [Event("message", "1", "a"), Event("message", "", "b")]),
        (b"id: 1\nid: 2\0\ndata: a\n\n", [Event("message", "1", "a")]),
        (b"retry: 5\nmood: good\ndata: a\n\n", [Event("message", "", "a")]),
        (b"data: a: b\n\n", [Event("message", "", "a: b")]),
        (b"\xef\xbb\xbfdata: x\n\n", [Event("message", "", "x")]),
        (b"\n\n\ndata: x\n\n\n", [Event("message", "", "x")]),
        (b"data: x", []),
        (b"data: x\n", []),
        (b"", []),
        ("data: Hộ tịch\n\n".encode(), [Event("message", "", "Hộ tịch")]),
        ("data: a\u2028b\x0bc\x85d\n\n".encode(), [Event("message", "", "a\u2028b\x0bc\x85d")]),
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_the_standards_cases_hold_for_each_line_end(
    stream: bytes, events: list[Event], line_end: bytes
) -> None:
    assert parse(stream.replace(b"\n", line_end)) == events


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=12)
written = st.lists(
    st.tuples(
        texts.map(lambda text: text.replace("\0", "")), st.lists(texts, min_size=1, max_size=3), st.booleans()
    ),
    max_size=4,
)


@fuzz(100)
@given(written, st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_events_are_the_same_wherever_the_bytes_are_cut(
    wishes: list[tuple[str, list[str], bool]], line_end: str, data: st.DataObject
) -> None:
    lines: list[str] = []
    expected: list[Event] = []
    for key, texts, is_commented in wishes:
        lines += [": alive"] * is_commented
        lines += ["event: board", f"id: {key}", *(f"data: {text}" for text in texts), ""]
        expected.append(Event("board", key, "\n".join(texts)))
    stream = "".join(line + line_end for line in lines).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    chunks = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert parse(*chunks) == expected
    assert parse(*(bytes([byte]) for byte in stream)) == expected


@fuzz(100)
@given(st.lists(st.binary(max_size=30), max_size=5))
def test_whatever_comes_is_events_or_a_stream_error(chunks: list[bytes]) -> None:
    parser = EventParser()
    try:
        for chunk in chunks:
            assert all(isinstance(event, Event) for event in parser.feed(chunk))
    except StreamError:
        return


def test_what_is_not_utf_8_is_no_event_stream() -> None:
    with pytest.raises(StreamError):
        parse(b"data: \xff\n\n")


def test_a_comment_may_be_anything() -> None:
    assert parse(b": \xff\n\n") == []


@pytest.mark.parametrize(
    "chunk",
    [b"x" * 65536, b"data: " + b"x" * 65536 + b"\n", b"data\n" * 20000],
    ids=["a line without end", "an event without end", "many short lines"],
)
def test_what_never_ends_is_given_up_and_not_kept(chunk: bytes) -> None:
    chunks = [chunk] * (2 * LONGEST_BYTES // len(chunk))
    with pytest.raises(StreamError, match=str(LONGEST_BYTES)):
        parse(*chunks)


def test_comments_and_many_events_may_go_on_for_ever() -> None:
    parser = EventParser()
    chunk = (b": alive\n" * 1000 + b"data: " + b"x" * 50_000 + b"\n\n") * 4
    for _ in range(2 * LONGEST_BYTES // len(chunk)):
        assert len(parser.feed(chunk)) == 4
