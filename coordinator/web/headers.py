"""What every answer says to browsers: do not guess types, do not frame, do not keep, do not tell others."""

import base64
import hashlib
from typing import Final

from flask import Flask, Response, request

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HALF_A_YEAR: Final = 180 * 24 * 3600
# Browsers pass it over where they were not content with the certificate, such as one of the centre's own.
_TLS_FROM_NOW_ON: Final = f"max-age={_HALF_A_YEAR}"


def page_policy(style: str, script: str, *more: str) -> str:
    """The Content-Security-Policy of a page that holds its style and its script in itself: no path has to be open for
    them, and no other runs. `more`: directives for what else it shows.
    """
    directives = [
        "default-src 'none'",
        f"style-src 'sha256-{_hash(style)}'",
        f"script-src 'sha256-{_hash(script)}'",
        *more,
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    return "; ".join(directives)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def install_headers(application: Flask) -> None:
    """Add the headers to each answer; one that a view has set stays."""

    @application.after_request
    def add(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", _TLS_FROM_NOW_ON)
        return response
