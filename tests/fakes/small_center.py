"""A small centre with everything that a rule can turn on, and what its command line came to."""

from collections.abc import Callable
from dataclasses import dataclass

CENTER_ID = "thu"
CENTER = """
[center]
id = "thu"
name = { vi = "Trung tâm thử", en = "Trial centre" }
languages = ["vi", "en"]

[[domains]]
id = "chung-thuc"
prefix = "A"
name = { vi = "Chứng thực", en = "Certification" }
service_minutes = 5

[[domains.procedures]]
id = "ban-sao"
name = { vi = "Bản sao", en = "Copy" }
papers = [{ vi = "Bản chính", en = "The original" }]

[[domains]]
id = "ho-tich"
prefix = "C"
name = { vi = "Hộ tịch", en = "Civil status" }
service_minutes = 12

[[domains]]
id = "dat-dai"
prefix = "E"
name = { vi = "Đất đai", en = "Land" }

[[counters]]
id = 1
domains = ["chung-thuc"]
overflow = ["dat-dai"]

[[counters]]
id = 2
domains = ["chung-thuc", "ho-tich"]

[[counters]]
id = 3
domains = ["dat-dai"]
"""


@dataclass(frozen=True)
class Said:
    """What a command line came to."""

    code: int
    out: str
    err: str


Motcua = Callable[..., Said]
