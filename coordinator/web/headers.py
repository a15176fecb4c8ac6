"""What every answer says to browsers: do not guess types, do not frame, do not keep, do not tell others."""

from typing import Final

from flask import Flask, Response

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def install_headers(application: Flask) -> None:
    """Add the headers to each answer; one that a view has set stays."""

    @application.after_request
    def add(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
