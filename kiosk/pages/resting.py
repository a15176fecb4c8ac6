"""The screens while nobody is in the middle of anything."""

from kiosk.actions import Start
from kiosk.pages.phrases import Phrases
from kiosk.state import Closed, Idle, Offline, Paused, Starting
from kiosk.view import Message


def idle(phrases: Phrases, _screen: Idle) -> Message:
    """The invitation, and small below it the same in the other languages."""
    equipment, own = phrases.equipment, phrases.say("idle.touch")
    texts = [equipment.words.of(language)("idle.touch") for language in equipment.terms.languages]
    others = " · ".join(text for text in texts if text != own)
    return Message("gesture-tap", own, others, action=Start())


def starting(phrases: Phrases, _screen: Starting) -> Message:
    return Message("power", phrases.say("starting.title"), phrases.say("starting.text"), is_busy=True)


def closed(phrases: Phrases, _screen: Closed) -> Message:
    return Message("clock-outline", phrases.say("closed.title"), phrases.say("closed.text"))


def offline(phrases: Phrases, _screen: Offline) -> Message:
    """In every language at once: whoever reads it need not find a button first. The reason is for the staff."""
    equipment, own = phrases.equipment, phrases.say("offline.title")
    others = [equipment.words.of(language) for language in equipment.terms.languages]
    more = tuple(
        f"{say('offline.title')}. {say('offline.text')}" for say in others if say("offline.title") != own
    )
    return Message(
        "alert-outline",
        own,
        phrases.say("offline.text"),
        "trouble",
        more=more,
        note=phrases.fault(),
    )


def paused(phrases: Phrases, _screen: Paused) -> Message:
    return Message("hand-wave-outline", phrases.say("paused.title"), phrases.say("paused.text"))
