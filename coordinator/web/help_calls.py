"""Help: a citizen at a kiosk asks for a person to come; staff see it on the board and on their pages."""

from coordinator.desk import Desk
from coordinator.web.endpoint import KIOSK, STAFF, Endpoint, Topic
from wire import messages as m


def help_topic(desk: Desk) -> Topic:
    return Topic(
        "help",
        [
            Endpoint(
                "askHelp",
                "POST",
                "/help",
                "A citizen asks for help; asked again, it is the same call.",
                KIOSK,
                lambda ask: desk.ask_help(ask.wish, ask.actor, ask.once),
                {200: m.HelpCall},
                wish=m.AskHelp,
            ),
            Endpoint(
                "answerHelp",
                "POST",
                "/help/{place}/answer",
                "Somebody goes there.",
                STAFF,
                lambda ask: desk.answer_help(ask["place"], ask.actor, ask.once),
                {200: m.HelpCall},
                refusals=(409,),
            ),
        ],
    )
