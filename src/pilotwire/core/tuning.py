"""What settings turn at the ports themselves: at the start, and as soon as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.fault import NO_FAULTS, Fault, FaultsMasked
from pilotwire.core.port.phases import MostPhasesSet
from pilotwire.core.port.port import walk

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.rules import Bits, Rules
    from pilotwire.core.settings import Settings
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


def masked_faults(settings: Settings, rules: Rules) -> frozenset[Fault]:
    """The faults nobody wants to hear of: the one place that reads what the bits of both masks mean."""
    masks = (
        (rules.fault_mask, settings.get(registry.FAULT_MASK)),
        (rules.function_mask, settings.get(registry.FUNCTION_MASK)),
    )
    return NO_FAULTS.union(*(_hidden(bits, mask) for bits, mask in masks))


def _hidden(bits: Bits, mask: int) -> frozenset[Fault]:
    return NO_FAULTS.union(*(faults for bit, faults in bits.items() if mask >> bit & 1))


def most_phases(settings: Settings) -> int:
    """On how many phases a vehicle may charge at most."""
    return settings.get(registry.MAX_PHASES)


def outlasts_vehicle(settings: Settings) -> bool:
    """Whether a driver may pull the plug out of the vehicle and go on later (OCPP 1.6 9.1.23, OCPP 2.0.1 E10).

    Not where charging is free: the next vehicle is somebody else's, and nobody has a card to say so.
    """
    return not settings.get(registry.STOP_ON_UNPLUG) and not settings.get(registry.FREE_VEND)


def holds_cable(settings: Settings) -> bool:
    """Whether a cable whose vehicle was unplugged stays locked until its driver shows the token (OCPP 1.6 4.10).

    Where charging is free, too, there is none.
    """
    return not settings.get(registry.UNLOCK_ON_UNPLUG) and not settings.get(registry.FREE_VEND)


def wired_a(settings: Settings, evse: int) -> float:
    """What the wires of *evse* carry, in ampere per phase."""
    return float(settings.get(registry.EVSE_LIMIT_A, evse))


def tuned(before: Station, station: Station, moment: Moment) -> Said:
    """*station* with its ports as its settings have them; what did not change is left as it is, whoever set it."""
    said = NOTHING
    if before.settings is station.settings:
        return station, said
    masked, most = masked_faults(station.settings, station.rules), most_phases(station.settings)
    outlasts, holds = outlasts_vehicle(station.settings), holds_cable(station.settings)
    for port in station.ports:
        evse_a = wired_a(station.settings, port.evse)
        if (outlasts, holds, evse_a) != (port.build.outlasts_vehicle, port.build.holds_cable, port.build.evse_a):
            build = replace(port.build, outlasts_vehicle=outlasts, holds_cable=holds, evse_a=evse_a)
            port, commands = walk(replace(port, build=build), moment)
            station, said = station.with_port(port), said + Outcome(commands=commands)
        if masked != masked_faults(before.settings, before.rules):
            station, more = station.step_port(FaultsMasked(port.evse, masked), moment)
            said += more
        if most != most_phases(before.settings):
            station, more = station.step_port(MostPhasesSet(port.evse, most), moment)
            said += more
    return station, said
