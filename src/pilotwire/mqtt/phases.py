"""How many phases a vehicle gets (chargebyte guide 15.20 T81)."""

from __future__ import annotations

from typing import Final

from pilotwire.core.port.phase import Secondary
from pilotwire.core.port.phases import PhasesChosen, SwitchDelaySet, phases_of
from pilotwire.core.station import Station
from pilotwire.mqtt.topic import Place, Topic
from pilotwire.mqtt.value import integer, one_of
from pilotwire.mqtt.view import CONDUCTING

COUNTS: Final = {"1": 1, "3": 3}
JOINED: Final = (Secondary.CLOSED, Secondary.OPENING, Secondary.WELDED)  # as the feedback says
DELAY_S: Final = integer(10, 300)


def actual(station: Station, evse: int) -> str:
    """How many phases the vehicle gets now; 0 while nothing flows."""
    port = station.ports[evse - 1]
    if port.contactor not in CONDUCTING:
        return "0"
    if port.build.switches_phases:
        return "3" if port.phases.secondary in JOINED else "1"
    return str(phases_of(port))


def chosen(payload: bytes, place: Place) -> PhasesChosen:
    """One phase or three."""
    return PhasesChosen(place.evse, one_of(COUNTS)(payload))


def delay_set(payload: bytes, place: Place) -> SwitchDelaySet:
    """Seconds without any phase in between."""
    return SwitchDelaySet(place.evse, float(DELAY_S(payload)))


PHASES: Final[tuple[Topic, ...]] = (
    Topic("port{n}/ci/evse/phase/target", "1 or 3", "15.20 T81", "Phases that are wanted.", parse=chosen),
    Topic("port{n}/ci/evse/phase/actual", "0, 1 or 3", "15.20 T81", "Phases that the vehicle gets.", view=actual),
    Topic(
        "port{n}/ci/evse/phase/switch_delay",
        "s, 10 to 300",
        "15.20 T81",
        "Pause without any phase, for later changes.",
        parse=delay_set,
    ),
)
