"""The lobby as the families of numbers that Prometheus reads; loaded when somebody first asks for them."""

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from coordinator.broadcast import Broadcast
from coordinator.desk import Desk
from coordinator.desk.advising import Guidance
from coordinator.queue.tally import STATES, Duration, Tally
from wire.messages import Board

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
BUCKET_MINUTES: Final = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180)


def exposition(desk: Desk, broadcast: Broadcast, version: str) -> bytes:
    """The numbers as they are now, in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_Lobby(desk, broadcast, version))
    return generate_latest(registry)


class _Lobby(Collector):
    def __init__(self, desk: Desk, broadcast: Broadcast, version: str) -> None:
        self._desk = desk
        self._broadcast = broadcast
        self._version = version

    def describe(self) -> list[Metric]:
        """Nothing is read before somebody asks."""
        return []

    def collect(self) -> Iterator[Metric]:
        board, today = self._broadcast.newest or self._desk.board(), self._desk.overview.today()
        yield InfoMetricFamily("motcua", "What runs here", {"version": self._version, "center": board.center})
        yield from _of_board(board)
        yield from _of_day(today.figures.whole, today.figures.of("domain"))
        yield from _of_advice(today.guidance)
        yield _one(
            "motcua_board_age_seconds", "Since the board was last read", self._broadcast.seconds_behind()
        )


def _of_board(board: Board) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("motcua_waiting", "Tickets that wait", labels=["domain"])
    is_open = GaugeMetricFamily("motcua_domain_open", "Whether numbers are issued", labels=["domain"])
    expected = GaugeMetricFamily(
        "motcua_expected_wait_seconds", "What a newcomer is told", labels=["domain", "end"]
    )
    for domain in board.domains:
        waiting.add_metric([domain.id], domain.waiting)
        is_open.add_metric([domain.id], domain.open)
        if domain.estimated_wait_s is not None:
            expected.add_metric([domain.id, "low"], domain.estimated_wait_s.low)
            expected.add_metric([domain.id, "high"], domain.estimated_wait_s.high)
    counters = GaugeMetricFamily("motcua_counter_open", "Whether a counter is open", labels=["counter"])
    busy = GaugeMetricFamily("motcua_counter_busy", "Whether a ticket is there", labels=["counter"])
    for counter in board.counters:
        counters.add_metric([str(counter.id)], counter.open)
        busy.add_metric([str(counter.id)], counter.number is not None)
    printers = GaugeMetricFamily("motcua_printer_online", "Whether its agent answers", labels=["printer"])
    paper = GaugeMetricFamily("motcua_printer_paper", "1 for what its paper is", labels=["printer", "paper"])
    for printer in board.printers:
        printers.add_metric([printer.name], printer.online)
        paper.add_metric([printer.name, printer.paper], 1)
    yield from (waiting, is_open, expected, counters, busy, printers, paper)


def _of_day(whole: Tally, domains: dict[str, Tally]) -> Iterator[Metric]:
    states = GaugeMetricFamily("motcua_tickets_today", "Today's tickets by state", labels=["state"])
    for state in STATES:
        states.add_metric([state], whole[f"state.{state}"])
    yield states
    yield _histogram("wait", "Today's waits until the first call", domains)
    yield _histogram("service", "Today's services", domains)


def _histogram(what: Duration, text: str, domains: dict[str, Tally]) -> Metric:
    """Begins anew each day, as a counter does after a restart."""
    family = HistogramMetricFamily(f"motcua_{what}_seconds", text, labels=["domain"])
    for domain, tally in domains.items():
        buckets = [(str(60.0 * minutes), float(tally.up_to(what, minutes))) for minutes in BUCKET_MINUTES]
        buckets.append(("+Inf", float(tally[f"{what}.count"])))
        family.add_metric([domain], buckets, sum_value=tally[f"{what}.ms"] / 1000)
    return family


def _of_advice(guidance: Guidance) -> Iterator[Metric]:
    yield _one("motcua_counters_advised", "Counters for this half hour", guidance.now)
    yield _one(
        "motcua_counters_advised_peak", "Counters for the busiest half hour to come", guidance.advice.peak
    )
    yield _one(
        "motcua_tickets_beyond_capacity",
        "Tickets that all counters together cannot serve today",
        guidance.advice.short,
    )
    if guidance.usual is not None:
        yield _one("motcua_tickets_usual", "How many usually have come by now", guidance.usual)


def _one(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)
