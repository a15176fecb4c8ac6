"""What stands at the edge of each printed sheet: whose report it is, of which days, which page of how many.

By margin boxes of CSS (Paged Media, level 3), which Chromium draws since 131; other browsers print lines of their own.
"""

from typing import Final

from words import Catalogue

_STYLE: Final = "font: 8.5pt system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; color: #4a5568"


def margins(center: str, period: str, texts: Catalogue) -> str:
    """The sheet of style for them. The first page has its own heading and no line above it."""
    # The hole is filled by the browser, page by page.
    before, _, rest = texts("reports.page", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    numbers = f"{_quoted(before)} counter(page) {_quoted(between)} counter(pages) {_quoted(after)}"
    return f"""
@page {{
  @top-left {{ content: {_quoted(center)}; {_STYLE}; }}
  @top-right {{ content: {_quoted(period)}; {_STYLE}; }}
  @bottom-right {{ content: {numbers}; {_STYLE}; }}
}}
@page :first {{ @top-left {{ content: none; }} @top-right {{ content: none; }} }}
"""


def _quoted(text: str) -> str:
    """A string of CSS within a page: whatever could end it, or the element around it, is escaped."""
    return (
        '"' + "".join(one if one.isalnum() or one in " -–,./" else f"\\{ord(one):x} " for one in text) + '"'
    )
