"""Charging with somebody's consent instead of a token: the owner's own software, or a key switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.authentication import Authentication, Consent, authentication_at, may_begin, nobody
from pilotwire.core.claim import Claim, claimed, dropped, is_free
from pilotwire.core.deadline import STATION
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Origin, Permitted, Withdrawn
from pilotwire.core.port.guard import is_plugged
from pilotwire.core.port.phase import TAKEN
from pilotwire.core.reset import Resetting
from pilotwire.core.schedule import permitted
from pilotwire.core.stop import BY_CARD

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


@dataclass(frozen=True, slots=True)
class CustomerPermission:
    """The owner's own software says whether a vehicle may charge at *evse* (chargebyte guide 15.21 T83).

    *is_standing* (published retained): for every session until it is said otherwise; else for one session. It counts
    only where ``user_authentication`` is ``mqtt``.
    """

    evse: int
    may_charge: bool
    is_standing: bool


@dataclass(frozen=True, slots=True)
class KeyTurned:
    """The key switch of *evse*, or the one of the whole station (0), is on (vehicles may charge) or off.

    The chargebyte guide has it at DIG_IN_3. It counts only where ``user_authentication`` is ``key-switch``.
    """

    evse: int
    is_on: bool


def on_permission(station: Station, event: CustomerPermission, moment: Moment) -> Said:
    """Yes lets the vehicle charge that waits or comes next; no ends what waits or runs, however it was let in.

    A word about one session leaves the standing one as it is.
    """
    consent = Consent(event.evse, Authentication.MQTT)
    if not 1 <= event.evse <= len(station.ports):
        return station, NOTHING
    if event.is_standing:
        return _given(station, consent, moment) if event.may_charge else _taken_back(station, consent, moment)
    if authentication_at(station, event.evse) is not consent.by:
        return station, NOTHING
    return _let_in(station, event.evse, moment) if event.may_charge else _sent_away(station, event.evse, moment)


def on_key(station: Station, event: KeyTurned, moment: Moment) -> Said:
    """On is a standing consent, off takes it back."""
    act, said = _given if event.is_on else _taken_back, NOTHING
    for port in station.ports:
        if event.evse in (STATION, port.evse):
            station, more = act(station, Consent(port.evse, Authentication.KEY_SWITCH), moment)
            said += more
    return station, said


def _given(station: Station, consent: Consent, moment: Moment) -> Said:
    """Given once more changes nothing: brokers repeat themselves, and what was stopped is not to start again."""
    if consent in station.consents:
        return station, NOTHING
    station = replace(station, consents=station.consents | {consent})
    is_waited_for = is_plugged(station.ports[consent.evse - 1])
    if not is_waited_for or authentication_at(station, consent.evse) is not consent.by:
        return station, NOTHING
    return _let_in(station, consent.evse, moment)


def _taken_back(station: Station, consent: Consent, moment: Moment) -> Said:
    if consent in station.consents:
        station = replace(station, consents=station.consents - {consent})
    if authentication_at(station, consent.evse) is not consent.by:
        return station, NOTHING
    return _sent_away(station, consent.evse, moment)


def _let_in(station: Station, evse: int, moment: Moment) -> Said:
    """As with a card: the vehicle that waits charges, or the next one if it comes in time; a claim keeps its place."""
    port = station.ports[evse - 1]
    if not is_free(port) or evse in station.claims or station.resetting is not Resetting.NO:
        return station, NOTHING
    if not may_begin(station):
        return station, NOTHING
    if is_plugged(port):
        return permitted(station, Permitted(evse, nobody(station)), moment)
    return claimed(station, evse, Claim(nobody(station), Origin()), moment)


def _sent_away(station: Station, evse: int, moment: Moment) -> Said:
    """Whoever waits or charges at *evse* may no longer, however they came to it; told as a driver's own stop."""
    if evse in station.claims:
        return dropped(station, evse, BY_CARD, moment)
    if station.ports[evse - 1].grant.permit in TAKEN:
        return station.step_port(Withdrawn(evse, BY_CARD), moment)
    return station, NOTHING
