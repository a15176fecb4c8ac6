"""What a single value of `center.toml` may be: its bounds, its unit, and how it is told to an operator."""

from typing import Annotated, Literal

from msgspec import Meta

Identifier = Annotated[
    str,
    Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,62}\Z", description="1 to 63 of a–z, 0–9 and '-', not '-' first"),
]
Prefix = Annotated[str, Meta(pattern=r"\A[A-Z]{1,2}\Z", description="one or two capital letters A–Z")]
ClockTime = Annotated[
    str,
    Meta(pattern=r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z", description="'HH:MM' in quotes, 00:00 to 23:59"),
]
Language = Annotated[
    str, Meta(pattern=r"\A[a-z]{2,8}\Z", description="a language's letters, as 'vi' or 'en'")
]
Url = Annotated[
    str,
    Meta(
        pattern=r"\Ahttps?://[^\s/#]+(/[^\s#]*)?(#sha256=[0-9a-fA-F]{64})?\Z",
        description="'http://HOST:PORT' or 'https://…', with '#sha256=…' for the one certificate that may answer",
    ),
]
Host = Annotated[
    str, Meta(pattern=r"\A[^\s/]+\Z", description="this machine's address or name, as '127.0.0.1'")
]
Database = Annotated[
    str,
    Meta(
        pattern=r"\A(sqlite:///.+|postgresql(\+psycopg)?://.+)\Z",
        description="'sqlite:///PATH' or 'postgresql+psycopg://USER@HOST/NAME'",
    ),
]
Device = Annotated[
    str,
    Meta(
        pattern=r"\A(usb|usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}|tcp:[^\s]+:[0-9]{1,5}|(file|serial|virtual):.+)\Z",
        description="'usb', 'usb:VVVV:PPPP', 'tcp:HOST:PORT', 'file:PATH', 'serial:DEV' or 'virtual:DIR'",
    ),
]
ScreenMode = Annotated[
    str,
    Meta(
        pattern=r"\A(fullscreen|(window|offscreen:.+):[1-9][0-9]{1,4}x[1-9][0-9]{1,4})\Z",
        description="'fullscreen', 'window:WIDTHxHEIGHT' or 'offscreen:DIR:WIDTHxHEIGHT', in dots",
    ),
]
Icon = Annotated[
    str,
    Meta(
        pattern=r"\A([a-z0-9]+(-[a-z0-9]+)*)?\Z",
        description="the name of an icon from pictogrammers.com/library/mdi, such as 'home-city-outline', or empty",
    ),
]
Pins = Annotated[str, Meta(pattern=r"\A(gpio|mock:.+)\Z", description="'gpio' or 'mock:SOCKET'")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Port = Annotated[int, Meta(ge=0, le=65535)]
Gpio = Annotated[int, Meta(ge=0, le=63)]
Gesture = Literal["next", "recall", "finish", "no-show", "no-show-next", "hold", "undo", "off"]
"""What a press does at the counter; `off`: nothing."""
Minutes = Annotated[float, Meta(gt=0, le=600)]
Seconds = Annotated[float, Meta(gt=0, le=60)]
Millimetres = Annotated[float, Meta(gt=0, le=10_000)]
Metres = Annotated[float, Meta(gt=0, le=1000)]
Rotation = Literal[0, 90, 180, 270]
PatientSeconds = Annotated[
    float, Meta(ge=30, le=600, description="seconds, 30 to 600 (fewer would hurry people)")
]
Share = Annotated[float, Meta(ge=0, le=1)]
Text = dict[Language, str]
"""One text in several languages, keyed by language; `vi` is always there."""
