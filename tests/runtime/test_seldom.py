"""What is said once: a repeated text waits, another one does not."""

from runtime.seldom import Seldom


def test_the_same_text_is_due_once_and_another_at_once() -> None:
    seldom = Seldom()
    assert [seldom.is_due(text) for text in ("full", "full", "gone", "gone", "full")] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_after_a_while_it_is_due_again() -> None:
    seldom = Seldom(again_seconds=0.0)
    assert seldom.is_due("full")
    assert seldom.is_due("full")
