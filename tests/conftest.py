"""What holds for every test."""

from hypothesis import settings

# A busy machine is no finding: examples are judged by their outcome alone.
settings.register_profile("motcua", settings(), deadline=None)
settings.load_profile("motcua")
