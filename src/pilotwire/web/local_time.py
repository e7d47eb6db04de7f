"""The time as people near the station read it. Nothing else knows of zones and summer time: all records are in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from pilotwire.core import registry
from pilotwire.core.settings import Settings


def local_text(utc_s: float, settings: Settings) -> str | None:
    """*utc_s* (seconds since 1970) as it is shown: ``2026-11-20 04:05:06+01:00``; None: no calendar has it.

    A time zone that is known goes before offsets; without either it is UTC (OCPP 2.0.1 part 2, 2.1.27 to 2.1.31;
    ABB overview 3.3).
    """
    try:
        return datetime.fromtimestamp(utc_s, _zone(utc_s, settings)).isoformat(sep=" ", timespec="seconds")
    except (OverflowError, ValueError, OSError):
        return None


def _zone(utc_s: float, settings: Settings) -> tzinfo:
    named = zone_named(settings.get(registry.TIME_ZONE))
    if named is not None:
        return named
    at_s = instant_s(settings.get(registry.NEXT_TIME_OFFSET_AT))
    is_next = at_s is not None and utc_s >= at_s and settings.get(registry.NEXT_TIME_OFFSET)
    return offset_of(settings.get(registry.NEXT_TIME_OFFSET if is_next else registry.TIME_OFFSET))


@lru_cache(maxsize=4)
def zone_named(name: str) -> tzinfo | None:
    """The zone called *name* in the zone data of the host; None: there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # not there, no name of a file, or not found in tzdata either
        return None


def instant_s(text: str) -> float | None:
    """Seconds since 1970 of ISO 8601 *text*, in UTC if it names no offset; None where it is empty or no day."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()


def offset_of(text: str) -> tzinfo:
    """``-05:00`` as a zone; ``Z`` and nothing are UTC."""
    if text in ("", "Z"):
        return UTC
    hours, minutes = text[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if text[0] == "-" else offset)
