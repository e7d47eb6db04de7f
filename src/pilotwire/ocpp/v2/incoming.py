"""What is known besides the request itself when the central system asks for something."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from pilotwire.core.reply import ReplyTo
from pilotwire.core.station import Station


class Incoming(Struct, frozen=True):  # made for each request: a Struct is made in a third of the time
    """Who waits for the answer, the station as last told, and a clock."""

    reply_to: ReplyTo
    station: Station
    now: Callable[[], float]

    @property
    def utc_s(self) -> float:
        """What time it is, in UTC seconds since 1970; most requests never ask."""
        return self.now()

    def has_evse(self, evse: int) -> bool:
        """The station has this EVSE."""
        return 1 <= evse <= len(self.station.ports)
