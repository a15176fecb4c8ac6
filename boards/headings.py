"""The words that always stand on a board, whatever is called."""

from dataclasses import dataclass

from boards.view import Label, Viewer


@dataclass(frozen=True)
class Headings:
    """`title` names the board's window."""

    title: Label
    calling: Label
    counter: Label
    called: Label
    serving: Label
    waiting: Label
    closed: Label
    domain_closed: Label


def headings(viewer: Viewer) -> Headings:
    return Headings(
        title=viewer.label("board.title"),
        calling=viewer.label("board.calling"),
        counter=viewer.label("board.counter"),
        called=viewer.label("board.called"),
        serving=viewer.label("board.serving"),
        waiting=viewer.label("board.waiting"),
        closed=viewer.label("board.closed"),
        domain_closed=viewer.label("board.domain-closed"),
    )
