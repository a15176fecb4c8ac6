"""Contradictions between keys: each named by its place, with what would be accepted."""

import pytest

from config import SettingsError, load_text
from tests.fakes.center_file import CENTER, COUNTER, DOMAIN, SMALLEST

LAND = DOMAIN.replace("ho-tich", "dat-dai").replace('"A"', '"E"')
BUTTON = "[[counter.buttons]]\ncounter = 1\ngpio = 17\n"
KEYPAD = '[[counter.buttons]]\ncounter = 1\nkeyboard = "/dev/input/by-id/pad"\n'


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_text(text, "center.toml")
    return caught.value.problems


def in_center(line: str) -> str:
    return CENTER + line + "\n" + DOMAIN + COUNTER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SMALLEST + DOMAIN.replace('"A"', '"E"'), ["domains: id: 'ho-tich' is used 2 times"]),
        (SMALLEST + DOMAIN.replace("ho-tich", "dat-dai"), ["domains: prefix: 'A' is used 2 times"]),
        (SMALLEST + COUNTER + COUNTER, ["counters: id: 1 is used 3 times"]),
        (
            SMALLEST.replace('"A"', '"A"\nprocedures = [{ id = "p", name.vi = "x" }, { id = "p", name.vi = "y" }]'),
            ["domains: ho-tich: procedures: id: 'p' is used 2 times"],
        ),
        (
            SMALLEST + 'overflow = ["ho-tich"]\n',
            ["counters: counter 1: domains and overflow: 'ho-tich' is used 2 times"],
        ),
        (
            SMALLEST.replace('["ho-tich"]', '["ho-tic"]'),
            ["counters: counter 1: domains: no domain 'ho-tic'; did you mean 'ho-tich'? (accepted: ho-tich)"],
        ),
        (
            SMALLEST + LAND + "procedures = []\n" + COUNTER.replace("1", "2") + 'overflow = ["zzz"]\n',
            ["counters: counter 2: overflow: no domain 'zzz' (accepted: ho-tich, dat-dai)"],
        ),
        (
            "domains = []\ncounters = []\n" + CENTER,
            ["domains: at least one is needed", "counters: at least one is needed"],
        ),
        (SMALLEST.replace('vi = "Thử"', 'en = "Test"'), ["center.name: the Vietnamese text ('vi') is missing"]),
        (SMALLEST.replace('"Hộ tịch"', '" "'), ["domains: ho-tich: name: the Vietnamese text ('vi') is missing"]),
        (
            SMALLEST.replace('"A"', '"A"\nprocedures = [{ id = "p", name = {}, papers = [{ vi = "" }] }]'),
            [
                "domains: ho-tich: procedures: p: name: the Vietnamese text ('vi') is missing",
                "domains: ho-tich: procedures: p: papers[1]: the Vietnamese text ('vi') is missing",
            ],
        ),
        (in_center('languages = ["en"]'), ["center.languages: 'vi' must be among them"]),
        (in_center('languages = ["vi", "en", "vi"]'), ["center.languages: 'vi' is used 2 times"]),
        (
            SMALLEST + "[kiosk]\nlanguages = []\n",
            ["kiosk.languages: at least one is needed (accepted: as ['vi', 'en'])"],
        ),
        (SMALLEST + '[display]\nlanguages = ["en", "en"]\n', ["display.languages: 'en' is used 2 times"]),
        (
            in_center('timezone = "Asia/Da_Nang"'),
            ["center.timezone: no time zone 'Asia/Da_Nang' (accepted: as 'Asia/Ho_Chi_Minh')"],
        ),
        (in_center('timezone = "Asia"'), ["center.timezone: no time zone 'Asia' (accepted: as 'Asia/Ho_Chi_Minh')"]),
        (
            SMALLEST + "[coordinator]\nworkers = 2\n",
            ["coordinator.workers: 2 processes need PostgreSQL (accepted on SQLite: 1)"],
        ),
        (
            in_center('hours = [{}, { start = "17:00", end = "06:00" }]'),
            ["center.hours[2]: start 17:00 is not before end 06:00"],
        ),
        (
            SMALLEST + '[coordinator]\ncertificate = "/c"\n',
            ["coordinator.private_key: is missing; certificate and private_key go together"],
        ),
        (
            SMALLEST + '[coordinator]\nprivate_key = "/k"\n',
            ["coordinator.certificate: is missing; certificate and private_key go together"],
        ),
        (SMALLEST + BUTTON.replace("= 1\n", "= 3\n"), ["counter.buttons: no counter 3 (accepted: 1)"]),
        (SMALLEST + BUTTON + "lamp = 17\n", ["counter.buttons: gpio or lamp: 17 is used 2 times"]),
        (
            SMALLEST + "[[counter.buttons]]\ncounter = 1\n",
            ["counter.buttons: counter 1: needs either gpio or keyboard (accepted: one of the two)"],
        ),
        (
            SMALLEST + BUTTON + 'key = "enter"\n',
            ["counter.buttons: counter 1: key: is of no use without keyboard"],
        ),
        (
            SMALLEST + KEYPAD + KEYPAD + 'key = "enter"\n',
            ["counter.buttons: keyboard and key: ('/dev/input/by-id/pad', '') is used 2 times"],
        ),
        (
            SMALLEST + '[display]\ndomains = ["dat-dai"]\ncounters = [1, 2]\n',
            [
                "display.domains: there is no 'dat-dai' (accepted: ho-tich)",
                "display.counters: there is no 2 (accepted: 1)",
            ],
        ),
        (
            SMALLEST + '[printer]\ndevice = "tcp:10.0.0.9:0"\n',
            ["printer.device: '10.0.0.9:0' names no port (accepted: 'tcp:HOST:PORT', a port of 1 to 65535)"],
        ),
    ],
)  # fmt: skip
def test_a_contradiction_is_named(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize(
    "url", ["http://:8080", "http://host:80800", "http://[::1", "http://host:port", "http://host:0"]
)
def test_a_url_that_leads_nowhere_is_refused(url: str) -> None:
    (said,) = problems(f'{SMALLEST}[coordinator]\npublic_url = "{url}"\n')
    assert said.startswith(f"coordinator.public_url: {url!r} names no host and port")


@pytest.mark.parametrize(
    "lines",
    [
        '[coordinator]\nurl = "https://[::1]:8443/queue"\npublic_url = "https://xep-hang.example.vn"\n',
        '[coordinator]\ncertificate = "/c"\nprivate_key = "/k"\n',
        '[printer]\ndevice = "tcp:[fe80::1]:9100"\nlanguages = ["vi"]\n',
        '[display]\ndomains = ["ho-tich"]\ncounters = [1]\n',
        BUTTON + "lamp = 27\n" + BUTTON.replace("17", "22"),
        COUNTER.replace("id = 1", "id = 2").replace('["ho-tich"]', '[]\noverflow = ["ho-tich"]'),
    ],
)
def test_what_holds_together_is_taken(lines: str) -> None:
    load_text(SMALLEST + lines, "center.toml")


def test_contradictions_are_named_together() -> None:
    assert len(problems(SMALLEST + BUTTON + BUTTON + DOMAIN)) == 3


def test_a_key_that_is_mistyped_is_named_with_the_nearest() -> None:
    (problem,) = problems(SMALLEST + KEYPAD + 'key = "pagedwn"\n')
    assert problem.startswith("counter.buttons: counter 1: key: no key 'pagedwn'; did you mean 'pagedown'?")


def test_two_keys_of_one_keypad_are_two_buttons() -> None:
    text = SMALLEST + KEYPAD + 'key = "kp1"\n' + KEYPAD + 'key = "kp2"\ndouble = "undo"\n'
    assert [button.key for button in load_text(text, "center.toml").counter.buttons] == ["kp1", "kp2"]


def test_on_a_server_several_processes_may_serve() -> None:
    table = '[coordinator]\nworkers = 2\ndatabase = "postgresql://motcua@db/motcua"\n'
    assert load_text(SMALLEST + table, "center.toml").coordinator.workers == 2
