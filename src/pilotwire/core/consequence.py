"""What follows from a step: the station walked once in fixed order, comparing what was with what is.

The port has its walk for hardware; this is the same idea one floor up. Nothing here hears an event, and a second walk
over the same station says nothing new.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pilotwire.core import claim, csms, metering, registry, reset, unlock
from pilotwire.core.authorization import is_free
from pilotwire.core.deadline import STATION
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Permitted
from pilotwire.core.port.guard import is_plugged
from pilotwire.core.progress import progress
from pilotwire.core.report import reported
from pilotwire.core.token import NOBODY

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


def follow(before: Station, station: Station, said: Outcome, moment: Moment) -> Said:
    """Everything that follows from *before* having become *station*, after what was *said* already."""
    if station is before:
        return station, said
    for evse in _plugged_in(before, station):
        before, station = claim.chosen(before, evse), claim.chosen(station, evse)
        station, more = _permitted(station, evse, moment)
        said += more
    changed = _changed(before, station)
    for evse in changed:
        station, more = progress(before, station, evse, moment)
        station, answers = unlock.answered(station, evse)
        said += more + answers
    station = _settled(before, station, moment)
    station, more = _reported(before, station, changed, moment)
    return station, said + more


def _plugged_in(before: Station, station: Station) -> tuple[int, ...]:
    """The EVSEs at which a vehicle has just been plugged in."""
    return tuple(
        new.evse
        for old, new in zip(before.ports, station.ports, strict=True)
        if new is not old and is_plugged(new) and not is_plugged(old)
    )


def _permitted(station: Station, evse: int, moment: Moment) -> Said:
    """The driver who waited has plugged in; where charging is free, nobody need wait."""
    if not is_free(station.ports[evse - 1]):
        return station, NOTHING
    if evse in station.claims:
        return claim.taken(station, evse, moment)
    if station.settings.get(registry.USER_AUTHENTICATION, evse) == "free":
        return station.step_port(Permitted(evse, NOBODY), moment)
    return station, NOTHING


def _changed(before: Station, station: Station) -> tuple[int, ...]:
    """The EVSEs (0: none chosen) about which anything changed."""
    ports = (new.evse for old, new in zip(before.ports, station.ports, strict=True) if new is not old)
    if before.claims is station.claims:
        return tuple(ports)
    claims = {
        evse for evse in (*before.claims, *station.claims) if before.claims.get(evse) is not station.claims.get(evse)
    }
    return tuple(sorted({*ports, *claims}))


def _settled(before: Station, station: Station, moment: Moment) -> Station:
    """Bookkeeping: who is plugged in, new intervals, and a reset that waited for this."""
    present = {port.evse for port in station.ports if is_plugged(port)}
    if present != set(station.plugged):
        stayed = tuple(evse for evse in station.plugged if evse in present)
        station = replace(station, plugged=stayed + tuple(sorted(present - set(stayed))))
    if before.settings is not station.settings:
        station = metering.rescheduled(before, csms.rescheduled(before, station, moment), moment)
    return reset.ready(station, moment)


def _reported(before: Station, station: Station, changed: tuple[int, ...], moment: Moment) -> Said:
    if not csms.is_online(station):
        return station, NOTHING
    if (
        before.registration is station.registration
        and before.told is station.told
        and before.operability is station.operability
    ):
        return reported(station, tuple(evse for evse in changed if evse), moment)
    return reported(station, (STATION, *(port.evse for port in station.ports)), moment)
