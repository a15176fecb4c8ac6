"""The board: asked for once, streamed for as long as a reader listens, and the line that runs on it."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Response, request

from coordinator.desk import Actor, Desk
from coordinator.store.database import StoreError
from coordinator.web.admission import sent_token
from coordinator.web.endpoint import EVERY_ROLE, MANAGER, Ask, Endpoint, Topic
from coordinator.web.problems import Rejected
from coordinator.web.streams import EVENT_STREAM, Streams
from wire import messages as m

log = logging.getLogger(__name__)

_SEQ: Final = re.compile(r"[0-9]{1,18}")


def board_topic(desk: Desk, streams: Streams) -> Topic:
    events = _Events(desk.recognise, streams)
    return Topic(
        "board",
        [
            Endpoint(
                "readBoard",
                "GET",
                "/board",
                "The lobby's whole truth at one instant.",
                EVERY_ROLE,
                lambda _ask: desk.board(),
                {200: m.Board},
            ),
            Endpoint(
                "streamBoards",
                "GET",
                "/events",
                "`event: board` on connecting and after every change, with the whole board as `data`;"
                " newest wins. A comment at least every second says that the line is alive.",
                EVERY_ROLE,
                events.open,
                {200: None},
                refusals=(422,),
                query={"after": {"type": "string", "pattern": f"^{_SEQ.pattern}$"}},
                media_type=EVENT_STREAM,
            ),
            Endpoint(
                "setMessage",
                "PUT",
                "/message",
                "The line that runs on the board; an empty text takes it away.",
                MANAGER,
                lambda ask: desk.set_message(ask.wish, ask.actor),
                {200: m.SetMessage},
                wish=m.SetMessage,
            ),
        ],
    )


class _Events:
    """Opens streams for devices."""

    def __init__(self, recognise: Callable[[str], Actor | None], streams: Streams) -> None:
        self._recognise = recognise
        self._streams = streams

    def open(self, _ask: Ask) -> Response:
        after = _read_after(request.args.get("after", "0"))
        token = sent_token()
        return self._streams.open(lambda: self._is_welcome(token), after=after)

    def _is_welcome(self, token: str) -> bool:
        try:
            return self._recognise(token) is not None
        except StoreError as error:
            log.warning("a stream ends, for its token cannot be checked: %s", error)
            return False


def _read_after(after: str) -> int:
    if not _SEQ.fullmatch(after):
        raise Rejected(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "wrong-seq",
            "The query does not name a board",
            f"after={after[:64]}",
            ["after: the seq of a board, 0 or more"],
        )
    return int(after)
