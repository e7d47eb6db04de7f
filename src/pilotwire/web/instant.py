"""When something was, for people: UTC in ISO 8601, with a clock that was learnt later."""

from __future__ import annotations

from datetime import UTC, datetime

from pilotwire.core.clock import Clock, is_known, utc_s_of
from pilotwire.core.moment import Stamp


def utc_text(utc_s: float) -> str | None:
    """``2026-01-31T12:00:00.000Z``; None where no calendar has such a time."""
    try:
        moment = datetime.fromtimestamp(utc_s, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_of(stamp: Stamp, clock: Clock, boot: str) -> str | None:
    """When *stamp* was; None while neither the host nor the central system knows what time it was."""
    return utc_text(utc_s_of(stamp, clock, boot)) if is_known(stamp, clock, boot) else None
