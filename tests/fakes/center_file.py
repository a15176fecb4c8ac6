"""The smallest `center.toml` that is right, in its parts: tests add to it, or take from it, what they are about."""

from typing import Final

CENTER: Final = """
[center]
id = "thu"
name = { vi = "Thử" }
"""
DOMAIN: Final = """
[[domains]]
id = "ho-tich"
prefix = "A"
name = { vi = "Hộ tịch" }
"""
COUNTER: Final = """
[[counters]]
id = 1
domains = ["ho-tich"]
"""
SMALLEST: Final = CENTER + DOMAIN + COUNTER
