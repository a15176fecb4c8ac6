"""The settings' types: the keys of `center.toml`, their defaults, units and bounds.

Each table of the file is one class here, each key one field. `config.loading` turns a file into `Settings`
and names every mistake in it.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from config.values import (
    ClockTime,
    Database,
    Device,
    Gesture,
    Gpio,
    Host,
    Icon,
    Identifier,
    Language,
    Metres,
    Millimetres,
    Minutes,
    PatientSeconds,
    Pins,
    Port,
    Prefix,
    Rotation,
    ScreenMode,
    Seconds,
    Share,
    Text,
    Url,
    Weekday,
)


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the file. A key that is not a field is an error."""


class Hours(Table, frozen=True):
    """When numbers are issued, local time. Who holds a number is served whatever the hour."""

    days: list[Weekday] = msgspec.field(default_factory=lambda: ["mon", "tue", "wed", "thu", "fri"])
    start: ClockTime = "06:00"
    end: ClockTime = "17:00"


class CenterTable(Table, frozen=True):
    """`hours` empty: numbers are issued at any time."""

    id: Identifier
    name: Text
    timezone: str = "Asia/Ho_Chi_Minh"
    day_starts: ClockTime = "04:00"
    languages: list[Language] = msgspec.field(default_factory=lambda: ["vi", "en"])
    hours: list[Hours] = []


class Procedure(Table, frozen=True):
    id: Identifier
    name: Text
    papers: list[Text] = []


class Domain(Table, frozen=True):
    """`service_minutes` is the mean time at the counter that expected waits start from.

    `icon`: what the kiosk shows beside the name, one of Material Design Icons, such as `home-city-outline`.
    """

    id: Identifier
    prefix: Prefix
    name: Text
    icon: Icon = ""
    service_minutes: Minutes = 6.0
    procedures: list[Procedure] = []


class CounterTable(Table, frozen=True):
    """`domains` are served first come, first served; `overflow` only while nobody waits for those."""

    id: Annotated[int, Meta(ge=1, le=999)]
    domains: list[Identifier]
    overflow: list[Identifier] = []


class QueueTable(Table, frozen=True):
    """`priority_run`: at most so many priority tickets in a row while an ordinary one waits."""

    priority_run: Annotated[int, Meta(ge=1, le=100)] = 2


class TargetTable(Table, frozen=True):
    """What waits are to be: at most `mean_minutes` on average, and more than `longest_minutes` for at most `share`."""

    mean_minutes: Minutes = 15.0
    longest_minutes: Minutes = 15.0
    share: Annotated[float, Meta(ge=0.01, le=1)] = 0.2


class CoordinatorTable(Table, frozen=True):
    """`public_url` is what citizens' phones reach; without it `url` stands in ticket links.

    `threads` bounds the requests and event streams that one worker serves at once; `workers`: processes, more than one
    only on PostgreSQL. `keep_days`: what is older is summed up by day, and its tickets are removed. `token_file`: what
    this machine's devices sign in with. `certificate`, `private_key`: PEM files; with no certificate no TLS is spoken.
    """

    database: Database = "sqlite:////var/lib/motcua/motcua.db"
    url: Url = "http://127.0.0.1:8080"
    public_url: Url | Literal[""] = ""
    host: Host = "127.0.0.1"
    port: Port = 8080
    threads: Annotated[int, Meta(ge=4, le=4096)] = 128
    workers: Annotated[int, Meta(ge=1, le=64)] = 1
    keep_days: Annotated[int, Meta(ge=30, le=3650)] = 400
    token_file: str = "/etc/motcua/token"  # noqa: S105 a path
    certificate: str = ""
    private_key: str = ""


