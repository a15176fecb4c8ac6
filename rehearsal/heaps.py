"""How each process's unit has glibc keep its heap, so that a rehearsal takes the memory that an appliance takes.

mallopt(3) says what the variables mean; a test holds these to the units. Why these values: docs/performance.md.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HEAPS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "coordinator": {"MALLOC_ARENA_MAX": "1", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"},
        "printer": {"MALLOC_MMAP_THRESHOLD_": "65536"},
        "display": {"MALLOC_MMAP_THRESHOLD_": "16384"},
        "kiosk": {"MALLOC_MMAP_THRESHOLD_": "16384"},
        "counter": {},
    }
)
