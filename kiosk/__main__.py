"""`motcua kiosk`: where the touchscreen is put together; and `--screenshots` for those who change its looks."""

import argparse
import logging
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from config import Settings, SettingsError
from config.settings import KioskTable, KioskVoiceTable
from config.token import device_token
from kiosk.actions import BoardArrived, FaultFound, LinkChanged
from kiosk.app import KioskApp
from kiosk.backlight import Backlight, Dimmer, NoBacklight
from kiosk.flow import Flow
from kiosk.layout.metrics import Metrics
from kiosk.pages.phrases import Equipment
from kiosk.paint.icons import is_icon
from kiosk.screenshots import take_screenshots
from kiosk.sender import Sender
from kiosk.staff import Staff
from kiosk.terms import Terms
from kiosk.timing import Times
from kiosk.viewer import Viewer
from runtime.clock import SystemClock
from runtime.logs import start_logging
from runtime.stop import Stop
from screen.geometry import Scale
from screen.loop import Loop
from screen.window import Window, WindowError, open_window
from wire.client import Coordinator
from wire.feed import BoardFeed
from words import Words, load_words

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
NO_PRINTER: Final = "none"

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="draw every screen in several sizes into DIR, and end"
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve the touchscreen until asked to stop; 1 where it cannot be had."""
    start_logging()
    equipment = _equipment(settings, str(arguments.config))
    if arguments.screenshots is not None:
        count = take_screenshots(arguments.screenshots, settings, equipment)
        log.info("%d pictures in %s", count, arguments.screenshots)
        return EXIT_DONE
    token = device_token(settings, settings.kiosk.token_file)
    stop = Stop().on_signals()
    try:
        with ExitStack() as cleanup:
            title = equipment.words.of(equipment.terms.languages[0])("title")
            window = open_window(settings.kiosk, title, settings.kiosk.touch_rotation)
            cleanup.callback(window.close)
            loop = _compose(settings, equipment, window, token, stop)
            _start_dimmer(settings, str(arguments.config), stop)
            loop.run()
    except WindowError as error:
        log.error("%s", error)  # noqa: TRY400 the message is for the operator, the trace says nothing more
        return EXIT_FAILED
    return EXIT_DONE


def _compose(settings: Settings, equipment: Equipment, window: Window, token: str, stop: Stop) -> Loop:
    clock, url, terms = SystemClock(), settings.coordinator.url, equipment.terms
    metrics = Metrics(Scale(*window.size, window.dots_per_mm), settings.kiosk.bottom_mm)
    coordinator = Coordinator(url, token)
    staff = Staff(coordinator, settings.kiosk.corner_account, lambda session: Coordinator(url, session), stop)

    def post(event: object) -> None:
        loop.post(event)

    sender = Sender(coordinator, staff, terms.place, stop, post)
    say = _start_prompter(settings.kiosk.voice, equipment, stop)
    app = KioskApp(Flow(terms), Viewer(equipment), metrics, clock, sender.submit, say)
    loop = Loop(window, app, stop, clock)
    feed = BoardFeed(
        Coordinator(url, token),
        stop,
        on_board=lambda board: post(BoardArrived(board)),
        on_link=lambda up: post(LinkChanged(up)),
        on_fault=lambda fault: post(FaultFound(fault)),
    )
    sender.start()
    feed.start()
    return loop


def _start_prompter(table: KioskVoiceTable, equipment: Equipment, stop: Stop) -> Callable[[str], None]:
    if not table.on:
        return lambda _name: None
    # Only where it is wanted: the mixer's library takes memory that a silent kiosk can do without.
    from kiosk.prompter import open_prompter  # noqa: PLC0415

    prompter = open_prompter(table, equipment.words, equipment.terms.languages, stop)
    prompter.start()
    return prompter.say


def _start_dimmer(settings: Settings, source: str, stop: Stop) -> None:
    table = settings.kiosk.brightness
    if not table.device:
        return
    try:
        backlight = Backlight(Path(table.device))
    except NoBacklight as error:
        accepted = "accepted: a folder below /sys/class/backlight, or empty"
        raise SettingsError(source, [f"kiosk.brightness.device: {error} ({accepted})"]) from error
    Dimmer(backlight, table, ZoneInfo(settings.center.timezone), SystemClock(), stop).start()


def _equipment(settings: Settings, source: str) -> Equipment:
    words = load_words(Path(__file__).parent / "locale")
    icons = {domain.id: domain.icon for domain in settings.domains if domain.icon}
    problems = [
        f"domains: {domain}: icon: no icon {icon!r} (accepted: a name from "
        "pictogrammers.com/library/mdi, such as 'home-city-outline')"
        for domain, icon in icons.items()
        if not is_icon(icon)
    ]
    if problems:
        raise SettingsError(source, problems)
    languages = _languages(settings.kiosk, words, source)
    terms = Terms(_printer(settings), languages, settings.kiosk.name, _times(settings.kiosk))
    return Equipment(words, terms, icons, version("motcua"), is_icon)


def _languages(table: KioskTable, words: Words, source: str) -> tuple[str, ...]:
    known = words.languages()
    problems = [
        f"kiosk.languages: no texts in {language!r} (accepted: {', '.join(known)})"
        for language in table.languages
        if language not in known
    ]
    if problems or not table.languages:
        raise SettingsError(source, problems or ["kiosk.languages: at least one is needed"])
    return tuple(table.languages)


def _printer(settings: Settings) -> str | None:
    """Where tickets are printed; null: numbers are only shown."""
    if settings.kiosk.printer == NO_PRINTER:
        return None
    return settings.kiosk.printer or settings.printer.name


def _times(table: KioskTable) -> Times:
    return Times(
        asking=table.asking_seconds,
        taking=table.taking_seconds,
        numbers=table.numbers,
        numbers_within=table.numbers_seconds,
        pause=table.pause_seconds,
    )