class PrinterTable(Table, frozen=True):
    """`device`: usb | usb:VVVV:PPPP | tcp:HOST:PORT | file:PATH | serial:DEV | virtual:DIR.

    `band_height`: rows sent in one command, fewer for small buffers; `baud`: of a serial line;
    `speed_mm_s`: how fast paper comes; `status` false: the printer is never asked how it is.
    `token_file` empty: the machine's, `[coordinator] token_file`.
    """

    name: Identifier = "kiosk-1"
    device: Device = "usb"
    width_dots: Literal[384, 576] = 576
    languages: list[Language] = msgspec.field(default_factory=lambda: ["vi", "en"])
    cut: bool = True
    band_height: Annotated[int, Meta(ge=8, le=2304)] = 256
    baud: Annotated[int, Meta(ge=1200, le=921600)] = 19200
    speed_mm_s: Annotated[int, Meta(ge=10, le=1000)] = 100
    status: bool = True
    token_file: str = ""


class TicketTable(Table, frozen=True):
    """`footer` is printed at the foot of each ticket, by language; `logo`, a PNG file, at its head."""

    footer: dict[Language, str] = {}
    logo: str = ""


class ScreenTable(Table, frozen=True):
    """A screen. `mode`: fullscreen | window:WIDTHxHEIGHT | offscreen:DIR:WIDTHxHEIGHT.

    `offscreen` draws into DIR/frame.png and takes touches from DIR/touch.sock, for demonstrations and tests.
    `rotation`: degrees by which the picture is turned clockwise, for a screen that hangs on its side;
    `width_mm` is then measured across the picture as it is looked at.
    """

    mode: ScreenMode = "fullscreen"
    width_mm: Millimetres = 344.0
    rotation: Rotation = 0
    languages: list[Language] = msgspec.field(default_factory=lambda: ["vi", "en"])
    token_file: str = ""


class KioskVoiceTable(Table, frozen=True):
    """Spoken prompts at the kiosk. `clips`: folder of recordings; what is missing there is made once and kept."""

    on: bool = False
    clips: str = "/var/lib/motcua/clips"
    volume: Share = 0.8


class BrightSpan(Table, frozen=True):
    """From `start` until before `end`, local time, the screen has this `level`; it may span midnight."""

    start: ClockTime
    end: ClockTime
    level: Share


class BrightnessTable(Table, frozen=True):
    """The back light. `device`: its folder, such as /sys/class/backlight/10-0045; empty: it is left alone.

    `level`: of its greatest brightness; `schedule`: other levels by hour. 0 is dark.
    """

    device: str = ""
    level: Share = 1.0
    schedule: list[BrightSpan] = []


class KioskTable(ScreenTable, frozen=True):
    """`name` says at the staff's pages where a person who asked for help waits.

    `printer` empty: `[printer] name`, the printer of this machine; `none`: numbers are only shown.
    `bottom_mm`: how high the lower edge of the visible screen is above the floor, millimetres: nothing that is
    to be touched stands above 1,220 mm. `asking_seconds`, `taking_seconds`: how long a question and the
    "take your ticket" screen wait for a touch. `touch_rotation`: degrees by which the touch panel is turned
    clockwise on its screen. After `numbers` numbers within `numbers_seconds` the kiosk pauses for
    `pause_seconds`; `numbers` 0: never. `corner_account`: whose PIN opens the staff corner.
    """

    name: Identifier = "kiosk-1"
    printer: str = ""
    bottom_mm: Annotated[float, Meta(ge=0, le=1100)] = 800.0
    touch_rotation: Rotation = 0
    asking_seconds: PatientSeconds = 60.0
    taking_seconds: PatientSeconds = 30.0
    numbers: Annotated[int, Meta(ge=0, le=100)] = 3
    numbers_seconds: Annotated[float, Meta(ge=1, le=3600)] = 60.0
    pause_seconds: Annotated[float, Meta(ge=1, le=600)] = 15.0
    corner_account: Annotated[str, Meta(min_length=1, max_length=64)] = "kiosk"
    voice: KioskVoiceTable = KioskVoiceTable()
    brightness: BrightnessTable = BrightnessTable()


