"""The OpenAPI 3.1 document, drawn from the declarations that route and validate: so it is true."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
from flask import Response

from coordinator.web.endpoint import EVERY_ROLE, PARAMETERS, PREFIX, Endpoint, Topic
from coordinator.web.problems import MEDIA_TYPE
from coordinator.web.reading import LONGEST_KEY
from wire import messages as m

Json = dict[str, Any]

_REFERENCES: Final = "#/components/schemas/{name}"
_KEY: Final[Json] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same request gives the first answer again, for at least 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
}


def openapi_topic(topics: Sequence[Topic], version: str) -> Topic:
    """The topic that serves the document of the others and of itself."""
    document = b""

    def answer(_ask: object) -> Response:
        return Response(document, mimetype="application/json")

    own = Endpoint(
        "readDocument",
        "GET",
        "/openapi.json",
        "This document.",
        EVERY_ROLE,
        answer,
        {200: None},
    )
    topic = Topic("openapi", [own])
    document = msgspec.json.encode(describe([*topics, topic], version))
    return topic


def describe(topics: Iterable[Topic], version: str) -> Json:
    """The whole document."""
    topics = list(topics)
    endpoints = [(topic, endpoint) for topic in topics for endpoint in topic.endpoints]
    kinds = _kinds(endpoint for _, endpoint in endpoints)
    _, components = msgspec.json.schema_components(kinds, ref_template=_REFERENCES)
    paths: dict[str, Json] = {}
    for topic, endpoint in endpoints:
        operations = paths.setdefault(PREFIX + endpoint.path, {})
        operations[endpoint.method.lower()] = _operation(topic, endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Một Cửa", "version": version, "license": {"name": "See LICENSE"}},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": name} for name in [*(topic.name for topic in topics), "open"]],
        "paths": paths | _open_paths(),
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _kinds(endpoints: Iterable[Endpoint]) -> list[type[msgspec.Struct]]:
    """Every message that the document shows, each once."""
    found: dict[type[msgspec.Struct], None] = {m.Problem: None, m.Health: None}
    for endpoint in endpoints:
        for kind in (endpoint.wish, *endpoint.answers.values()):
            if kind is not None:
                found[kind] = None
    return list(found)


def _operation(topic: Topic, endpoint: Endpoint) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "tags": [topic.name],
        "summary": endpoint.summary,
        "description": f"Roles: {', '.join(sorted(endpoint.roles))}."
        if endpoint.roles
        else "Needs no token.",
        "responses": _responses(endpoint),
    }
    if not endpoint.roles:
        operation["security"] = []
    parameters = _parameters(endpoint)
    if parameters:
        operation["parameters"] = parameters
    if endpoint.wish is not None:
        content = {"application/json": {"schema": _reference(endpoint.wish)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(endpoint: Endpoint) -> list[Json]:
    path = [
        {"name": name, "in": "path", "required": True, "description": part.description, "schema": part.schema}
        for name, part in PARAMETERS.items()
        if f"{{{name}}}" in endpoint.path
    ]
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in endpoint.query.items()]
    return [*path, *query, *([_KEY] if endpoint.takes_key else [])]


def _responses(endpoint: Endpoint) -> Json:
    responses: Json = {}
    for status, kind in endpoint.answers.items():
        responses[str(status)] = _response(status, _content(endpoint, status, kind))
    for status in endpoint.statuses():
        responses[str(status)] = _response(status, {MEDIA_TYPE: {"schema": _reference(m.Problem)}})
    return responses


def _content(endpoint: Endpoint, status: int, kind: type[msgspec.Struct] | None) -> Mapping[str, object]:
    if status == HTTPStatus.NO_CONTENT:
        return {}
    whole: Json = {"type": "string"} if endpoint.media_type.startswith("text/") else {"type": "object"}
    return {endpoint.media_type: {"schema": whole if kind is None else _reference(kind)}}


def _response(status: int, content: Mapping[str, object]) -> Json:
    response: Json = {"description": HTTPStatus(status).phrase}
    return response | {"content": content} if content else response


def _reference(kind: type[msgspec.Struct]) -> Json:
    return {"$ref": _REFERENCES.format(name=kind.__name__)}


def _open_paths() -> Json:
    """What answers without a token."""
    health = {"application/json": {"schema": _reference(m.Health)}}
    page = {"text/html": {"schema": {"type": "string"}}}
    link = {"name": "link", "in": "path", "required": True, "schema": {"type": "string"}}
    language = {"name": "lang", "in": "query", "schema": {"type": "string"}}
    return {
        "/healthz": {
            "get": {
                "operationId": "readHealth",
                "tags": ["open"],
                "summary": "Whether the coordinator works; 503 with the reason where it does not.",
                "security": [],
                "responses": {
                    **{str(status): _response(status, health) for status in (200, 503)},
                    "429": _response(429, {MEDIA_TYPE: {"schema": _reference(m.Problem)}}),
                },
            }
        },
        "/t/{link}": {
            "get": {
                "operationId": "showTicket",
                "tags": ["open"],
                "summary": "The page of one ticket for the citizen who holds it.",
                "security": [],
                "parameters": [link, language],
                "responses": {str(status): _response(status, page) for status in (200, 404, 429, 503)},
            }
        },
    }
