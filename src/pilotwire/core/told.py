"""One step as the world is told of it, once it is durable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.moment import Moment

if TYPE_CHECKING:
    from pilotwire.core.event import Event
    from pilotwire.core.outcome import Outcome
    from pilotwire.core.restart import Begun
    from pilotwire.core.station import Station


@dataclass(frozen=True, slots=True)
class Told:
    """The event and its moment, the station before and after it, and what it said."""

    event: Event | Begun
    moment: Moment
    before: Station
    after: Station
    outcome: Outcome
