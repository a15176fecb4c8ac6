"""`motcua demo`, put together: processes on free ports, the page, the keys, and a watch over them all."""

import argparse
import logging
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from config import Settings
from demo.admission import Admission
from demo.desktop import Windows, has_desktop, plan_windows
from demo.hall import Hall
from demo.keys import KeySocket
from demo.page import create_page
from demo.server import PageServer, PortTaken
from demo.supervision import Supervision
from demo.watch import Watch
from demo.welcome import Welcome
from rehearsal.center import TooManyCounters, rehearse
from rehearsal.lobby import Interrupted, Lobby, RehearsalError, free_port
from rehearsal.place import Place, make_place
from runtime.logs import start_logging
from runtime.stop import Stop
from screen.desktop import NoDesktop
from wire.client import CoordinatorError, Stopped, new_key
from words import load_words

CONFIG: Final = Path(__file__).resolve().parent.parent / "config" / "demo.toml"
LOCALE: Final = Path(__file__).parent / "locale"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the database and the tickets here (a temporary folder)"
    )
    parser.add_argument("--port", type=_port, default=0, metavar="P", help="the page's port (a free one)")
    parser.add_argument(
        "--browser", action="store_true", help="no windows, also where there is a screen: all is on the page"
    )
    parser.set_defaults(config=CONFIG)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Run the lobby until SIGTERM or Ctrl-C; 1 where it does not come to life."""
    start_logging("warning")
    # A lost line is told by the watch over the processes.
    logging.getLogger("wire.feed").setLevel(logging.ERROR)
    stop = Stop().on_signals()
    with ExitStack() as cleanup:
        try:
            place = make_place(arguments.data)
            cleanup.callback(place.clear_away, with_data=arguments.data is None)
            windows = None if arguments.browser or not has_desktop(os.environ) else plan_windows()
            _open_hall(settings, arguments, place, windows, stop, cleanup).run()
        except (Interrupted, Stopped):
            return 0
        except NoDesktop as error:
            sys.stderr.write(f"demo: {error}; motcua demo --browser needs none\n")
            return 1
        except (RehearsalError, TooManyCounters, PortTaken, CoordinatorError, OSError) as error:
            sys.stderr.write(f"demo: {error}\n")
            return 1
    return 0


def _open_hall(
    settings: Settings,
    arguments: argparse.Namespace,
    place: Place,
    windows: Windows | None,
    stop: Stop,
    cleanup: ExitStack,
) -> Supervision:
    """Bring all to life; what is returned has to be run on this thread, which the processes live by."""
    server = PageServer(arguments.port)
    cleanup.callback(server.close)
    sizes = None if windows is None else windows.sizes
    rehearsed = rehearse(settings, place, free_port(), windows=sizes, is_speaking=windows is not None)
    environments = {} if windows is None else windows.environments
    lobby = Lobby(place, rehearsed, {"MOTCUA_KEYS": str(place.keys)}, environments, stop=stop)
    cleanup.callback(lobby.end)
    welcome = Welcome(load_words(LOCALE), sys.stdout, os.environ)
    welcome.say_starting(settings)
    hall = Hall(lobby, stop)
    cleanup.callback(hall.close)
    hall.open()
    keys = KeySocket(place.keys, hall.press, [counter.id for counter in settings.counters])
    keys.start()
    cleanup.callback(keys.close)
    supervision = Supervision(list(lobby.children.values()), stop, welcome.say_ended)
    watch = Watch(hall, supervision.states, stop)
    watch.start()
    cleanup.callback(watch.join)
    cleanup.callback(stop.ask)
    admission = Admission(new_key(), server.port)
    server.serve(create_page(hall, watch, supervision, admission, welcome.words))
    url = server.url(admission.key)
    welcome.say_ready(url, server.port, place, hall, is_kept=arguments.data is not None)
    return supervision


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 the ports there are
        raise argparse.ArgumentTypeError(f"{port} is not a port (accepted: 0 to 65535)")
    return port
