"""From a file to settings: what is taken, and how each mistake is named with file, key and what is accepted."""

from pathlib import Path

import pytest

from config import SettingsError, load, load_text
from tests.fakes.center_file import CENTER, COUNTER, DOMAIN, SMALLEST

EXAMPLES = sorted((Path(__file__).parents[2] / "config").glob("*.toml"))


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_text(text, "center.toml")
    assert str(caught.value) == "\n".join(f"center.toml: {problem}" for problem in caught.value.problems)
    return caught.value.problems


def problem(text: str) -> str:
    (one,) = problems(text)
    return one


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_centre_is_taken(path: Path) -> None:
    assert load(path).center.id == path.stem


def test_hai_chau_has_its_seven_domains_and_fourteen_counters() -> None:
    settings = load(Path(__file__).parents[2] / "config" / "hai-chau.toml")
    assert "".join(domain.prefix for domain in settings.domains) == "ACEGHKN"
    assert [counter.id for counter in settings.counters] == list(range(1, 15))
    served = {domain for counter in settings.counters for domain in counter.domains}
    assert served == {domain.id for domain in settings.domains}


def test_the_smallest_file_has_a_default_for_everything_else() -> None:
    settings = load_text(SMALLEST, "center.toml")
    assert settings.center.timezone == "Asia/Ho_Chi_Minh"
    assert settings.coordinator.host == "127.0.0.1"
    assert settings == load_text(SMALLEST + "[queue]\npriority_run = 2\n", "center.toml")


