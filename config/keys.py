"""The keys that a keypad or wireless presenter may have, by name, with the kernel's codes for them.

Codes from Linux's `include/uapi/linux/input-event-codes.h`; names are those of the header without `KEY_`, in
small letters.
"""

from typing import Final

_LETTER_ROWS: Final = {"qwertyuiop": 16, "asdfghjkl": 30, "zxcvbnm": 44}

KEYS: Final[dict[str, int]] = {
    **{str(digit): 1 + (digit or 10) for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)},
    **{letter: first + i for row, first in _LETTER_ROWS.items() for i, letter in enumerate(row)},
    **{f"f{n}": 58 + n for n in range(1, 11)},
    "f11": 87,
    "f12": 88,
    "kp7": 71,
    "kp8": 72,
    "kp9": 73,
    "kpminus": 74,
    "kp4": 75,
    "kp5": 76,
    "kp6": 77,
    "kpplus": 78,
    "kp1": 79,
    "kp2": 80,
    "kp3": 81,
    "kp0": 82,
    "kpdot": 83,
    "kpenter": 96,
    "kpslash": 98,
    "kpasterisk": 55,
    "esc": 1,
    "minus": 12,
    "equal": 13,
    "backspace": 14,
    "tab": 15,
    "enter": 28,
    "comma": 51,
    "dot": 52,
    "slash": 53,
    "space": 57,
    "home": 102,
    "up": 103,
    "pageup": 104,
    "left": 105,
    "right": 106,
    "end": 107,
    "down": 108,
    "pagedown": 109,
    "insert": 110,
    "delete": 111,
    "mute": 113,
    "volumedown": 114,
    "volumeup": 115,
    "nextsong": 163,
    "playpause": 164,
    "previoussong": 165,
    "camera": 212,
}
