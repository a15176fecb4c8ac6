"""What an account may do, in the terms of device tokens."""

from typing import Final, Literal, get_args

from wire.messages import Role

StaffRole = Literal["counter", "volunteer", "admin"]
STAFF_ROLES: Final[tuple[StaffRole, ...]] = get_args(StaffRole)

TOKEN_ROLES: Final[dict[StaffRole, Role]] = {"counter": "counter", "volunteer": "kiosk", "admin": "admin"}
"""The role of a token with which an account works: a volunteer issues numbers, as a kiosk does."""
