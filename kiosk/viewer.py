"""From what the kiosk knows to what its screen says. Pure: a state, the time and the words make a view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kiosk.actions import (
    AskPriority,
    Back,
    ChooseDomain,
    ChoosePriority,
    ChooseProcedure,
    Done,
    ShowMore,
    Start,
    SwitchLanguage,
    TakeNumber,
)
from kiosk.numbers import counters_for, wait_in_words
from kiosk.state import (
    PRIORITIES,
    Choose,
    Closed,
    Confirm,
    Idle,
    Issuing,
    Offline,
    Printing,
    Priorities,
    Procedures,
    Screen,
    ShowNumber,
    Starting,
    State,
    TakeTicket,
    Unreachable,
    Wish,
)
from kiosk.timing import Times, countdown
from kiosk.view import Bar, Body, Button, Choice, Fact, Message, Number, Question, View
from wire.messages import CenterDomain, Priority, Ticket
from words import Catalogue, Words

ANY_DOMAIN: Final = "file-document-outline"
_PRIORITY_ICONS: Final[dict[Priority, str]] = {
    "elderly": "human-cane",
    "disabled": "wheelchair",
    "pregnant": "human-pregnant",
    "child": "baby-carriage",
    "merit": "medal-outline",
}


@dataclass(frozen=True)
class Viewer:
    """`icons`: by domain, names of Material Design Icons; `languages` in the order of the language button."""

    words: Words
    languages: tuple[str, ...]
    icons: Mapping[str, str]
    times: Times

    def view(self, state: State, now: float) -> View:
        words = self.words.of(state.language)
        left = countdown(state, now, self.times)
        page = _Page(self, state, words)
        return View(
            center=page.name(state.center.name) if state.center is not None else "",
            body=page.body(state.screen),
            bar=page.bar(state.screen),
            countdown="" if left is None else words("countdown", n=left),
        )


@dataclass(frozen=True)
class _Page:
    viewer: Viewer
    state: State
    words: Catalogue

    def name(self, text: Mapping[str, str]) -> str:
        """A text of the centre's in the screen's language, else in Vietnamese, which is always there."""
        return text.get(self.words.language) or text["vi"]

    def body(self, screen: Screen) -> Body:
        made: Body = _BODIES[type(screen)](self, screen)
        return made

    def bar(self, screen: Screen) -> Bar:
        middle = _MIDDLES.get(type(screen))
        return Bar(
            left=self._back() if isinstance(screen, _WITH_BACK) else None,
            middle=middle(self, screen) if middle is not None else None,
            right=tuple(self._language_button()),
        )

    def idle(self, _screen: Idle) -> Body:
        texts = [self.viewer.words.of(language)("idle.touch") for language in self.viewer.languages]
        own = self.words("idle.touch")
        others = " · ".join(text for text in texts if text != own)
        return Message("gesture-tap", own, others, action=Start())

    def starting(self, _screen: Starting) -> Body:
        return Message("power", self.words("starting.title"), self.words("starting.text"), is_busy=True)

    def closed(self, _screen: Closed) -> Body:
        return Message("clock-outline", self.words("closed.title"), self.words("closed.text"))

    def offline(self, _screen: Offline) -> Body:
        title, text = self.words("offline.title"), self.words("offline.text")
        return Message("lan-disconnect", title, text, "trouble")

    def choose(self, screen: Choose) -> Body:
        domains = self.state.center.domains if self.state.center is not None else []
        return Choice(
            title=self.words("choose.title"),
            buttons=tuple(self._domain_button(domain) for domain in domains),
            more=self._more(),
            page=screen.page,
            notice=self.words(f"notice.{screen.notice}") if screen.notice is not None else "",
        )

    def priorities(self, _screen: Priorities) -> Body:
        buttons = [
            Button(self.words(f"priority.{key}"), ChoosePriority(key), _PRIORITY_ICONS[key])
            for key in PRIORITIES
        ]
        none = Button(self.words("priority.none"), ChoosePriority(None), "account-outline")
        return Choice(self.words("priority.title"), (*buttons, none), self._more())

    def procedures(self, screen: Procedures) -> Body:
        domain = self.state.domain(screen.wish.domain)
        known = domain.procedures if domain is not None else []
        buttons = tuple(
            Button(self.name(procedure.name), ChooseProcedure(procedure.id), ANY_DOMAIN)
            for procedure in known
        )
        title = self.words("procedures.title", domain=self._domain_name(screen.wish.domain))
        return Choice(title, buttons, self._more(), screen.page)

    def confirm(self, screen: Confirm) -> Body:
        return Question(
            title=self.words("confirm.title", domain=self._domain_name(screen.wish.domain)),
            icon=self._icon(screen.wish.domain),
            facts=tuple(self._facts_of(screen.wish)),
            yes=self._take(),
        )

    def issuing(self, _screen: Issuing) -> Body:
        title, text = self.words("issuing.title"), self.words("issuing.text")
        return Message("ticket-confirmation-outline", title, text, is_busy=True)

    def unreachable(self, _screen: Unreachable) -> Body:
        title, text = self.words("unreachable.title"), self.words("unreachable.text")
        return Message("lan-disconnect", title, text, "trouble", is_busy=True)

    def printing(self, screen: Printing) -> Body:
        return self._number(screen.ticket, self.words("printing.title"))

    def take_ticket(self, screen: TakeTicket) -> Body:
        return self._number(screen.ticket, self.words("taken.title"))

    def show_number(self, screen: ShowNumber) -> Body:
        title = self.words(f"trouble.{screen.trouble}", number=screen.ticket.number)
        shown = self._number(screen.ticket, title)
        is_wanted = screen.trouble == "not_printed"
        return replace(
            shown,
            mood="good" if is_wanted else "trouble",
            link=screen.ticket.status_url,
            hint=self.words("scan"),
            points_down=False,
        )

    def priority_button(self, screen: Choose) -> Button:
        if screen.priority is None:
            label, short = self.words("priority.ask"), self.words("priority.ask.short")
            return Button(label, AskPriority(), "account-star-outline", short=short)
        name = self.words(f"priority.{screen.priority}")
        label = self.words("priority.set", name=name)
        return Button(label, AskPriority(), "account-star", "chosen", short=name)

    def take_at_once(self, _screen: Procedures) -> Button:
        button = self._take()
        return replace(button, label=self.words("procedures.skip"), short=button.label)

    def done(self, _screen: TakeTicket | ShowNumber) -> Button:
        return Button(self.words("done"), Done(), "check", "main")

    def _number(self, ticket: Ticket, title: str) -> Number:
        facts = [
            Fact(self.words("fact.domain"), self._domain_name(ticket.domain)),
            Fact(self.words("fact.ahead"), str(ticket.ahead)),
        ]
        if ticket.estimated_wait_s is not None:
            wait = wait_in_words(ticket.estimated_wait_s, self.words)
            facts.append(Fact(self.words("fact.wait"), wait))
        if counters := counters_for(ticket.domain, self.state):
            facts.append(Fact(self.words("fact.counters"), ", ".join(map(str, counters))))
        return Number(title, self.words("number"), ticket.number, tuple(facts), "good", points_down=True)

    def _facts_of(self, wish: Wish) -> list[str]:
        facts = []
        domain = self.state.domain(wish.domain)
        chosen = next((p for p in domain.procedures if p.id == wish.procedure), None) if domain else None
        if chosen is not None:
            facts.append(self.words("confirm.procedure", procedure=self.name(chosen.name)))
            papers = ", ".join(self.name(paper) for paper in chosen.papers)
            if papers:
                facts.append(self.words("confirm.papers", papers=papers))
        if wish.priority is not None:
            facts.append(self.words("priority.set", name=self.words(f"priority.{wish.priority}")))
        return [*facts, *self._queue_fact(wish.domain)]

    def _queue_fact(self, domain: str) -> list[str]:
        shown = self.state.queue(domain)
        if shown is None:
            return []
        if shown.estimated_wait_s is None:
            return [self.words("confirm.waiting", n=shown.waiting)]
        wait = wait_in_words(shown.estimated_wait_s, self.words)
        return [self.words("confirm.wait", n=shown.waiting, wait=wait)]

    def _domain_button(self, domain: CenterDomain) -> Button:
        is_open = self.state.is_open(domain.id)
        return Button(
            label=self.name(domain.name),
            action=ChooseDomain(domain.id),
            icon=self._icon(domain.id),
            tone="plain" if is_open else "closed",
            note=self._waiting(domain.id) if is_open else self.words("choose.closed"),
            badge=domain.prefix,
        )

    def _waiting(self, domain: str) -> str:
        shown = self.state.queue(domain)
        if shown is None:
            return ""
        return self.words("choose.waiting", n=shown.waiting) if shown.waiting else self.words("choose.nobody")

    def _domain_name(self, domain: str) -> str:
        known = self.state.domain(domain)
        return self.name(known.name) if known is not None else domain

    def _icon(self, domain: str) -> str:
        return self.viewer.icons.get(domain) or ANY_DOMAIN

    def _take(self) -> Button:
        return Button(self.words("take"), TakeNumber(), "ticket-confirmation-outline", "main")

    def _back(self) -> Button:
        return Button(self.words("back"), Back(), "arrow-left", "quiet")

    def _more(self) -> Button:
        return Button(self.words("choose.more"), ShowMore(), "dots-horizontal", "quiet")

    def _language_button(self) -> list[Button]:
        if len(self.viewer.languages) < 2:  # noqa: PLR2004 nothing to switch to
            return []
        label = self.viewer.words.of(self._other_language())("language")
        return [Button(label, SwitchLanguage(), "translate", "quiet")]

    def _other_language(self) -> str:
        languages = self.viewer.languages
        return languages[(languages.index(self.words.language) + 1) % len(languages)]


_Maker = Callable[[_Page, Any], Any]

_BODIES: Final[dict[type, _Maker]] = {
    Starting: _Page.starting,
    Idle: _Page.idle,
    Closed: _Page.closed,
    Offline: _Page.offline,
    Choose: _Page.choose,
    Priorities: _Page.priorities,
    Procedures: _Page.procedures,
    Confirm: _Page.confirm,
    Issuing: _Page.issuing,
    Unreachable: _Page.unreachable,
    Printing: _Page.printing,
    TakeTicket: _Page.take_ticket,
    ShowNumber: _Page.show_number,
}
_MIDDLES: Final[dict[type, _Maker]] = {
    Choose: _Page.priority_button,
    Procedures: _Page.take_at_once,
    TakeTicket: _Page.done,
    ShowNumber: _Page.done,
}
_WITH_BACK: Final = (Choose, Priorities, Procedures, Confirm, Unreachable)
