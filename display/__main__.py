"""`motcua display`: where the lobby board is put together; and `say`, `record-list` and `--screenshots` for
whoever installs it.
"""

import argparse
import logging
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from boards.area import Area
from boards.headings import headings
from boards.layout import Screen
from boards.view import Viewer
from boards.words import board_words
from config import Settings, SettingsError
from config.settings import DisplayTable, VoiceTable
from config.token import device_token
from display.app import BoardApp, FaultFound, LinkChanged, SoundChanged
from display.center_names import CenterNames
from display.center_time import CenterTime
from display.notices import Notices
from display.paint.painter import Painter
from display.say import clips_of, manner_of, record_list, say
from display.screenshots import take_screenshots
from display.voice.announcer import Announcer, OnBegin, SilentVoice, Voice
from display.voice.sound_log import NotedVoice, SoundLog
from display.voice.volume import volume_at
from runtime.clock import Clock, SystemClock
from runtime.logs import start_logging
from runtime.stop import Stop
from screen.loop import Loop
from screen.mode import parse_mode
from screen.offscreen import LOG_SWITCH
from screen.window import Window, WindowError, open_window
from voice.loudspeaker import MixerLoudspeaker
from wire.client import Coordinator
from wire.feed import BoardFeed
from words import Words, load_words

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
_SAY_ARGUMENTS: Final = 3
_SAY_EXAMPLE: Final = "say A025 4 out.wav"
_END_SECONDS: Final = 2.0
_POLL_SECONDS: Final = 0.1
"""Nobody touches a board; only a window's keys and its closing wait for this."""
_NOTICE_SHARE: Final = 0.4
"""More of the screen's height no layout gives to a notice."""

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=("board", "say", "record-list"),
        default="board",
        help="board (default): run it; say: an announcement as a wave file; record-list: the clips to record",
    )
    parser.add_argument(
        "said", nargs="*", metavar="NUMBER COUNTER OUT.wav", help="for say: such as A025 4 out.wav"
    )
    parser.add_argument(
        "--times", type=int, default=1, metavar="N", help="say: as the Nth call of this number"
    )
    parser.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="draw the board in every layout into DIR, and end"
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    start_logging()
    words = load_words(Path(__file__).parent / "locale")
    if arguments.action == "say":
        return _say(settings, words, arguments)
    if arguments.action == "record-list":
        return record_list(settings.display.voice, words, words.of("vi"))
    if arguments.screenshots is not None:
        return take_screenshots(arguments.screenshots, words, settings)
    return _run_board(settings, words)


def _say(settings: Settings, words: Words, arguments: argparse.Namespace) -> int:
    if len(arguments.said) != _SAY_ARGUMENTS:
        raise SettingsError("motcua display say", [f"needs NUMBER COUNTER OUT.wav, such as {_SAY_EXAMPLE}"])
    number, counter, out = arguments.said
    try:
        return say(settings.display.voice, words, number, int(counter), arguments.times, Path(out))
    except ValueError as error:
        raise SettingsError("motcua display say", [f"{error}; such as {_SAY_EXAMPLE}"]) from error


def _run_board(settings: Settings, words: Words) -> int:
    token = device_token(settings, settings.display.token_file)
    stop = Stop().on_signals()
    viewer = Viewer(board_words(), settings.display.languages)
    try:
        with ExitStack() as cleanup:
            window = open_window(settings.display, headings(viewer).title.main)
            cleanup.callback(window.close)
            _compose(settings, words, viewer, window, token, stop, cleanup).run()
    except WindowError as error:
        log.error("%s", error)  # noqa: TRY400 the message is for the operator, the trace says nothing more
        return EXIT_FAILED
    return EXIT_DONE


def _compose(
    settings: Settings,
    words: Words,
    viewer: Viewer,
    window: Window,
    token: str,
    stop: Stop,
    cleanup: ExitStack,
) -> Loop:
    table, clock, time, url = settings.display, SystemClock(), CenterTime(), settings.coordinator.url
    names = CenterNames(Coordinator(url, token), stop, on_center=lambda center: loop.post(center))  # noqa: PLW0108 there is no loop yet
    folder = _log_folder(table)
    on_begin = _sound_log(folder, clock, cleanup)
    voice = _voice(
        table.voice, words, time, clock, stop, lambda fault: loop.post(SoundChanged(fault)), on_begin
    )
    if folder is not None:
        voice = noted = NotedVoice(voice, folder, clock)
        cleanup.callback(noted.close)
    app = BoardApp(
        viewer,
        Painter(_screen(table, window), headings(viewer)),
        Area(frozenset(table.domains), frozenset(table.counters)),
        voice,
        clock,
        time=time,
        ask_names=names.ask,
    )
    loop = Loop(window, app, stop, clock, idle_poll_seconds=_POLL_SECONDS)
    feed = BoardFeed(
        Coordinator(url, token),
        stop,
        on_board=loop.post,
        on_link=lambda is_up: loop.post(LinkChanged(is_up)),
        on_fault=lambda fault: loop.post(FaultFound(fault)),
    )
    speaker = threading.Thread(target=voice.run, name="voice", daemon=True)
    threads = [speaker, names, feed]
    if table.notices:
        threads.append(_notices(table, window, stop, loop))
    for thread in threads:
        thread.start()
    cleanup.callback(speaker.join, _END_SECONDS)
    return loop


def _voice(
    table: VoiceTable,
    words: Words,
    time: CenterTime,
    clock: Clock,
    stop: Stop,
    on_fault: Callable[[str], None],
    on_begin: OnBegin,
) -> Voice:
    if not table.on:
        return SilentVoice()

    def volume() -> float:
        now = time.now(clock.monotonic())
        return table.volume if now is None else volume_at(table, now.time())

    return Announcer(
        clips_of(table, words),
        MixerLoudspeaker(stop),
        manner_of(table),
        clock,
        stop,
        volume=volume,
        on_fault=on_fault,
        on_begin=on_begin,
    )


def _log_folder(table: DisplayTable) -> Path | None:
    """Off screen, where frames are logged, so are sounds; null elsewhere."""
    return parse_mode(table.mode).folder if os.environ.get(LOG_SWITCH) == "1" else None


def _sound_log(folder: Path | None, clock: Clock, cleanup: ExitStack) -> OnBegin:
    if folder is None:
        return lambda _call, _words: None
    log_file = SoundLog(folder, clock)
    cleanup.callback(log_file.close)
    return log_file.on_begin


def _notices(table: DisplayTable, window: Window, stop: Stop, loop: Loop) -> Notices:
    room = window.size[0], round(_NOTICE_SHARE * window.size[1])
    return Notices(Path(table.notices), table.notice_seconds, room, stop, on_turn=loop.post)


def _screen(table: DisplayTable, window: Window) -> Screen:
    return Screen(*window.size, window.dots_per_mm, table.distance_m)
