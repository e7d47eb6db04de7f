"""A pause before a vehicle begins to charge, or before a schedule changes what it may draw, so that not a whole street
does so in the same second (UK Electric Vehicles (Smart Charge Points) Regulations 2021; ABB OCPP 1.6 overview 5.2.1.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.composite import Allowance
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.port.phase import TAKEN
from pilotwire.core.settings import Write, write

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

FIXED = 1  # the delay is always as long as is set; otherwise at most so long, drawn anew each time
AT_EVERY_START, AT_CHANGES = 1, 2  # of transactions and schedules, or of schedules alone
NOTHING_YET = Allowance(0.0)


def begun(station: Station, evse: int, moment: Moment) -> Station:
    """*station*, in which somebody is about to be permitted at *evse*, with the delay of a start."""
    if station.settings.get(registry.RANDOM_DELAY_AT) != AT_EVERY_START:
        return station
    return _delayed(station, evse, NOTHING_YET, moment)


def changed(station: Station, evse: int, moment: Moment) -> Station:
    """*station* with what *evse* may draw now for a while longer: its schedule is about to change that."""
    port = station.ports[evse - 1]
    is_wanted = station.settings.get(registry.RANDOM_DELAY_AT) in (AT_EVERY_START, AT_CHANGES)
    if not is_wanted or port.grant.permit not in TAKEN:
        return station
    return _delayed(station, evse, Allowance(port.limits.schedule_a, port.limits.schedule_phases), moment)


def _delayed(station: Station, evse: int, held: Allowance, moment: Moment) -> Station:
    """One delay at a time: what changes meanwhile waits for its end, too."""
    settings = station.settings
    longest_s, is_fixed = settings.get(registry.RANDOM_DELAY_S), settings.get(registry.RANDOM_DELAY_MODE) == FIXED
    if settings.get(registry.RANDOM_DELAY_CANCEL) or not longest_s or evse in station.delays:
        return station
    station = replace(station, delays={**station.delays, evse: held})
    return station.armed(Due(evse, Timer.DELAY), moment.mono_s + longest_s * (1.0 if is_fixed else moment.chance))


def without(station: Station, evse: int) -> Station:
    """*station* with nothing delayed at *evse*."""
    delays = {each: held for each, held in station.delays.items() if each != evse}
    return replace(station, delays=delays).disarmed(Due(evse, Timer.DELAY))


def settled(station: Station) -> Station:
    """*station* without the delays that were cancelled, and those of drivers who have gone."""
    is_cancelled = station.settings.get(registry.RANDOM_DELAY_CANCEL)
    for evse in tuple(station.delays):
        if is_cancelled or station.ports[evse - 1].grant.permit not in TAKEN:
            station = without(station, evse)
    return station


def forgotten(before: Station, station: Station) -> Station:
    """*station* in which a cancelling counts no longer than the transaction it was meant for."""
    if before.transactions is station.transactions or not station.settings.get(registry.RANDOM_DELAY_CANCEL):
        return station
    running = {each.id for each in station.transactions.values()}
    if all(each.id in running for each in before.transactions.values()):
        return station
    settings, _, _ = write(station.settings, Write(registry.RANDOM_DELAY_CANCEL.name, value=False))
    return replace(station, settings=settings)
