"""Debian's Chromium, driven by one playwright for the whole process: a second would not start beside it."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, Playwright, sync_playwright


def chromium() -> str | None:
    """Debian's; a browser of playwright's own would be a download."""
    return shutil.which("chromium")


@contextmanager
def a_browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    browser = _playwright().chromium.launch(executable_path=chromium(), args=arguments)
    try:
        yield browser
    finally:
        browser.close()


@cache
def _playwright() -> Playwright:
    running = sync_playwright().start()
    atexit.register(running.stop)
    return running
