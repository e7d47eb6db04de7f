"""When something happens: handed to the core with each event, never read by it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """The time at which an event is taken from the inbox.

    ``mono_s`` is the station's monotonic clock in seconds and orders everything; ``utc_s`` is the wall clock in seconds
    since 1970 as the host believes it, worth something only if ``utc_trusted``. ``chance`` in [0, 1) is the randomness
    of this step, carried in so that a recorded step replays exactly.
    """

    mono_s: float
    utc_s: float = 0.0
    utc_trusted: bool = True
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a fact became true. Without a trusted wall clock, ``mono_s`` of ``boot`` fixes it once a clock is learnt."""

    boot: str
    mono_s: float
    utc_s: float
    utc_trusted: bool


def stamp(boot: str, moment: Moment) -> Stamp:
    """The stamp of a fact that became true in *moment* of *boot*."""
    return Stamp(boot, moment.mono_s, moment.utc_s, moment.utc_trusted)
