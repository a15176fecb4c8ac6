"""Who may look at the page and move what is on it: whoever was given the address with the key.

Other people's programs on this machine reach the loopback too, and so does any web page in the visitor's
browser: hence a key at every request, a second time in a header of whatever changes something, and no other
name than the loopback's (DNS rebinding).
"""

import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

HEADER: Final = "X-Motcua-Key"
PARAMETER: Final = "key"
HOSTS: Final = ("127.0.0.1", "localhost", "::1")


class Admission:
    """One key for one run. The cookie is named by the port, for browsers share cookies between ports."""

    def __init__(self, key: str, port: int) -> None:
        self.key = key
        self.cookie = f"motcua-demo-{port}"

    def is_ours(self, host: str) -> bool:
        """Whether a `Host` header names the loopback; a port forwarded by ssh may be another one."""
        try:
            return urlsplit(f"//{host}").hostname in HOSTS
        except ValueError:
            return False

    def knows(self, key: str | None) -> bool:
        return key is not None and hmac.compare_digest(key.encode(), self.key.encode())

    def admits(self, cookies: Mapping[str, str], header: str | None, *, is_reading: bool) -> bool:
        """Reading asks for the cookie; everything else for the header too, which no foreign page can send."""
        return self.knows(cookies.get(self.cookie)) and (is_reading or self.knows(header))
