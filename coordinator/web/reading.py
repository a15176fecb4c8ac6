"""From the bytes of a request to the message that its endpoint declared, or to a refusal that says why not."""

import hashlib
from http import HTTPStatus
from typing import Any, Final, NoReturn

import msgspec
from flask import request
from werkzeug.exceptions import HTTPException

from coordinator.desk import Once
from coordinator.web.endpoint import Endpoint
from coordinator.web.problems import Rejected
from wire.messages import Request

LONGEST_BODY_BYTES: Final = 64 * 1024
LONGEST_KEY: Final = 64
_JSON: Final = "application/json"


class Nothing(Request, frozen=True):
    """The body of an endpoint that takes none: absent, or an empty object."""


def read_wish(endpoint: Endpoint) -> Request | None:
    """The body as the declared type; null where the endpoint takes none. Raises `Rejected`."""
    if not endpoint.takes_body:
        return None
    content = _read_body()
    if endpoint.wish is None:
        if content:
            _check_media_type()
            _decode(content, Nothing)
        return None
    if content or request.content_type:
        _check_media_type()
    return _decode(content, endpoint.wish)


def read_once(endpoint: Endpoint, wish: Request | None) -> Once | None:
    """The idempotency key with the fingerprint of what it stands for; null where none was sent.

    The fingerprint is taken of the message, so that neither white space nor the order of keys matters.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or not endpoint.takes_key:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Rejected(
            HTTPStatus.BAD_REQUEST,
            "bad-idempotency-key",
            "The Idempotency-Key cannot be used",
            accepted=[f"1 to {LONGEST_KEY} printable ASCII characters"],
        )
    body = b"" if wish is None else msgspec.json.encode(wish, order="sorted")
    fingerprint = hashlib.sha256(b"\n".join((request.method.encode(), request.path.encode(), body)))
    return Once(key=key, fingerprint=fingerprint.hexdigest())


def _read_body() -> bytes:
    try:
        return request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 see below
        # The server's parser raises its own errors for a chunked body that breaks off or lies.
        _reject_malformed(f"the body cannot be read: {error}")


def _check_media_type() -> None:
    if request.mimetype != _JSON or request.headers.get("Content-Encoding", "identity") != "identity":
        sent = request.headers.get("Content-Type", "none")
        raise Rejected(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "wrong-content-type",
            "The body is not of a type that is understood",
            f"Content-Type is {sent}",
            [_JSON],
        )


def _decode(content: bytes, kind: type[Request]) -> Request:
    try:
        content.decode()
        wish = msgspec.json.decode(content, type=kind)
    except UnicodeDecodeError as error:
        _reject_malformed(f"the body is not UTF-8: {error.reason} at byte {error.start}")
    except msgspec.ValidationError as error:
        _check_syntax(content)
        _reject_wish(str(error), kind)
    except msgspec.DecodeError as error:
        _reject_malformed(str(error))
    # No text of people has it, and PostgreSQL's texts cannot hold it.
    if rb"\u0000" in content:
        _reject_wish("a text holds the character U+0000", kind)
    return wish


def _check_syntax(content: bytes) -> None:
    """A first key of a wrong type must not hide that the rest is no JSON at all."""
    try:
        msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        _reject_malformed(str(error))


def _reject_malformed(detail: str) -> NoReturn:
    raise Rejected(
        HTTPStatus.BAD_REQUEST, "malformed-json", "The body is not JSON", detail, ["JSON in UTF-8 (RFC 8259)"]
    )


def _reject_wish(detail: str, kind: type[Request]) -> NoReturn:
    raise Rejected(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "wrong-body",
        "The body does not say what this request needs",
        detail,
        describe_fields(kind),
    )


def describe_fields(kind: type[Request]) -> list[str]:
    """One line for each key that a request may have, such as `priority: "elderly", "disabled" or null`."""
    _, components = msgspec.json.schema_components([kind])
    schema = components[kind.__name__]
    required = schema.get("required", [])
    lines = []
    for name, field in schema.get("properties", {}).items():
        suffix = "" if name in required else " (optional)"
        lines.append(f"{name}: {_describe(field)}{suffix}")
    return lines or ["{}"]


def _describe(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_describe(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(msgspec.json.encode(value).decode() for value in schema["enum"])
    if schema["type"] == "array":
        return f"array of {_describe(schema['items'])}"
    limits = [f"{key} {schema[key]}" for key in ("minLength", "maxLength", "pattern") if key in schema]
    return f"{schema['type']} ({', '.join(limits)})" if limits else str(schema["type"])
