"""Digit keys sent on to `$MOTCUA_KEYS`: the demonstration's buttons where a keyboard stands in for them."""

import json
import logging
import os
import socket
from typing import Final

import pygame

KEYS_SOCKET: Final = "MOTCUA_KEYS"

log = logging.getLogger(__name__)


class KeySender:
    """Sends each digit key 1 to 9 as a `{"key": "3"}` datagram; does nothing where no socket is named."""

    def __init__(self) -> None:
        self._address = os.environ.get(KEYS_SOCKET, "")

    def on_key(self, key: int) -> None:
        if self._address and pygame.K_1 <= key <= pygame.K_9:
            self._send(str(key - pygame.K_0))

    def _send(self, digit: str) -> None:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.sendto(json.dumps({"key": digit}).encode(), self._address)
        except OSError as error:
            log.warning("nobody takes keys at %s: %s", self._address, error)
