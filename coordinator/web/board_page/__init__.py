"""The lobby board as a page, `/board`, for smart TVs: the display's own view and layout, drawn by a browser.

A browser cannot send a token with an event stream, so it gives the token once and gets a cookie for it.
"""
