"""Points in time as both versions write them (OCPP 1.6 3.15, OCPP 2.0.1 part 2, 3.1)."""

from datetime import UTC, datetime
from functools import lru_cache

from pilotwire.core.clock import is_known, utc_s_of
from pilotwire.core.moment import Stamp
from pilotwire.core.station import Station


def wire_time(stamp: Stamp, station: Station) -> str:
    """*stamp* as it is told now: a clock learnt since then corrects it."""
    return to_wire(utc_s_of(stamp, station.clock, station.boot))


def wire_time_if_known(stamp: Stamp, station: Station) -> str | None:
    """The same where it is known; for messages that may do without (OCPP 1.6 6.47)."""
    return wire_time(stamp, station) if is_known(stamp, station.clock, station.boot) else None


def to_wire(utc_s: float) -> str:
    """``2026-11-20T03:04:05.123Z``: UTC, and never more than the three decimals OCPP 2.0.1 allows."""
    second, millisecond = divmod(round(utc_s * 1000), 1000)
    return f"{_second(second)}.{millisecond:03d}Z"


@lru_cache(maxsize=64)
def _second(utc_s: int) -> str:
    """Many messages tell of the same second, and the calendar is what costs."""
    return datetime.fromtimestamp(utc_s, UTC).isoformat()[:19]


def from_wire(text: str) -> float:
    """Seconds since 1970 of what others write: any offset (none: UTC), any number of decimals. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text.strip().upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except OverflowError as error:
        raise ValueError(str(error)) from error
