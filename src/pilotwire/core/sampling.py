"""What is measured when: readings with their occasion, what the vehicle is offered then, and when the next is due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.measurand import LINES
from pilotwire.core.moment import Stamp, stamp
from pilotwire.core.port.limits import offered_a
from pilotwire.core.port.phases import phases_of
from pilotwire.core.reading import Reading, Registers
from pilotwire.core.rules import IntervalTold, OfferTold, PhasesTold, RegisterTold, Rules

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.settings import Settings
    from pilotwire.core.station import Station
    from pilotwire.core.transaction import Transaction


class Occasion(Enum):
    """Why a reading was taken (OCPP 2.0.1 ReadingContextEnumType)."""

    BEGIN = "Transaction.Begin"
    END = "Transaction.End"
    PERIODIC = "Sample.Periodic"
    CLOCK = "Sample.Clock"
    TRIGGER = "Trigger"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the vehicle may take: *phase_a* on each of three phases, where they are told; *current_a* as it is told for
    all of them.
    """

    current_a: float
    power_w: float
    phase_a: tuple[float, ...] = ()


NO_OFFER = Offer(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sampled:
    """One reading of the meter, why it was taken, and which *measurands* of it are told.

    *since* is what the registers said at the sample before; *is_signed*: what the meter has signed is told too.
    """

    stamp: Stamp
    occasion: Occasion
    reading: Reading
    offer: Offer
    measurands: tuple[str, ...]
    since: Registers | None = None
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class DurableReading:
    """The register as a power cut would leave it: at most ten seconds or a hundred watt-hours old."""

    energy_wh: float
    stamp: Stamp


def durable_reading(station: Station, evse: int, moment: Moment) -> DurableReading | None:
    """The register of *evse* as it is to survive a power cut now."""
    reading = station.ports[evse - 1].reading if evse else None
    return None if reading is None else DurableReading(reading.energy_wh, stamp(station.boot, moment))


def sampled(
    station: Station, evse: int, occasion: Occasion, measurands: tuple[str, ...], moment: Moment
) -> tuple[Sampled, ...]:
    """The newest reading of *evse* as a sample; none without a meter or without measurands."""
    port = station.ports[evse - 1] if evse else None
    if port is None or port.reading is None or not measurands:
        return ()
    sample = Sampled(
        stamp=stamp(station.boot, moment),
        occasion=occasion,
        reading=_as_told(station, evse, _as_installed(port.reading, port.build.phases)),
        offer=_offer(station, port),
        measurands=measurands,
        since=_since(station, evse, occasion),
        is_signed=_is_signed(station.settings, occasion),
    )
    return (sample,)


def _as_installed(reading: Reading, phases: int) -> Reading:
    """A single-phase station has no other phases to tell of, whatever its meter could measure (guide 3.3.6, 7.3.3)."""
    if phases == len(LINES):
        return reading
    return replace(
        reading,
        voltage_v=reading.voltage_v[:phases],
        current_a=reading.current_a[:phases],
        phase_power_w=reading.phase_power_w[:phases],
        phase_energy_wh=reading.phase_energy_wh[:phases],
        export_current_a=reading.export_current_a[:phases],
        line_voltage_v=(),
    )


def _as_told(station: Station, evse: int, reading: Reading) -> Reading:
    if station.rules.phases_told is PhasesTold.LINES:
        reading = replace(reading, phase_energy_wh=(), line_voltage_v=(), neutral_current_a=None)
    told = told_wh(station.rules, station.transactions.get(evse), reading.energy_wh)
    return reading if told == reading.energy_wh else replace(reading, energy_wh=told, phase_energy_wh=())


def told_wh(rules: Rules, transaction: Transaction | None, register_wh: float) -> float:
    """What is told where the import register says *register_wh*."""
    if rules.register_told is RegisterTold.LIFETIME:
        return register_wh
    if transaction is None or transaction.first_wh is None:
        return 0.0
    return max(0.0, register_wh - transaction.first_wh)


def _offer(station: Station, port: Port) -> Offer:
    """What is offered on the phases there are now, at the nominal voltage (chargebyte guide 3.3.6)."""
    each_a, phases = offered_a(port), phases_of(port)
    power_w = each_a * phases * station.settings.get(registry.NOMINAL_VOLTAGE_V)
    if station.rules.offer_told is OfferTold.EACH:
        return Offer(each_a, power_w)
    phase_a = (each_a,) * phases + (0.0,) * (port.build.phases - phases)
    return Offer(each_a * phases, power_w, phase_a)


# an interval begins where the one before it ended; the last one of a transaction is cut short
BEFORE = {
    Occasion.PERIODIC: Occasion.PERIODIC,
    Occasion.END: Occasion.PERIODIC,
    Occasion.TRIGGER: Occasion.PERIODIC,
    Occasion.CLOCK: Occasion.CLOCK,
}


def _since(station: Station, evse: int, occasion: Occasion) -> Registers | None:
    if station.rules.interval_told is IntervalTold.TRANSACTION:
        transaction = station.transactions.get(evse)
        first_wh = None if transaction is None else transaction.first_wh
        return None if first_wh is None else Registers(told_wh(station.rules, transaction, first_wh))
    before = BEFORE.get(occasion)
    if before is None or (before is Occasion.PERIODIC and evse not in station.transactions):
        return None
    return station.counted.get((evse, before))


def counted(station: Station, evse: int, *occasions: Occasion) -> Station:
    """*station* with the intervals of *occasions* beginning now at *evse*."""
    reading = station.ports[evse - 1].reading if evse else None
    if reading is None:
        return station
    registers = _as_told(station, evse, reading).registers
    return replace(station, counted={**station.counted, **{(evse, each): registers for each in occasions}})


def _is_signed(settings: Settings, occasion: Occasion) -> bool:
    """Whether what the meter has signed is told at *occasion* (OCA signed meter values 1.0, 5.1)."""
    return all(settings.get(variable) for variable in SIGNED_IF[occasion])


SIGNED_IF = {
    Occasion.BEGIN: (registry.SIGN_SAMPLED, registry.SIGN_STARTED),
    Occasion.END: (registry.SIGN_SAMPLED,),
    Occasion.PERIODIC: (registry.SIGN_SAMPLED, registry.SIGN_UPDATED),
    Occasion.TRIGGER: (registry.SIGN_SAMPLED, registry.SIGN_UPDATED),
    Occasion.CLOCK: (registry.SIGN_ALIGNED, registry.SIGN_ALIGNED_UPDATED),
}


def sampling_armed(station: Station, evse: int, moment: Moment) -> Station:
    """*station* with the next periodic sample of *evse* due, where samples are wanted."""
    interval_s = station.settings.get(registry.SAMPLE_INTERVAL_S)
    if not interval_s or not evse:
        return station.disarmed(Due(evse, Timer.SAMPLE))
    return station.armed(Due(evse, Timer.SAMPLE), moment.mono_s + interval_s)
