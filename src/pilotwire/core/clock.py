"""What time it is: from the host where that can be trusted, else from the central system; and what it was before that.

Whatever is to be told keeps the monotonic time of its boot. UTC is filled in when it is rendered, by what is known of
that boot then; so a clock that is learnt later corrects all that happened before, also before a restart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.frozen import replace
from pilotwire.core.moment import stamp
from pilotwire.core.outcome import NOTHING, Outcome

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment, Stamp
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]

EARLIEST_UTC_S = 1735689600.0  # 2025-01-01: no station of this make was built before; who says so is wrong
LATEST_UTC_S = 4102444800.0  # 2100-01-01: and none will last until then
JITTER_S = 3.0  # whole seconds and a slow network: a difference as small as this moves no clock
MAX_BOOTS = 100  # of so many starts the time is remembered, for what has not been told since


@dataclass(frozen=True, slots=True)
class Offset:
    """How the monotonic clock of one boot becomes UTC: for sure, or as its host believed when it began."""

    utc_minus_mono_s: float
    is_sure: bool


Boots = Mapping[str, Offset]  # name of a boot -> its clock; the oldest makes room


@dataclass(frozen=True, slots=True)
class Clock:
    """``utc_minus_mono_s`` turns the station's monotonic clock into UTC; None: nobody has said yet what time it is.

    ``believed_s`` is the same as the host had it when the boot began. ``boots`` are durable, this boot among them.
    """

    utc_minus_mono_s: float | None = None
    believed_s: float = 0.0
    boots: Boots = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetClock:
    """The host's clock is wrong, and it is *utc_s* now (seconds since 1970): set it, where that is allowed."""

    utc_s: float


def begun(boots: Boots, boot: str, moment: Moment) -> Clock:
    """The clock of *boot*, which begins at *moment* after those in *boots*.

    With a host that knows the time nothing better will ever be said of the boots before: they stay as they are.
    """
    offset_s, is_sure = moment.utc_s - moment.mono_s, moment.utc_trusted
    kept = dict(list(boots.items())[-(MAX_BOOTS - 1) :])
    if is_sure:
        kept = {name: replace(each, is_sure=True) for name, each in kept.items()}
    return Clock(offset_s if is_sure else None, offset_s, {**kept, boot: Offset(offset_s, is_sure)})


def learnt(clock: Clock, boot: str, utc_s: float, moment: Moment) -> Clock:
    """The clock after somebody who knows said that it is *utc_s* now; within :data:`JITTER_S` of it nothing changes.

    A boot before this one that never learnt the time is corrected by as much as this one: its host's clock was slow by
    the same, and by however long the power was off.
    """
    offset_s = utc_s - moment.mono_s
    if clock.utc_minus_mono_s is not None and abs(offset_s - clock.utc_minus_mono_s) <= JITTER_S:
        return clock
    error_s = offset_s - clock.believed_s
    boots = {
        name: each if each.is_sure else Offset(each.utc_minus_mono_s + error_s, is_sure=True)
        for name, each in clock.boots.items()
    }
    return replace(clock, utc_minus_mono_s=offset_s, boots={**boots, boot: Offset(offset_s, is_sure=True)})


def noticed(station: Station, moment: Moment) -> Station:
    """*station* knowing the time if its host does: found out meanwhile, or corrected by somebody."""
    if not moment.utc_trusted:
        return station
    clock = learnt(station.clock, station.boot, moment.utc_s, moment)
    return station if clock is station.clock else replace(station, clock=clock)


def told(station: Station, utc_s: float | None, moment: Moment) -> Said:
    """The central system says that it is *utc_s*: believed where it is our clock, the host has none, and it can be."""
    is_wanted = station.settings.get(registry.CSMS_IS_CLOCK) and not moment.utc_trusted
    if utc_s is None or not is_wanted or not EARLIEST_UTC_S <= utc_s < LATEST_UTC_S:
        return station, NOTHING
    clock = learnt(station.clock, station.boot, utc_s, moment)
    station = station if clock is station.clock else replace(station, clock=clock)
    is_host_right = abs(utc_s - moment.utc_s) <= JITTER_S
    return station, NOTHING if is_host_right else Outcome(commands=(SetClock(utc_s),))


def is_set(clock: Clock) -> bool:
    """Somebody who knows has said what time it is, since the start."""
    return clock.utc_minus_mono_s is not None


def date_s(station: Station, moment: Moment) -> float:
    """The time it is, for what expires; as long as nobody knows it nothing has."""
    if not is_set(station.clock):
        return -math.inf
    return utc_s_of(stamp(station.boot, moment), station.clock, station.boot)


def has_time(station: Station) -> bool:
    """The time is known, or need not be (chargebyte guide 14.1 T48 allowTxWithInvalidTime).

    A station that tells nobody of its transactions needs no time for them.
    """
    settings = station.settings
    needs_time = settings.get(registry.OCPP_ENABLED) and not settings.get(registry.TX_WITHOUT_TIME)
    return is_set(station.clock) or not needs_time


def is_known(stamp: Stamp, clock: Clock, boot: str) -> bool:
    """Whether :func:`utc_s_of` will never be better: of a boot that is forgotten it is not, once the time is known."""
    if stamp.utc_trusted or (stamp.boot == boot and is_set(clock)):
        return True
    offset = clock.boots.get(stamp.boot)
    return is_set(clock) if offset is None else offset.is_sure


def utc_s_of(stamp: Stamp, clock: Clock, boot: str) -> float:
    """When *stamp* was, in UTC: what was learnt since then corrects what the host did not know."""
    if stamp.utc_trusted:
        return stamp.utc_s
    if stamp.boot == boot and clock.utc_minus_mono_s is not None:
        return stamp.mono_s + clock.utc_minus_mono_s
    offset = clock.boots.get(stamp.boot)
    return stamp.utc_s if offset is None else stamp.mono_s + offset.utc_minus_mono_s
