"""The security log as a file: one line for each security event, the oldest first; no line holds a secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pilotwire.core.clock import utc_s_of
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.station import Station

ALWAYS = (float("-inf"), float("inf"))


def lines(
    records: Iterable[IncidentRecorded], station: Station, span_utc_s: tuple[float, float] = ALWAYS
) -> Iterator[str]:
    """The lines of *records* from within *span_utc_s*; a clock learnt since then corrects them."""
    for record in records:
        utc_s = utc_s_of(record.stamp, station.clock, station.boot)
        if span_utc_s[0] <= utc_s <= span_utc_s[1]:
            time = datetime.fromtimestamp(utc_s, UTC).isoformat(timespec="milliseconds")
            yield f"{time} {record.incident.value} {record.text}".rstrip()
