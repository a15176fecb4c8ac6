"""What holds for every test."""

# Loaded now, for hypothesis loads it late: pytest parses it anew, and Python 3.11's parser can fail deep in a stack
# (CPython issue 106905).
import hypothesis.strategies._internal.regex  # noqa: F401
from hypothesis import settings

# A busy machine is no finding: examples are judged by their outcome alone.
settings.register_profile("motcua", settings(), deadline=None)
settings.load_profile("motcua")
