"""A voice that notes what it was told to say."""

from wire.messages import Call


class NotingVoice:
    def __init__(self) -> None:
        self.calls: list[Call] = []

    def announce(self, call: Call) -> None:
        self.calls.append(call)

    def run(self) -> None:
        pass
