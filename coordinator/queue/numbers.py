"""How a ticket's number is written."""


def number_label(prefix: str, number: int) -> str:
    """`A001`: at least three digits, more when a day needs them."""
    return f"{prefix}{number:03d}"
