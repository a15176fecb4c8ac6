"""What Prometheus reads: who may, that its own parser takes it, and that it says what the lobby is."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.fakes.web import Web
from wire.messages import Role

DASHBOARD = Path(__file__).parents[3] / "docs" / "grafana" / "motcua.json"
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def read(web: Web, role: Role = "display") -> Samples:
    headers = {"Authorization": f"Bearer {web.tokens[role]}"}
    answer = web.application.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/plain"
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, tuple(sorted(labels.items()))]


def test_the_lobby_is_told_in_numbers(web: Web) -> None:
    front = web.front
    front.open(1)
    for _ in range(3):
        front.issue()
    front.clock.move(minutes=10)
    front.call(1)
    front.clock.move(minutes=4)
    front.finish(1)
    front.report_printer(paper="low")
    front.issue("ho-tich")
    samples = read(web)
    assert of(samples, "motcua_info", version="1.2.3", center="thu") == 1
    assert of(samples, "motcua_tickets_today", state="served") == 1
    assert of(samples, "motcua_tickets_today", state="waiting") == 3
    assert of(samples, "motcua_wait_seconds_bucket", domain="chung-thuc", le="300.0") == 0
    assert of(samples, "motcua_wait_seconds_bucket", domain="chung-thuc", le="600.0") == 1
    assert of(samples, "motcua_wait_seconds_sum", domain="chung-thuc") == 600
    assert of(samples, "motcua_service_seconds_count", domain="chung-thuc") == 1
    assert of(samples, "motcua_counters_advised") >= 1


def test_the_board_is_that_of_the_stream(web: Web) -> None:
    web.front.issue("ho-tich")
    # At once, and not when its thread comes to it.
    web.broadcast._publish()
    samples = read(web)
    assert of(samples, "motcua_waiting", domain="ho-tich") == 1
    assert of(samples, "motcua_counter_open", counter="1") == 0


@pytest.mark.parametrize("role", ["kiosk", "printer", "counter"])
def test_other_devices_may_not_read_it(still_web: Web, role: Role) -> None:
    headers = {"Authorization": f"Bearer {still_web.tokens[role]}"}
    answer = still_web.application.test_client().get("/metrics", headers=headers)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")


def test_without_a_token_nothing_is_told(still_web: Web) -> None:
    assert still_web.application.test_client().get("/metrics").status_code == 401


def test_an_administrator_may_read_it(still_web: Web) -> None:
    assert of(read(still_web, "admin"), "motcua_tickets_today", state="waiting") == 0


def test_the_dashboard_asks_for_nothing_that_is_not_told(web: Web) -> None:
    web.front.open(1)
    web.front.issue()
    web.front.call(1)
    web.front.report_printer()
    web.front.issue()
    # At once, and not when its thread comes to it.
    web.broadcast._publish()
    told = {name for name, _ in read(web)}
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    asked = {
        name
        for panel in panels
        for target in panel["targets"]
        for name in re.findall(r"motcua_\w+", target["expr"])
    }
    assert len(asked) > 8
    assert asked - told == set()
