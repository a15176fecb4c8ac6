"""The words of one screen in one language, and the buttons that several screens have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.actions import AskHelp, Back, Done, ShowMore, SwitchLanguage, TakeNumber
from kiosk.numbers import wait_in_words
from kiosk.state import HelpStage, State
from kiosk.terms import Terms
from kiosk.view import Button, Tone
from wire.fault_words import fault_words, name_fault
from wire.messages import BoardDomain
from words import Catalogue, Words

ANY_DOMAIN: Final = "file-document-outline"
_HELP: Final[dict[HelpStage, tuple[str, str, Tone]]] = {
    "none": ("help", "account-question-outline", "quiet"),
    "asking": ("help.asking", "account-question-outline", "quiet"),
    "lit": ("help.lit", "account-check-outline", "chosen"),
    "failed": ("help.failed", "account-cancel-outline", "closed"),
}


@dataclass(frozen=True)
class Equipment:
    """What holds for every screen. `icons`: by domain, names of Material Design Icons, for a coordinator that tells
    none; `version`: ours; `has_icon`: whether there is one of a name.
    """

    words: Words
    terms: Terms
    icons: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    has_icon: Callable[[str], bool] = lambda _name: True
    faults: Words = field(default_factory=fault_words)


@dataclass(frozen=True)
class Phrases:
    """`say` has the screen's words; `state` is what the kiosk knows."""

    equipment: Equipment
    state: State

    @property
    def say(self) -> Catalogue:
        return self.equipment.words.of(self.state.language)

    def name(self, text: Mapping[str, str]) -> str:
        """A text of the centre's in the screen's language, else in Vietnamese, which is always there."""
        return text.get(self.state.language) or text["vi"]

    def domain_name(self, domain: str) -> str:
        known = self.state.domain(domain)
        return self.name(known.name) if known is not None else domain

    def icon(self, domain: str) -> str:
        center, known = self.state.center, self.state.domain(domain)
        # A coordinator that counts no revisions tells no icons either.
        is_told = center is not None and center.revision > 0 and known is not None
        icon = known.icon if is_told and known is not None else self.equipment.icons.get(domain)
        return icon if icon and self.equipment.has_icon(icon) else ANY_DOMAIN

    def queue_in_words(self, queue: BoardDomain | None) -> list[str]:
        """How many wait and for how long, where the board tells."""
        if queue is None:
            return []
        if queue.estimated_wait_s is None:
            return [self.say("confirm.waiting", n=queue.waiting)]
        wait = wait_in_words(queue.estimated_wait_s, self.say)
        return [self.say("confirm.wait", n=queue.waiting, wait=wait)]

    def take(self) -> Button:
        return Button(self.say("take"), TakeNumber(), "ticket-confirmation-outline", "main")

    def fault(self) -> str:
        """Why there is no line, in the staff's language; empty where that is not known."""
        fault = self.state.fault
        return (
            ""
            if fault is None
            else name_fault(fault, self.equipment.faults.of(self.equipment.terms.languages[0]))
        )

    def back(self) -> Button:
        return Button(self.say("back"), Back(), "arrow-left", "quiet")

    def done(self) -> Button:
        return Button(self.say("done"), Done(), "check", "main")

    def more(self) -> Button:
        return Button(self.say("choose.more"), ShowMore(), "dots-horizontal", "quiet")

    def help(self) -> Button:
        key, icon, tone = _HELP[self.state.help.stage]
        return Button(self.say(key), AskHelp(), icon, tone, short=self.say("help"))

    def language(self) -> list[Button]:
        """Named in the language that it leads to; none where there is only one."""
        terms = self.equipment.terms
        if len(terms.languages) < 2:  # noqa: PLR2004 nothing to switch to
            return []
        other = self.equipment.words.of(terms.language_after(self.state.language))
        return [Button(other("language"), SwitchLanguage(), "translate", "quiet")]
