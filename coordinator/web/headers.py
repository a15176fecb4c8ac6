"""What every answer says to browsers: do not guess types, do not frame, do not keep, do not tell others."""

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


def install_headers(application: Flask) -> None:
    """Add the headers to each answer; one that a view has set stays."""

    @application.after_request
    def add(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", _TLS_FROM_NOW_ON)
        return response
