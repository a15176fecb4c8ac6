"""Whatever comes over the wire, or stands in a setting: it is understood, or refused by the error that is foreseen."""

from typing import Any, get_args

import msgspec
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

from tests.fakes.fuzz import fuzz
from wire import messages as m
from wire import pairing as p
from wire.address import WrongPin, split_pin
from wire.client import Coordinator, CoordinatorError, new_key
from wire.devices import Devices, is_inquirer, version_in
from wire.events import EventParser, StreamError

ANSWERS: list[type[msgspec.Struct]] = [
    kind
    for room in (m, p)
    for kind in vars(room).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == room.__name__
]
KEYS = sorted({field.name for kind in ANSWERS for field in msgspec.structs.fields(kind)})
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["A001", "waiting", "2026-11-24T08:00:00+07:00", "0" * 64, *get_args(m.Role)])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=20,
)


def test_there_are_messages_to_try() -> None:
    assert len(ANSWERS) > 25


@fuzz(100)
@given(kind=st.sampled_from(ANSWERS), value=values)
def test_any_json_is_a_message_or_is_none(kind: type[msgspec.Struct], value: Any) -> None:
    content = msgspec.json.encode(value)
    try:
        message = msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError:
        return
    assert msgspec.json.decode(msgspec.json.encode(message), type=kind) == message


class _Answering(BaseAdapter):
    """A coordinator, or a captive portal, that says this to everything."""

    def __init__(self, status: int, content_type: str, content: bytes) -> None:
        super().__init__()
        self._said = (status, content_type, content)

    def send(self, request: requests.PreparedRequest, *_arguments: Any, **_named: Any) -> requests.Response:
        response = requests.Response()
        response.status_code, kind, response._content = self._said
        response.headers["Content-Type"] = kind
        response.request = request
        response.url = request.url or ""
        return response

    def close(self) -> None:
        """Nothing is open."""


@fuzz(60)
@given(
    status=st.sampled_from([200, 201, 204, 301, 302, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503]),
    content_type=st.sampled_from(["application/json", "application/problem+json", "text/html", ""]),
    content=st.binary(max_size=40) | values.map(msgspec.json.encode),
)
def test_whatever_answers_a_device_goes_on(status: int, content_type: str, content: bytes) -> None:
    coordinator = Coordinator("http://coordinator", "token")
    coordinator._session.mount("http://", _Answering(status, content_type, content))
    for ask in (
        coordinator.board,
        coordinator.center,
        lambda: coordinator.call_next(1, new_key()),
        lambda: coordinator.claim("kiosk-1", new_key()),
        lambda: coordinator.close_domain("x", new_key()),
    ):
        try:
            ask()
        except CoordinatorError:
            continue
    coordinator.close()


addresses = st.text(max_size=40) | st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://x", "https://x:8080/", "https://[::1]:1", "", "//"]),
    st.sampled_from(["", "#", "#sha256=", "#sha256=" + "0" * 64, "#sha256=" + "F" * 64, "#sha1=" + "0" * 40]),
    st.text(max_size=5),
)


@fuzz(100)
@given(address=addresses)
def test_any_address_names_a_certificate_or_none_or_is_refused(address: str) -> None:
    try:
        url, fingerprint = split_pin(address)
    except WrongPin:
        return
    assert "#" not in url
    assert len(fingerprint) in (0, 64)
    assert set(fingerprint) <= set("0123456789abcdef")
    assert bool(fingerprint) == ("#" in address)


@fuzz(60)
@given(agent=st.text(max_size=40) | st.from_regex(r"motcua[a-z-]*/.{0,20}", fullmatch=True))
def test_any_name_of_a_program_is_read(agent: str) -> None:
    version = version_in(agent)
    assert version is None or len(version) <= 32
    assert is_inquirer(agent) in (True, False)
    msgspec.json.encode(Devices(version=version or "", up_s=0, devices=[]))


@fuzz(100)
@given(chunks=st.lists(st.binary(max_size=60), max_size=8))
def test_any_stream_is_events_or_is_given_up(chunks: list[bytes]) -> None:
    parser = EventParser()
    for chunk in chunks:
        try:
            parser.feed(chunk)
        except StreamError:
            return


numbers = st.from_regex(r"\A[0-9a-f]{64}\Z")


@fuzz(60)
@given(promise=numbers, nonce=numbers, name=st.text(max_size=10))
def test_no_made_up_number_keeps_a_promise(promise: str, nonce: str, name: str) -> None:
    assert not p.keeps_promise(promise, nonce, "display", name)
    assert p.keeps_promise(p.promise_of(nonce, "display", name), nonce, "display", name)
