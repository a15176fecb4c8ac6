"""A client of the coordinator that costs its machine little: one kept connection, no feed, no second try."""

import http.client
import json
from typing import Any

from wire.client import new_key

TICKETS = "/api/v1/tickets"


class Client:
    """One kept connection with one token; raises on any answer that is not 2xx."""

    def __init__(self, url: str, token: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def be(self, token: str, host: str) -> None:
        """From now on another device, at the centre that is found under this name."""
        self._headers |= {"Authorization": f"Bearer {token}", "Host": host}

    def post(self, path: str, body: object = None) -> bytes:
        headers = {**self._headers, "Idempotency-Key": new_key()}
        data = None if body is None else json.dumps(body)
        self._connection.request("POST", path, data, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {content.decode()}")
        return content

    def issue(self, domain: str, printer: str | None = "kiosk-1") -> dict[str, Any]:
        ticket: dict[str, Any] = json.loads(self.post(TICKETS, {"domain": domain, "printer": printer}))
        return ticket

    def call(self, counter: int) -> dict[str, Any]:
        """Somebody is called; a call that finds nobody is not what was to be measured."""
        called: dict[str, Any] | None = json.loads(self.post(f"/api/v1/counters/{counter}/next"))["called"]
        if called is None:
            raise RuntimeError(f"nobody waits for counter {counter}: the wrong thing was measured")
        return called

    def close(self) -> None:
        self._connection.close()