class LoudSpan(Table, frozen=True):
    """From `start` until before `end`, local time, the voice has this `volume`; it may span midnight."""

    start: ClockTime
    end: ClockTime
    volume: Share


class VoiceTable(Table, frozen=True):
    """The board's voice. `clips`: folder of recorded words; what is missing there is made once and kept.

    `hundreds`: how 105 is read, một trăm lẻ năm or, in the north, linh. `schedule`: other volumes by hour.
    """

    on: bool = True
    clips: str = "/var/lib/motcua/clips"
    english: bool = False
    repeats: Annotated[int, Meta(ge=1, le=3)] = 2
    volume: Share = 1.0
    hundreds: Literal["lẻ", "linh"] = "lẻ"
    schedule: list[LoudSpan] = []


class DisplayTable(ScreenTable, frozen=True):
    """The lobby board. `distance_m`: from the board to the farthest reader, metres.

    `domains`, `counters`: what this board shows and speaks; empty: all. `notices`: a folder of pictures and short
    texts that take turns, each for `notice_seconds`; empty: none.
    """

    width_mm: Millimetres = 930.0
    distance_m: Metres = 10.0
    domains: list[Identifier] = []
    counters: list[Annotated[int, Meta(ge=1, le=999)]] = []
    notices: str = ""
    notice_seconds: Annotated[float, Meta(ge=3, le=3600)] = 15.0
    voice: VoiceTable = VoiceTable()


class Button(Table, frozen=True):
    """One counter's call-next button and its lamp.

    The button is on a pin (`gpio`, BCM number), or is a key of a USB keypad or wireless presenter: `keyboard`, its
    device file, and `key`, a name of `config.keys`; without `key` every key of that device is the button.
    `active_low`: pressed connects the pin to ground (the usual wiring); `pull`: the Pi's own resistor, `auto` holds
    an open contact at the level of not pressed. `press`, `hold`, `double`: where this button differs from the table's.
    """

    counter: Annotated[int, Meta(ge=1, le=999)]
    gpio: Gpio | None = None
    keyboard: Annotated[str, Meta(max_length=255)] = ""
    key: Annotated[str, Meta(max_length=32)] = ""
    lamp: Gpio | None = None
    active_low: bool = True
    pull: Literal["auto", "up", "down", "none"] = "auto"
    lamp_active_high: bool = True
    press: Gesture | None = None
    hold: Gesture | None = None
    double: Gesture | None = None


class CounterAgentTable(Table, frozen=True):
    """The agent for buttons. `pins`: gpio, or mock:SOCKET for pins driven over a Unix socket.

    `settle_ms`: how long a level must hold to count; `hold_seconds`: a press so long is a hold;
    `double_seconds`: two presses no farther apart are a double press; `lockout_seconds`: after a press no other
    counts for so long. `press`, `hold`, `double`: what each of them does.
    """

    pins: Pins = "gpio"
    buttons: list[Button] = []
    settle_ms: Annotated[int, Meta(ge=1, le=500)] = 20
    hold_seconds: Seconds = 1.5
    double_seconds: Annotated[float, Meta(ge=0.1, le=2)] = 0.4
    lockout_seconds: Annotated[float, Meta(ge=0, le=60)] = 1.0
    press: Gesture = "next"
    hold: Gesture = "recall"
    double: Gesture = "no-show-next"
    token_file: str = ""


class Settings(Table, frozen=True):
    """The whole file."""

    center: CenterTable
    domains: list[Domain]
    counters: list[CounterTable]
    queue: QueueTable = QueueTable()
    target: TargetTable = TargetTable()
    coordinator: CoordinatorTable = CoordinatorTable()
    printer: PrinterTable = PrinterTable()
    ticket: TicketTable = TicketTable()
    kiosk: KioskTable = KioskTable()
    display: DisplayTable = DisplayTable()
    counter: CounterAgentTable = CounterAgentTable()
