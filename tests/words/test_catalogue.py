"""Texts by key and language, with their placeholders; a file that would fail later is refused at the start."""

from pathlib import Path

import pytest

from words import Words, WordsError, load_words

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def entry(key: str, text: str) -> str:
    return f'\nmsgid "{key}"\nmsgstr "{text}"\n'


def load(folder: Path, **files: str) -> Words:
    for language, entries in files.items():
        (folder / f"{language}.po").write_text(HEADER + entries, encoding="utf-8")
    return load_words(folder)


def test_each_language_has_its_own_text(tmp_path: Path) -> None:
    words = load(tmp_path, vi=entry("take", "Lấy số"), en=entry("take", "Take a number"))
    assert words.of("vi")("take") == "Lấy số"
    assert words.of("en")("take") == "Take a number"
    assert words.of("en").language == "en"


def test_vietnamese_comes_first_and_serves_a_language_that_has_no_file(tmp_path: Path) -> None:
    words = load(tmp_path, ctq=entry("take", "x"), vi=entry("take", "Lấy số"), en=entry("take", "y"))
    assert words.languages() == ["vi", "ctq", "en"]
    assert words.of("fr")("take") == "Lấy số"


def test_a_text_that_a_language_lacks_is_vietnamese(tmp_path: Path) -> None:
    words = load(tmp_path, vi=entry("take", "Lấy số") + entry("back", "Quay lại"), en=entry("take", "Take"))
    assert words.of("en")("back") == "Quay lại"
    assert words.of("en").keys() == {"take", "back"}


@pytest.mark.parametrize("unfinished", [entry("take", ""), '\n#, fuzzy\nmsgid "take"\nmsgstr "Guess"\n'])
def test_an_empty_text_and_a_guess_count_as_lacking(tmp_path: Path, unfinished: str) -> None:
    words = load(tmp_path, vi=entry("take", "Lấy số"), en=unfinished)
    assert words.of("en")("take") == "Lấy số"


def test_placeholders_are_filled(tmp_path: Path) -> None:
    words = load(tmp_path, vi=entry("ahead", "Còn {n} người trước {number}"))
    assert words.of("vi")("ahead", n=3, number="A001") == "Còn 3 người trước A001"


def test_one_has_a_form_of_its_own_where_the_language_has_one(tmp_path: Path) -> None:
    words = load(
        tmp_path,
        vi=entry("ahead", "{n} người"),
        en=entry("ahead", "{n} people") + entry("ahead.one", "one person"),
    )
    assert [words.of("en")("ahead", n=n) for n in (0, 1, 2)] == ["0 people", "one person", "2 people"]
    assert words.of("vi")("ahead", n=1) == "1 người"


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"idle\.tuoch"):
        load(tmp_path, vi=entry("idle.touch", "Chạm")).of("vi")("idle.tuoch")


def test_a_value_that_was_not_given_is_named_with_key_and_language(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"vi: ahead: no value for the placeholder 'n'"):
        load(tmp_path, vi=entry("ahead", "{n} người")).of("vi")("ahead")


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    text = (HEADER + entry("take", "Lấy số")).replace("\n", "\r\n")
    (tmp_path / "vi.po").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_words(tmp_path).of("vi")("take") == "Lấy số"


def test_a_folder_without_vietnamese_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r"vi\.po: is missing"):
        load(tmp_path, en=entry("take", "Take"))


@pytest.mark.parametrize(
    "content",
    [b"no catalogue", HEADER.encode() + b'msgid "a"\nmsgstr "\xff"\n', HEADER.encode() + b'msgid "a" "\n'],
    ids=["another file", "another encoding", "a broken line"],
)
def test_a_file_that_is_no_catalogue_is_named_with_what_is_accepted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ctq.po").write_bytes(content)
    with pytest.raises(WordsError, match=r"ctq\.po: .*\(accepted: a gettext \.po file saved as UTF-8\)"):
        load(tmp_path, vi=entry("take", "Lấy số"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{m} người", r"ctq\.po: ahead: no placeholder \{m\} \(accepted: \{n\}, \{place\}\)"),
        ("{} người", r"no placeholder \{\}"),
        ("{n.real}", r"no placeholder \{n\.real\}"),
        ("{n", "expected '}'"),
        ("n}", "Single '}'"),
    ],
)
def test_a_translation_that_would_fail_when_somebody_stands_before_it_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(WordsError, match=said):
        load(tmp_path, vi=entry("ahead", "{n} người ở {place}"), ctq=entry("ahead", text))


def test_a_translation_may_leave_a_placeholder_out(tmp_path: Path) -> None:
    words = load(tmp_path, vi=entry("ahead", "{n} người ở {place}"), ctq=entry("ahead", "{place}: {{n}}"))
    assert words.of("ctq")("ahead", n=1, place="Q1") == "Q1: {n}"
