"""What follows from a step: the station walked once in fixed order, comparing what was with what is.

The port has its walk for hardware; this is the same idea one floor up. Nothing here hears an event, and a second walk
over the same station says nothing new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pilotwire.core import claim, csms, delay, metering, recloser, reservation, reset, security, silence, unlock
from pilotwire.core.authentication import is_open, nobody, takes_tokens
from pilotwire.core.authorization import asked_late
from pilotwire.core.claim import is_free
from pilotwire.core.deadline import STATION
from pilotwire.core.frozen import is_alike, replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Permitted
from pilotwire.core.port.guard import is_blocked, is_plugged, is_staying
from pilotwire.core.port.phase import Permit
from pilotwire.core.progress import progress
from pilotwire.core.report import reported
from pilotwire.core.reservation import is_barred
from pilotwire.core.schedule import followed, permitted
from pilotwire.core.sequel import sequels
from pilotwire.core.settings import taken_over
from pilotwire.core.tuning import tuned
from pilotwire.core.updating import drive_firmware
from pilotwire.core.variable import Applies

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
UNTAKEN = (Permit.NONE, Permit.SPENT)


def follow(before: Station, station: Station, said: Outcome, moment: Moment) -> Said:
    """Everything that follows from *before* having become *station*, after what was *said* already."""
    if station is before or _is_quiet(before, station):
        return station, said
    return walked(before, station, said, moment)


def walked(before: Station, station: Station, said: Outcome, moment: Moment) -> Said:
    """The walk itself, whatever it was that changed."""
    station, introduction = csms.introduced(station, moment)
    station, questions = asked_late(before, station, moment)
    station, more = tuned(before, station, moment)
    said += introduction + questions + more
    for evse in _ready(before, station):
        before, station, more = _chosen(before, station, evse, moment)
        station, let = _permitted(before, station, evse, moment)
        said += more + let
    station, more = followed(station, moment)
    said += more
    station, more = _progressed(before, station, moment)
    middle, said = station, said + more
    station, more = followed(station, moment)  # what ended leaves its share to the others
    if station is not middle:
        said += more
        station, more = _progressed(middle, station, moment)
        said += more
    station = delay.forgotten(before, station)
    station, last_words = _settled(before, station, moment)
    station, more = _reported(before, station, moment)
    station, incidents = security.noticed(before, station, moment)
    return station, said + last_words + more + incidents


def _progressed(before: Station, station: Station, moment: Moment) -> Said:
    """Transactions begin, go on and end where anything changed, and whoever waits for a plug is answered."""
    said = NOTHING
    for evse in _changed(before, station):
        station, more = progress(before, station, evse, moment)
        station, answers = unlock.answered(station, evse)
        station, positions = recloser.answered(station, evse)
        said += more + answers + positions
    return station, said


def _is_quiet(before: Station, station: Station) -> bool:
    """Nothing changed that has consequences: the way of most steps, which only bring another reading.

    What a station or a port has and is not named in QUIET has consequences; also what it gets one day.
    """
    return (
        station.registration is not csms.Registration.EARLY  # readings count there
        and is_alike(before, station, QUIET)
        and all(_is_same(old, new) for old, new in zip(before.ports, station.ports, strict=True))
    )


def _ready(before: Station, station: Station) -> tuple[int, ...]:
    """The EVSEs at which a vehicle has just become able to charge: plugged in, or what stood in its way is gone.

    In its way stood a fault, or that charging was not free before.
    """
    if station.resetting is not reset.Resetting.NO:
        return ()
    return tuple(
        new.evse
        for old, new in zip(before.ports, station.ports, strict=True)
        if new.grant.permit in UNTAKEN
        and _is_ready(new)
        and not (_is_ready(old) and is_open(before, new.evse) is is_open(station, new.evse))
    )


def _is_ready(port: Port) -> bool:
    return is_plugged(port) and is_staying(port) and not is_blocked(port)


def _chosen(before: Station, station: Station, evse: int, moment: Moment) -> tuple[Station, Station, Outcome]:
    """The driver who waits anywhere chose *evse*. Their transaction comes along, as if it had been there."""
    if not is_free(station.ports[evse - 1]) or not takes_tokens(station, evse) or _is_barred(station, evse):
        return before, station, NOTHING
    station = claim.moved(station, evse)
    if STATION not in station.transactions or STATION in station.claims:
        return before, station, NOTHING
    station, said = claim.brought(station, evse, moment)
    return claim.moved(before, evse), station, said


def _is_barred(station: Station, evse: int) -> bool:
    """The driver who waits anywhere cannot have *evse*: it is kept for somebody else."""
    return STATION in station.claims and is_barred(station, evse, station.claims[STATION].token)


def _permitted(before: Station, station: Station, evse: int, moment: Moment) -> Said:
    """The driver who waited has plugged in; where charging is free, or consented to, nobody need wait."""
    port = station.ports[evse - 1]
    if evse in station.claims and is_free(port):
        return claim.taken(station, evse, moment)
    is_back = port.grant.permit is Permit.SPENT and not is_plugged(before.ports[evse - 1])  # its cable had stayed
    if (port.grant.permit is Permit.NONE or is_back) and is_open(station, evse):
        return permitted(station, Permitted(evse, nobody(station)), moment)
    return station, NOTHING


def _changed(before: Station, station: Station) -> tuple[int, ...]:
    """The EVSEs (0: none chosen) about which anything changed that anybody is told of."""
    ports = (new.evse for old, new in zip(before.ports, station.ports, strict=True) if not _is_same(old, new))
    if before.claims is station.claims:
        return tuple(ports)
    claims = {
        evse for evse in (*before.claims, *station.claims) if before.claims.get(evse) is not station.claims.get(evse)
    }
    return tuple(sorted({*ports, *claims}))


def _is_same(old: Port, new: Port) -> bool:
    """But for a reading and its deadlines: the many readings of a meter are nobody's news, its first one after a start
    is: a transaction may wait for it.
    """
    return old is new or ((old.reading is None) is (new.reading is None) and is_alike(old, new, QUIET_OF_PORT))


def _settled(before: Station, station: Station, moment: Moment) -> Said:
    """Bookkeeping: who is plugged in, new intervals, another clock, and a reset that waited for this."""
    present = {port.evse for port in station.ports if is_plugged(port)}
    if present != station.plugged.keys():
        stayed = {evse: since_s for evse, since_s in station.plugged.items() if evse in present}
        came = dict.fromkeys(sorted(present - stayed.keys()), moment.mono_s)
        station = replace(station, plugged={**stayed, **came})
    if not station.transactions and (settings := taken_over(station.settings, Applies.IDLE)) is not station.settings:
        station = replace(station, settings=settings)
    said = NOTHING
    if before.settings is not station.settings:
        station, said = sequels(before, station, moment)
        station = metering.rescheduled(before, csms.rescheduled(before, station, moment), moment)
    if before.clock is not station.clock:
        station = metering.aligned_armed(station, moment)
    station = silence.followed(before, station, moment)
    station, lost = reservation.followed(before, station, moment)
    station, updating = drive_firmware(before, station, moment)
    station, more = reset.ready(station, moment)
    return station, said + lost + updating + more


def _reported(before: Station, station: Station, moment: Moment) -> Said:
    """The statuses of which anything may have changed that they are a view of; what was told is not told again."""
    if not csms.is_online(station):
        return station, NOTHING
    is_all = not _is_told_alike(before, station)
    ports = zip(before.ports, station.ports, strict=True)
    return reported(station, (STATION, *(new.evse for old, new in ports if is_all or old is not new)), moment)


def _is_told_alike(before: Station, station: Station) -> bool:
    """Nothing of the station itself has changed that the status of an EVSE is a view of."""
    return (
        before.registration is station.registration
        and before.claims is station.claims
        and before.transactions is station.transactions
        and before.reservations is station.reservations
        and not station.reservations  # who may have the last free EVSE depends on all the others
        and before.settings is station.settings
        and before.told is station.told
    )


QUIET: Final = frozenset({"ports", "deadlines", "counted", "made"})  # ports are looked at one by one
QUIET_OF_PORT: Final = frozenset({"reading", "deadlines"})
