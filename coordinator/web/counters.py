"""Counters: the calls, and what each counter serves."""

from collections.abc import Callable

import msgspec

from coordinator.desk import Desk, Reply
from coordinator.web.endpoint import EVERY_ROLE, MANAGER, STAFF, Ask, Endpoint, Topic
from wire import messages as m


def counters_topic(desk: Desk) -> Topic:
    return Topic(
        "counters",
        [
            Endpoint(
                "readCounters",
                "GET",
                "/counters",
                "Every counter's state.",
                EVERY_ROLE,
                lambda _ask: desk.counters(),
                {200: m.Counters},
            ),
            *_calls(desk),
            _press("openCounter", "open", "The counter serves.", desk.open_counter, m.CounterState),
            _press(
                "closeCounter", "close", "The counter serves no longer.", desk.close_counter, m.CounterState
            ),
            Endpoint(
                "assignDomains",
                "PUT",
                "/counters/{counter}/domains",
                "What the counter serves; holds from the next call on.",
                MANAGER,
                lambda ask: desk.assign_domains(ask["counter"], ask.wish, ask.actor),
                {200: m.CounterState},
                wish=m.AssignDomains,
                refusals=(404,),
            ),
            Endpoint(
                "reportButton",
                "PUT",
                "/counters/{counter}/button",
                "How the counter's call-next button is; staff see it.",
                STAFF,
                lambda ask: desk.report_button(ask["counter"], ask.wish, ask.actor),
                {200: m.CounterState},
                wish=m.ButtonReport,
                refusals=(404,),
            ),
        ],
    )


def _calls(desk: Desk) -> list[Endpoint]:
    return [
        _press(
            "callNext",
            "next",
            "Finish the ticket at the counter and call the next.",
            desk.call_next,
            m.Called,
        ),
        _press(
            "noShowNext",
            "no-show-next",
            "The citizen at the counter did not come; call the next.",
            desk.no_show_next,
            m.Called,
        ),
        _press(
            "undo",
            "undo",
            "Take back the counter's last call, within 10 s: whoever was called keeps the place.",
            desk.undo,
            m.CounterState,
        ),
        _press("recall", "recall", "Announce the ticket at the counter again.", desk.recall, m.Ticket),
        _press("finish", "finish", "The ticket at the counter is served.", desk.finish, m.Ticket),
        _press("noShow", "no-show", "The citizen did not come.", desk.no_show, m.Ticket),
        _press("hold", "hold", "The citizen comes back, ahead of the lane.", desk.hold, m.Ticket),
        Endpoint(
            "transfer",
            "POST",
            "/counters/{counter}/transfer",
            "Send the ticket at the counter on; it keeps the place of its first arrival.",
            STAFF,
            lambda ask: desk.transfer(ask["counter"], ask.wish, ask.actor, ask.once),
            {200: m.Ticket},
            wish=m.TransferTicket,
            refusals=(404, 409),
        ),
    ]


def _press(
    name: str, verb: str, summary: str, command: Callable[..., Reply], answer: type[msgspec.Struct]
) -> Endpoint:
    """An endpoint that needs nothing but the counter's number."""

    def handle(ask: Ask) -> Reply:
        return command(ask["counter"], ask.actor, ask.once)

    path = f"/counters/{{counter}}/{verb}"
    return Endpoint(name, "POST", path, summary, STAFF, handle, {200: answer}, refusals=(404, 409))
