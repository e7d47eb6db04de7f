"""What is known besides the request itself when the central system asks for something."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.core.reply import ReplyTo
from pilotwire.core.station import Station


@dataclass(frozen=True, slots=True)
class Incoming:
    """Who waits for the answer, the station as last told, and what time it is (UTC in seconds since 1970)."""

    reply_to: ReplyTo
    station: Station
    utc_s: float

    def has_evse(self, evse: int) -> bool:
        """The station has this EVSE."""
        return 1 <= evse <= len(self.station.ports)
