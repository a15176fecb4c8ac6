"""Cookies that only we and the browser see: no script, no other site, no other path, no line in the clear."""

from flask import request
from werkzeug.wrappers import Response


def set_cookie(response: Response, name: str, value: str, folder: str, seconds: int | None) -> None:
    """Let the browser send it with each request below `folder`; `seconds` null: until the browser is closed."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=folder,
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )


def delete_cookie(response: Response, name: str, folder: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(name, path=folder, secure=request.is_secure, httponly=True, samesite="Strict")
