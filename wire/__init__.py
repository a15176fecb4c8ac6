"""What crosses the LAN: the messages, the client that sends commands and the feed that brings the truth.

The one place where the five processes agree with each other; `docs/api.md` in words, this in types.
"""
