"""`motcua printer`: where the printing agent is put together; and `test`, `status` and `preview` for
whoever installs it.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PIL import Image

from centers.description import describe_center
from config import Settings, SettingsError
from config.token import device_token
from printer.agent import LOOK_SECONDS, Agent
from printer.decoder import decode, join_sheets
from printer.device import HELD
from printer.news import News
from printer.opening import printer_opener, profile_of
from printer.picture import on_paper
from printer.press import Press
from printer.reports import describe
from printer.sample import sample_job, trial_job
from printer.typesetter import Typesetter, load_logo
from runtime.clock import SystemClock
from runtime.logs import start_logging
from runtime.notify import notify, watchdog_seconds
from runtime.stop import Stop
from wire.client import Coordinator
from wire.feed import BoardFeed
from wire.messages import Center
from words import Words, load_words

ACTIONS: Final = ("agent", "test", "status", "preview")
EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
_WHO_HOLDS_IT: Final = (
    "this machine's own service is at work with the printer, as it should be: print the test by “In thử” beside the "
    "printer on the staff's pages, which tell of its paper and cover too; or for this command:\n"
    "sudo systemctl stop motcua-printer   # and start it afterwards; tickets wait for it meanwhile\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="agent")
    parser.add_argument("out", nargs="?", type=Path, metavar="OUT.png", help="preview: the picture to write")
    parser.add_argument("--language", default="vi", help="preview: the citizen's language (default: vi)")
    parser.add_argument("--languages", help="preview: the ticket's languages, such as vi or vi,en")
    parser.add_argument("--copy", action="store_true", help="preview: marked as a copy")
    parser.add_argument("--procedure", metavar="ID", help="preview: with the papers to bring for it")
    parser.add_argument("--test", action="store_true", help="preview: the ticket of a test")
    parser.add_argument("--width", type=int, choices=(384, 576), help="preview: the paper's width in dots")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    start_logging()
    actions: dict[str, Callable[[Settings, argparse.Namespace], int]] = {
        "agent": _run_agent,
        "test": _print_test,
        "status": _say_status,
        "preview": _preview,
    }
    return actions[arguments.action](settings, arguments)


def _run_agent(settings: Settings, _arguments: argparse.Namespace) -> int:
    stop, clock = Stop().on_signals(), SystemClock()
    alive = partial(notify, "WATCHDOG=1")
    token = device_token(settings, settings.printer.token_file)
    make_typesetter = _typesetters(settings)
    # The first citizen waits for no font.
    make_typesetter(describe_center(settings)).set(sample_job(settings))
    news = News(settings.printer.name, clock.monotonic)
    stop.when_asked(news.wake)
    url = settings.coordinator.url
    feed = BoardFeed(Coordinator(url, token), stop, news.on_board, news.on_link)
    agent = Agent(
        printer=settings.printer.name,
        coordinator=Coordinator(url, token),
        press=_press(settings, alive),
        typesetter=make_typesetter,
        news=news,
        clock=clock,
        stop=stop,
        alive=alive,
        longest_pause_seconds=watchdog_seconds() or LOOK_SECONDS,
    )
    feed.start()
    notify("READY=1")
    agent.run()
    notify("STOPPING=1")
    return EXIT_DONE


def _print_test(settings: Settings, _arguments: argparse.Namespace) -> int:
    press = _press(settings)
    outcome = press.print_ticket(_typesetters(settings)(describe_center(settings)).set(trial_job(settings)))
    press.close()
    if outcome.outcome == "printed":
        return EXIT_DONE
    sys.stderr.write(f"{settings.printer.device}: {outcome.reason}\n")
    _say_who_holds_it(outcome.reason)
    return EXIT_FAILED


def _say_status(settings: Settings, _arguments: argparse.Namespace) -> int:
    press = _press(settings)
    status = press.status()
    press.close()
    sys.stdout.write(f"{settings.printer.device}: {describe(status)}\n")
    _say_who_holds_it(status.detail)
    return EXIT_DONE if status.online else EXIT_FAILED


def _say_who_holds_it(reason: str) -> None:
    if HELD in reason:
        sys.stderr.write(_WHO_HOLDS_IT)


def _preview(settings: Settings, arguments: argparse.Namespace) -> int:
    """Through the bytes and the decoder, so that what is shown is what a printer would print."""
    problems = list(_preview_problems(settings, arguments))
    if problems:
        raise SettingsError("motcua printer preview", problems)
    width = arguments.width or settings.printer.width_dots
    settings = replace(settings, printer=replace(settings.printer, width_dots=width))
    sample = sample_job(
        settings, language=arguments.language, copy=arguments.copy, procedure=arguments.procedure
    )
    languages = arguments.languages.split(",") if arguments.languages else settings.printer.languages
    ticket = _typesetters(settings, languages)(describe_center(settings)).set(
        trial_job(settings) if arguments.test else sample
    )
    try:
        on_paper(join_sheets(decode(ticket.data, width), width)).save(arguments.out, "PNG")
    except OSError as error:
        sys.stderr.write(f"{arguments.out}: {error.strerror or error}\n")
        return EXIT_FAILED
    return EXIT_DONE


def _preview_problems(settings: Settings, arguments: argparse.Namespace) -> Iterator[str]:
    if arguments.out is None:
        yield "OUT.png is missing: the file to draw into"
    procedures = [procedure.id for domain in settings.domains for procedure in domain.procedures]
    if arguments.procedure is not None and arguments.procedure not in procedures:
        yield f"--procedure {arguments.procedure}: unknown (accepted: {', '.join(procedures)})"
    known = _words().languages()
    wanted = [arguments.language, *(arguments.languages.split(",") if arguments.languages else [])]
    for language in wanted:
        if language not in known:
            yield f"language {language}: unknown (accepted: {', '.join(known)})"


def _press(settings: Settings, alive: Callable[[], None] = lambda: None) -> Press:
    folder = os.environ.get("RUNTIME_DIRECTORY")
    in_flight = Path(folder) / f"{settings.printer.name}.in-flight" if folder else None
    return Press(printer_opener(settings, alive), profile_of(settings), in_flight=in_flight, alive=alive)


def _typesetters(
    settings: Settings, languages: Sequence[str] | None = None
) -> Callable[[Center], Typesetter]:
    """What makes a typesetter from the centre's names; everything else is read now, so that mistakes show
    at the start.
    """
    words, profile = _words(), profile_of(settings)
    logo = _logo(settings, profile.width_dots)
    wanted = settings.printer.languages if languages is None else languages
    return lambda center: Typesetter(center, words, profile, wanted, logo, settings.printer.device)


def _logo(settings: Settings, width_dots: int) -> Image.Image | None:
    if not settings.ticket.logo:
        return None
    try:
        return load_logo(Path(settings.ticket.logo), width_dots)
    except OSError as error:
        problem = f"ticket.logo: {error} (accepted: the path of a PNG file, or empty)"
        raise SettingsError("center.toml", [problem]) from error


def _words() -> Words:
    return load_words(Path(__file__).parent / "locale")