def test_a_file_is_read_with_the_byte_order_mark_of_windows_editors(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert load(path) == load_text(SMALLEST, "center.toml")


def test_a_missing_file_is_named_with_the_way_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"--config FILE or \$MOTCUA_CONFIG") as caught:
        load(tmp_path / "nowhere.toml")
    assert caught.value.source == str(tmp_path / "nowhere.toml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load(tmp_path)


def test_a_file_in_another_encoding_is_named_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_bytes(b"# \xa0")
    with pytest.raises(SettingsError, match=r"byte 3 does not belong there .*UTF-8"):
        load(path)


def test_what_is_no_toml_is_named_with_the_line() -> None:
    assert "line 2" in problem("[center]\nid = \n")


@pytest.mark.parametrize(
    "text",
    ["a = " + "1" * 5000, "a = " + "[" * 100_000, "a = " + "{a=" * 100_000],
    ids=["long", "[[[", "{{{"],
)
def test_what_pythons_reader_chokes_on_is_no_toml(text: str) -> None:
    assert problem(text).startswith("is not TOML: ")


def test_a_number_of_thousands_of_digits_is_named_without_them() -> None:
    said = problem(SMALLEST.replace("id = 1", "id = 0x" + "f" * 10_000))
    assert said == "counters[1].id: so large a number is not accepted (accepted: a whole number, 1 to 999)"


def test_a_long_value_is_shown_in_part() -> None:
    assert len(problem(SMALLEST.replace('"thu"', '"' + "X" * 10_000 + '"'))) < 250


def test_an_unknown_key_is_answered_with_the_likely_one() -> None:
    said = problem(SMALLEST + '[coordinator]\ndatabse = "sqlite:///x"\n')
    assert said.startswith("coordinator.databse: unknown key; did you mean 'database'? (accepted: database, ")


def test_an_unknown_key_like_none_is_answered_with_all() -> None:
    said = problem(SMALLEST + "[queue]\nzzz = 1\n")
    assert said == "queue.zzz: unknown key (accepted: priority_run)"


def test_an_unknown_key_deep_inside_is_named_by_its_place() -> None:
    procedure = 'procedures = [{ id = "x", name = { vi = "x" }, papers = [], paper = [] }]'
    said = problem(SMALLEST.replace('prefix = "A"', f'prefix = "A"\n{procedure}'))
    assert said.startswith("domains[1].procedures[1].paper: unknown key; did you mean 'papers'?")


def test_a_key_is_named_without_the_signs_that_a_terminal_obeys() -> None:
    assert problem(SMALLEST + '"\\u001b[2J" = 1\n').startswith("counters[1].\\x1b[2J: unknown key")


def test_every_mistake_is_named_at_once() -> None:
    text = SMALLEST.replace('"A"', '"a"').replace("id = 1", "id = 1000") + "[kiosks]\n"
    assert [said.partition(":")[0] for said in problems(text)] == [
        "kiosks",
        "domains[1].prefix",
        "counters[1].id",
    ]


@pytest.mark.parametrize(
    ("without", "key"), [(DOMAIN, "domains"), (COUNTER, "counters"), (CENTER, "center")], ids=str
)
def test_what_has_no_default_is_asked_for(without: str, key: str) -> None:
    text = SMALLEST.replace(without, "")
    assert any(said.startswith(f"{key}: is missing (accepted: ") for said in problems(text))


@pytest.mark.parametrize(
    ("table", "key", "wrong", "accepted"),
    [
        ("center", "day_starts", "04:00:00", "'HH:MM' in quotes, 00:00 to 23:59"),
        ("center", "day_starts", '"24:00"', "'HH:MM' in quotes, 00:00 to 23:59"),
        ("center", "languages", '["VI"]', "a language's letters, as 'vi' or 'en'"),
        ("center", "languages", '"vi"', "a list, each a language's letters, as 'vi' or 'en'"),
        ("center", "timezone", "7", "a text in quotes"),
        ("queue", "priority_run", "0", "a whole number, 1 to 100"),
        ("queue", "priority_run", "2.5", "a whole number, 1 to 100"),
        ("queue", "priority_run", "true", "a whole number, 1 to 100"),
        ("coordinator", "database", '"motcua.db"', "'sqlite:///PATH' or 'postgresql+psycopg://USER@HOST/NAME'"),
        ("coordinator", "url", '"127.0.0.1:8080"', "'http://HOST:PORT' or 'https://…'"),
        ("coordinator", "host", '""', "this machine's address or name, as '127.0.0.1'"),
        ("coordinator", "port", "65536", "a whole number, 0 to 65535"),
        ("printer", "device", '"lpt1"', "'usb', 'usb:VVVV:PPPP', 'tcp:HOST:PORT', 'file:PATH', "),
        ("printer", "device", '"usb:4b8:202"', "'usb', 'usb:VVVV:PPPP', "),
        ("printer", "width_dots", "500", "384 or 576"),
        ("printer", "name", '"Kiosk 1"', "1 to 63 of a–z, 0–9 and '-', not '-' first"),
        ("printer", "cut", '"yes"', "true or false"),
        ("kiosk", "mode", '"window"', "'fullscreen', 'window:WIDTHxHEIGHT' or 'offscreen:DIR:WIDTHxHEIGHT', in dots"),
        ("kiosk", "mode", '"window:00x00"', "'fullscreen', 'window:WIDTHxHEIGHT'"),
        ("kiosk", "width_mm", "0", "a number above 0, up to 10000"),
        ("display", "distance_m", "inf", "a number above 0, up to 1000"),
        ("display", "distance_m", "nan", "a number above 0, up to 1000"),
        ("display.voice", "volume", "1.5", "a number, 0 to 1"),
        ("display.voice", "hundreds", '"le"', "'linh' or 'lẻ'"),
        ("counter", "pins", '"fake"', "'gpio' or 'mock:SOCKET'"),
        ("counter", "buttons", "7", "a list, each a table with counter, gpio, keyboard, key, lamp, active_low"),
        ("ticket", "footer", "7", '{ vi = "…", en = "…" }: a text by language'),
    ],
)  # fmt: skip
def test_a_wrong_value_is_shown_with_what_is_accepted(
    table: str, key: str, wrong: str, accepted: str
) -> None:
    line = f"{key} = {wrong}\n"
    text = CENTER + line + DOMAIN + COUNTER if table == "center" else SMALLEST + f"[{table}]\n{line}"
    said = problem(text)
    assert said.startswith(f"{table}.{key}")
    assert "is not accepted (accepted: " in said
    assert accepted in said


def test_a_wrong_url_is_shown_without_its_password() -> None:
    said = problem(f'{SMALLEST}[coordinator]\ndatabase = "postgres://motcua:geheim@db/motcua"\n')
    assert "'postgres://motcua:…@db/motcua' is not accepted" in said
    assert "geheim" not in said


def test_a_table_in_place_of_a_value_and_the_reverse_are_named() -> None:
    assert problem(SMALLEST + "[printer.device]\n").startswith("printer.device: a table is not accepted")
    assert problem("kiosk = 1\n" + SMALLEST).startswith(
        "kiosk: 1 is not accepted (accepted: a table with mode,"
    )
