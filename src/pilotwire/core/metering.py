"""The meter during transactions: durable readings, periodic and clock-aligned samples, and the last reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.clock import is_set, utc_s_of
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.moment import stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import EnergyDenied
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reset import Resetting
from pilotwire.core.row import finish, tell
from pilotwire.core.rules import LostMeter
from pilotwire.core.sampling import Occasion, counted, durable_reading, sampled, sampling_armed
from pilotwire.core.stop import Trigger
from pilotwire.core.transaction import Kind, Phase
from pilotwire.core.transaction_data import went_on
from pilotwire.core.trigger import MeterSampled

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
ALIGNED = Due(STATION, Timer.CLOCK_ALIGNED)
DAY_S = 86400.0
EARLY_S = 0.1  # a timer that fires a little before its boundary is not to fire once more at it


def on_meter_read(station: Station, event: MeterRead, moment: Moment) -> Said:
    """A reading: kept in the port, made durable now and then, and the last word of a transaction that waits for it."""
    if not 1 <= event.evse <= len(station.ports):
        return station, NOTHING
    station, said = station.step_port(event, moment)
    transaction = station.transactions.get(event.evse)
    if transaction is None:
        return station, said
    if transaction.phase is Phase.ENDING:
        station, last_words = finish(station, event.evse, moment)
        return station, said + last_words
    station = _made_durable(station, event, moment)
    if transaction.most_wh is None or event.reading.energy_wh < transaction.most_wh:
        return station, said
    station, more = station.step_port(EnergyDenied(event.evse), moment)
    return station, said + more


def _made_durable(station: Station, event: MeterRead, moment: Moment) -> Station:
    transaction, rules = station.transactions[event.evse], station.rules
    kept = transaction.reading
    is_recent = (
        kept is not None
        and kept.stamp.boot == station.boot
        and moment.mono_s - kept.stamp.mono_s < rules.durable_reading_s
        and event.reading.energy_wh - kept.energy_wh < rules.durable_reading_wh
    )
    if is_recent:
        return station
    reading = durable_reading(station, event.evse, moment)
    known = stamp(station.boot, moment)
    return station.with_transaction(event.evse, replace(transaction, reading=reading, known=known))


def on_final_reading_due(station: Station, event: Due, moment: Moment) -> Said:
    """The meter did not answer in time: the newest reading must do (chargebyte guide 3.3.2), or one that will come."""
    is_lost = bool(event.evse) and Fault.METER_LOST in standing_faults(station.ports[event.evse - 1])
    if is_lost and station.rules.lost_meter is LostMeter.WAITS and station.resetting is Resetting.NO:
        return station.armed(event, moment.mono_s + station.rules.final_reading_s), NOTHING
    return finish(station, event.evse, moment)


def on_sample_due(station: Station, event: Due, moment: Moment) -> Said:
    """A periodic sample of a running transaction (OCPP 1.6 MeterValueSampleInterval, OCPP 2.0.1 J02)."""
    if event.evse not in station.transactions:
        return station, NOTHING
    station = sampling_armed(station, event.evse, moment)
    samples = sampled(station, event.evse, Occasion.PERIODIC, station.settings.get(registry.SAMPLED), moment)
    said = Outcome(facts=went_on(station, event.evse, Occasion.PERIODIC, moment))
    station = counted(station, event.evse, Occasion.PERIODIC)
    if not samples:
        return station, said
    station, row = tell(station, event.evse, Kind.UPDATED, Trigger.METER_VALUE_PERIODIC, moment, samples)
    return station, said + row


def on_aligned_due(station: Station, event: Due, moment: Moment) -> Said:
    """A clock-aligned sample of every EVSE: in its transaction, or alone (OCPP 1.6 ClockAlignedDataInterval, J01)."""
    station, said = aligned_armed(station, moment), NOTHING
    for port in station.ports:
        station, more = _aligned_sample(station, port.evse, moment)
        said += more
    return station, said


def _aligned_sample(station: Station, evse: int, moment: Moment) -> Said:
    samples = sampled(station, evse, Occasion.CLOCK, station.settings.get(registry.ALIGNED), moment)
    said = Outcome(facts=went_on(station, evse, Occasion.CLOCK, moment))
    station = counted(station, evse, Occasion.CLOCK)
    if not samples:
        return station, said
    transaction = station.transactions.get(evse)
    if transaction is None or transaction.phase is Phase.ENDING:
        return station, Outcome(facts=(MeterSampled(evse, samples, None),))
    station, row = tell(station, evse, Kind.UPDATED, Trigger.METER_VALUE_CLOCK, moment, samples)
    return station, said + row


def aligned_armed(station: Station, moment: Moment) -> Station:
    """*station* with its next clock-aligned sample due: at a multiple of the interval since midnight UTC, if known."""
    interval_s = station.settings.get(registry.ALIGNED_INTERVAL_S)
    if not interval_s or not is_set(station.clock):
        return station.disarmed(ALIGNED)
    day_s = utc_s_of(stamp(station.boot, moment), station.clock, station.boot) % DAY_S
    left_s = min(interval_s - day_s % interval_s, DAY_S - day_s)
    if left_s < EARLY_S:
        left_s += min(interval_s, DAY_S)
    return station.armed(ALIGNED, moment.mono_s + left_s)


def rescheduled(before: Station, station: Station, moment: Moment) -> Station:
    """*station* with its samples at newly written intervals."""
    old, new = before.settings, station.settings
    if old.get(registry.ALIGNED_INTERVAL_S) != new.get(registry.ALIGNED_INTERVAL_S):
        station = aligned_armed(station, moment)
    if old.get(registry.SAMPLE_INTERVAL_S) != new.get(registry.SAMPLE_INTERVAL_S):
        for evse, transaction in station.transactions.items():
            if transaction.phase is not Phase.ENDING:
                station = sampling_armed(station, evse, moment)
    return station
