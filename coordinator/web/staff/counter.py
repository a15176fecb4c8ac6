"""My counter: who is here, who comes next, and what a clerk does about it, each with one touch or one key."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Actor, Desk, Once, Reply
from coordinator.web.staff.drawing import Drawing, carry_out, lead, once
from coordinator.web.staff.gate import CLERKS, FOLDER, only_for, visitor
from wire import messages as m

COUNTER: Final = f"{FOLDER}/counter"
COUNTERS: Final = f"{FOLDER}/counters"

Command = Callable[[int, Actor, Once], Reply]


def add_counter_pages(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    _add_choice(blueprint, desk, drawing)
    _add_page(blueprint, desk, drawing)
    _add_commands(blueprint, desk)


def _add_choice(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/counters")
    @only_for(CLERKS)
    def choose_counter() -> Response:
        return drawing.page(
            "counters.html",
            counters=desk.counters().counters,
            clerks={one.counter: one.name for one in desk.staff.at_counters()},
            domains=_domain_names(desk),
            asked=request.args.get("take", type=int),
        )

    @blueprint.post("/counters/<int(max=9999):counter>/take")
    @only_for(CLERKS)
    def take_counter(counter: int) -> AnyResponse:
        """Another's counter is taken over only where the person was asked and said so."""
        take_over = request.form.get("take_over") == "yes"
        answer = carry_out(
            lambda: desk.staff.take_counter(visitor().session, counter, take_over=take_over), COUNTER
        )
        if answer.location == f"{COUNTER}?said=counter-taken":
            return lead(f"{COUNTERS}?take={counter}")
        return answer

    @blueprint.post("/counter/leave")
    @only_for(CLERKS)
    def leave_counter() -> AnyResponse:
        return carry_out(lambda: desk.staff.leave_counter(visitor().session), COUNTERS)


def _add_page(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/counter")
    @only_for(CLERKS)
    def show_counter() -> AnyResponse:
        counter = visitor().session.counter
        if counter is None:
            return lead(COUNTERS, "no-counter")
        board = desk.board()
        return drawing.page(
            "counter.html",
            view=desk.counter_view(counter),
            board=board,
            domains=_domain_names(desk),
        )


def _add_commands(blueprint: Blueprint, desk: Desk) -> None:
    def add(verb: str, command: Command) -> None:
        def act() -> AnyResponse:
            counter = visitor().session.counter
            if counter is None:
                return lead(COUNTERS, "no-counter")
            return carry_out(lambda: command(counter, visitor().actor, once()), COUNTER)

        act.__name__ = f"counter_{verb.replace('-', '_')}"
        blueprint.post(f"/counter/{verb}")(only_for(CLERKS)(act))

    add("next", desk.call_next)
    add("no-show-next", desk.no_show_next)
    add("recall", desk.recall)
    add("no-show", desk.no_show)
    add("finish", desk.finish)
    add("hold", desk.hold)
    add("undo", desk.undo)
    add("open", desk.open_counter)
    add("close", desk.close_counter)
    add(
        "transfer",
        lambda counter, actor, key: desk.transfer(
            counter, m.TransferTicket(domain=request.form.get("domain", "")[:64]), actor, key
        ),
    )


def _domain_names(desk: Desk) -> dict[str, dict[str, str]]:
    return {domain.id: domain.name for domain in desk.center().domains}
