"""A voice that notes what it was told to say."""

from collections.abc import Collection

from wire.messages import Call


class NotingVoice:
    def __init__(self) -> None:
        self.calls: list[Call] = []

    def announce(self, call: Call) -> None:
        self.calls.append(call)

    def withdraw(self, calls: Collection[int]) -> None:
        self.calls = [call for call in self.calls if call.seq not in calls]

    def run(self) -> None:
        pass
