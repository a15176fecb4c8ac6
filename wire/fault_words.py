"""How every screen names a fault of its line: in the same words and with the same number, wherever a clerk looks."""

from pathlib import Path

from wire.faults import OTHER_CAUSE, STORE_CAUSES, LineFault
from words import Catalogue, Words, load_words


def fault_words() -> Words:
    return load_words(Path(__file__).parent / "locale")


def name_fault(fault: LineFault, words: Catalogue) -> str:
    """Such as `Lỗi 2: máy chủ hết chỗ lưu – gọi kỹ thuật`; a cause that only a newer coordinator knows is `other`."""
    if fault.kind == "store":
        what = words(f"fault.store-{fault.cause if fault.cause in STORE_CAUSES else OTHER_CAUSE}")
    else:
        what = words(f"fault.{fault.kind}")
    return words("fault.line", code=fault.code, what=what)


def name_store_faults(words: Catalogue) -> dict[str, str]:
    """By cause, for a page's script that asks the health."""
    return {cause: name_fault(LineFault("store", cause), words) for cause in STORE_CAUSES}
