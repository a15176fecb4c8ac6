"""What holds at once and what from the next start; and what is told of a change."""

import tomllib
from pathlib import Path

from msgspec.structs import replace

from config import load_text
from config.live import (
    Change,
    changes,
    decode_live,
    encode_live,
    keys_for_the_next_start,
    live_part,
    with_live,
    with_live_keys,
)
from config.settings import CounterTable, Domain, QueueTable
from tests.fakes.center_file import SMALLEST

EXAMPLE = (Path(__file__).parents[2] / "config" / "hai-chau.toml").read_text(encoding="utf-8")
SETTINGS = load_text(EXAMPLE, "hai-chau.toml")
LIVE = live_part(SETTINGS)


def test_what_is_live_goes_into_what_a_process_was_started_with() -> None:
    started = replace(SETTINGS, coordinator=replace(SETTINGS.coordinator, port=9999))
    newer = replace(LIVE, name={"vi": "Tên mới"}, footer={"vi": "Chân"}, queue=QueueTable(priority_run=5))
    held = with_live(started, newer)
    assert live_part(held) == newer
    assert held.coordinator.port == 9999
    assert keys_for_the_next_start(started, held) == []


def test_what_is_not_live_is_named_by_its_key() -> None:
    written = replace(
        SETTINGS,
        center=replace(SETTINGS.center, day_starts="05:00", hours=[]),
        coordinator=replace(SETTINGS.coordinator, port=9999),
        printer=replace(SETTINGS.printer, device="usb:04b8:0202"),
    )
    assert keys_for_the_next_start(SETTINGS, written) == [
        "center.day_starts",
        "coordinator.port",
        "printer.device",
    ]


def test_it_is_kept_as_a_text_and_read_again() -> None:
    assert decode_live(encode_live(LIVE)) == LIVE
    assert decode_live('{"from":"the future"}') is None
    other = load_text(
        EXAMPLE.replace('{ vi = "Hộ tịch", en = "Civil status" }', '{ en = "Civil status", vi = "Hộ tịch" }'),
        "",
    )
    assert encode_live(live_part(other)) == encode_live(LIVE)


def test_the_live_keys_of_another_file_take_the_place_of_ones_own() -> None:
    raw = tomllib.loads(
        SMALLEST + '[ticket]\nlogo = "x.png"\nfooter = { vi = "Cũ" }\n[coordinator]\nport = 9\n'
    )
    other = tomllib.loads(EXAMPLE)
    found = with_live_keys(raw, other)
    assert (found["center"]["id"], found["center"]["name"]) == ("thu", other["center"]["name"])
    assert (found["domains"], found["queue"]) == (other["domains"], other["queue"])
    assert (found["ticket"], found["coordinator"]) == ({"logo": "x.png"}, {"port": 9})


def told(after: object) -> list[tuple[str, str | None, str | None]]:
    assert isinstance(after, type(LIVE))
    return [(".".join(one.path), one.before, one.after) for one in changes(LIVE, after)]


def test_a_changed_value_is_told_by_its_path() -> None:
    first = LIVE.domains[0]
    renamed = replace(first, name={**first.name, "vi": "Chứng thực – Sao y"}, service_minutes=7.5)
    assert told(replace(LIVE, domains=[renamed, *LIVE.domains[1:]])) == [
        ("domains.chung-thuc.name.vi", "Chứng thực", "Chứng thực – Sao y"),
        ("domains.chung-thuc.service_minutes", "5", "7.5"),
    ]
    assert told(replace(LIVE, footer={"vi": "Chân"})) == [("footer.vi", None, "Chân")]


def test_what_comes_or_goes_is_one_change() -> None:
    new = Domain(id="moi", prefix="V", name={"vi": "Mới"}, procedures=LIVE.domains[0].procedures)
    assert changes(LIVE, replace(LIVE, domains=[*LIVE.domains, new])) == [
        Change(("domains", "moi"), None, "moi")
    ]
    assert [one.path for one in changes(LIVE, replace(LIVE, counters=LIVE.counters[1:]))] == [
        ("counters", "1")
    ]
    more = [*LIVE.counters, CounterTable(id=15, domains=["ho-tich"])]
    assert changes(LIVE, replace(LIVE, counters=more)) == [Change(("counters", "15"), None, "15")]


def test_another_order_is_told_once() -> None:
    (change,) = changes(LIVE, replace(LIVE, domains=[LIVE.domains[1], LIVE.domains[0], *LIVE.domains[2:]]))
    assert change.path == ("domains",)
    assert (change.after or "").startswith("ho-tich, chung-thuc")


def test_what_a_counter_serves_is_told() -> None:
    first = replace(LIVE.counters[0], domains=["ho-tich"], overflow=["dat-dai"])
    assert told(replace(LIVE, counters=[first, *LIVE.counters[1:]])) == [
        ("counters.1.domains", "chung-thuc", "ho-tich"),
        ("counters.1.overflow", "", "dat-dai"),
    ]
