"""Whose form it is: no other site signs a browser in here, or sends a form in its name."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import request

from coordinator.web.problems import Rejected


def check_origin() -> None:
    """Raises `Rejected` where a form was not sent by a page of ours, whatever the browser makes of SameSite."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    fetch_site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if urlsplit(said).netloc != request.host or fetch_site != "same-origin":
        raise Rejected(
            HTTPStatus.FORBIDDEN,
            "foreign-origin",
            "The form is not one of ours",
            f"it comes from {said[:100] or 'nowhere'}",
            [request.host],
        )
