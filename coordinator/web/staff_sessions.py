"""A member of staff at a kiosk: name and PIN become a token that holds for a short time."""

import msgspec
from flask import request

from coordinator.desk import Desk, Reply
from coordinator.staff.roles import TOKEN_ROLES
from coordinator.web.endpoint import KIOSK, Ask, Endpoint, Topic
from wire import messages as m


def staff_topic(desk: Desk) -> Topic:
    def sign_in(ask: Ask) -> Reply:
        signed = desk.staff.sign_in(ask.wish.name, ask.wish.pin, request.remote_addr or "", is_page=False)
        answer = m.StaffSession(
            token=signed.token, role=TOKEN_ROLES[signed.role], expires_at=signed.expires_at
        )
        return Reply(200, msgspec.json.encode(answer))

    return Topic(
        "staff",
        [
            Endpoint(
                "signIn",
                "POST",
                "/staff/sessions",
                "A token of an account's own role, for a short time; wrong guesses lock name and address for a while."
                " An idempotency key changes nothing: no token is kept to be given again.",
                KIOSK,
                sign_in,
                {200: m.StaffSession},
                wish=m.SignIn,
                refusals=(429,),
            )
        ],
    )
