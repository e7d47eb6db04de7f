"""What time it is: from the host where that can be trusted, else from the central system."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.core.moment import Moment, Stamp


@dataclass(frozen=True, slots=True)
class Clock:
    """``utc_minus_mono_s`` turns the station's monotonic clock into UTC, as the central system told; None: not yet."""

    utc_minus_mono_s: float | None = None


def learnt(clock: Clock, utc_s: float, moment: Moment) -> Clock:
    """The clock after the central system said that it is *utc_s* now."""
    return Clock(utc_s - moment.mono_s)


def utc_s_of(stamp: Stamp, clock: Clock, boot: str) -> float:
    """When *stamp* was, in UTC: a clock learnt later in the same boot corrects what the host did not know."""
    if stamp.utc_trusted or stamp.boot != boot or clock.utc_minus_mono_s is None:
        return stamp.utc_s
    return stamp.mono_s + clock.utc_minus_mono_s
