"""`motcua counter`: the agent for the call-next buttons, put together here."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from gpiozero.pins import Factory

from config import Settings, SettingsError
from config.settings import CounterAgentTable
from config.token import device_token
from counter.agent import CounterAgent, FaultFound, Missed, Presence, Truth
from counter.gestures import gestures_of
from counter.gpio import PinsError, open_pins
from counter.health import ButtonHealth
from counter.keyboard import KeyboardReader
from counter.reporter import Reporter
from counter.sender import ANSWER_SECONDS, Sender
from counter.simulated import PinSocket
from counter.wiring import needs_pins, wire
from runtime.clock import SystemClock
from runtime.logs import start_logging
from runtime.notify import notify, watchdog_seconds
from runtime.stop import Stop
from wire.client import Coordinator
from wire.feed import BoardFeed

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own: the buttons stand in the settings."""


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve the buttons until asked to stop; 1 where the pins cannot be had."""
    start_logging()
    table = settings.counter
    if not table.buttons:
        raise SettingsError(
            str(arguments.config),
            ["counter.buttons: none is there, so there is nothing to do (accepted: [[counter.buttons]])"],
        )
    token = device_token(settings, table.token_file)
    stop = Stop().on_signals()
    try:
        with ExitStack() as cleanup:
            agent = _compose(settings, token, stop, cleanup)
            notify("READY=1")
            agent.run()
            notify("STOPPING=1")
    except PinsError as error:
        log.error("%s", error)  # noqa: TRY400 the message is for the operator, the trace says nothing more
        return 1
    return 0


def _compose(settings: Settings, token: str, stop: Stop, cleanup: ExitStack) -> CounterAgent:
    table, clock, url = settings.counter, SystemClock(), settings.coordinator.url
    factory = open_pins(table.pins) if needs_pins(table) else None
    if factory is not None:
        cleanup.callback(factory.close)
    wiring = wire(table, factory, cleanup, lambda i, there: agent.post(Presence(i, there)))
    sender = Sender(
        Coordinator(url, token, answer_seconds=ANSWER_SECONDS),
        [(button.counter, gestures_of(button, table)) for button in table.buttons],
        clock,
        stop,
        on_missed=lambda counter: agent.post(Missed(counter)),
    )
    reporter = Reporter(Coordinator(url, token).report_button, stop)
    health = ButtonHealth([button.counter for button in table.buttons], reporter.submit)
    agent = CounterAgent(
        wiring.buttons,
        wiring.lamps,
        sender.submit,
        health,
        clock=clock,
        stop=stop,
        watchdog_seconds=watchdog_seconds(),
    )
    feed = BoardFeed(
        Coordinator(url, token),
        stop,
        on_board=lambda board: agent.post(Truth(board)),
        on_link=lambda up: None if up else agent.post(Truth(None)),
        on_fault=lambda fault: agent.post(FaultFound(fault)),
    )
    if factory is not None and table.pins.startswith("mock:"):
        cleanup.enter_context(_driven_pins(Path(table.pins.removeprefix("mock:")), factory, table))
    if wiring.keyboards:
        keyboards = KeyboardReader(wiring.keyboards)
        cleanup.callback(keyboards.close)
        keyboards.start()
    health.tell_all()
    for thread in (sender, reporter, feed):
        thread.start()
    return agent


@contextmanager
def _driven_pins(path: Path, factory: Factory, table: CounterAgentTable) -> Iterator[None]:
    pins = PinSocket(path, factory, table.buttons)
    pins.start()
    try:
        yield
    finally:
        pins.close()
