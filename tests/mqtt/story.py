"""Steps of a station, as the gate tells them to an adapter."""

from dataclasses import dataclass, replace

from pilotwire.core.moment import Moment
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.station import Station, step


@dataclass(frozen=True, slots=True)
class Made:
    """A step, as the gate tells it."""

    event: object
    moment: Moment
    before: Station
    after: Station
    outcome: Outcome = NOTHING


class Story:
    """A station that lives: each event is one step of it."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.mono_s = 0.0

    def begin(self, *, utc_trusted: bool = True) -> Made:
        """What is told first: nothing has changed, everything is new."""
        return Made(None, Moment(self.mono_s, utc_trusted=utc_trusted), self.station, self.station)

    def hear(self, event, after_s: float = 0.0, *, utc_trusted: bool = True) -> Made:
        """*event*, so long after the last one."""
        self.mono_s += after_s
        moment = Moment(self.mono_s, utc_trusted=utc_trusted)
        before, (self.station, said) = self.station, step(self.station, event, moment)
        return Made(event, moment, before, self.station, said)

    def become(self, **changes) -> Made:
        """The first port with *changes*, whatever made them."""
        before = self.station
        self.station = before.with_port(replace(before.ports[0], **changes))
        return Made(None, Moment(self.mono_s), before, self.station)
