"""A real station on a virtual clock that writes down every step, as the loop would hand it to the gate."""

from __future__ import annotations

from typing import Any

from tests.core.bench import CoreBench

from pilotwire.core.event import Event
from pilotwire.core.outcome import Outcome
from pilotwire.core.told import Told


class History(CoreBench):
    """What :class:`CoreBench` does, step by step in ``tolds``."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.tolds: list[Told] = []
        super().__init__(*arguments, **options)

    def hear(self, *events: Event) -> Outcome:
        """Let the station hear *events* now; what the last one made it say."""
        said = Outcome()
        for event in events:
            before = self.station
            said = super().hear(event)
            self.tolds.append(Told(event, self.moment, before, self.station, said))
        return said

    def new(self) -> list[Told]:
        """The steps since the last call."""
        tolds, self.tolds = self.tolds, []
        return tolds

    def session(self) -> list[Told]:
        """The steps of one whole transaction."""
        self.new()
        self.charge()
        self.go(30.0)
        self.unplug()
        self.go(5.0)
        return self.new()


def connected(**options: Any) -> History:
    """A station that the central system has accepted; the steps until then are forgotten."""
    history = History(**options)
    history.connect()
    history.forget()
    history.new()
    return history
