"""The meter during transactions: what is durable, what is sampled when, and the last reading."""

from __future__ import annotations

import pytest
from tests.core.bench import UTC_S, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.port.fault import Fault, FaultSeen, standing_faults
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reading import Reading
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.reset import How, ResetAsked, Restart
from pilotwire.core.rules import LostMeter, Rules
from pilotwire.core.sampling import Occasion, Sampled, SampledValue, values_of
from pilotwire.core.settings import Write
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.transaction import Kind
from pilotwire.core.trigger import MeterSampled


def charging(settings: Settings | None = None) -> CoreBench:
    bench = online(settings)
    bench.charge()
    return bench


def durable_wh(bench: CoreBench) -> float:
    reading = bench.station.transactions[1].reading
    assert reading is not None
    return reading.energy_wh


def read(bench: CoreBench, energy_wh: float) -> None:
    bench.hear(MeterRead(1, Reading(energy_wh)))


def written(name: str, value: int) -> VariablesWritten:
    return VariablesWritten(ReplyTo("write"), (Write(name, value),))


def test_a_reading_is_durable_after_ten_seconds() -> None:
    bench = charging()
    read(bench, 6000.0)
    assert durable_wh(bench) == 6000.0
    bench.now_s += 9.9
    read(bench, 6050.0)
    assert durable_wh(bench) == 6000.0
    bench.now_s += 0.1
    read(bench, 6051.0)
    assert durable_wh(bench) == 6051.0


@pytest.mark.parametrize(("energy_wh", "kept_wh"), [(6099.9, 6000.0), (6100.0, 6100.0)])
def test_a_reading_is_durable_after_a_hundred_watt_hours(energy_wh: float, kept_wh: float) -> None:
    bench = charging()
    read(bench, 6000.0)
    read(bench, energy_wh)
    assert durable_wh(bench) == kept_wh


def test_the_last_row_waits_for_the_last_reading() -> None:
    bench = charging()
    bench.forget()
    bench.vehicle(Pilot.GONE)
    assert ReadMeter(1) in bench.commands
    assert bench.rows(Kind.ENDED) == []
    ended_s = bench.now_s
    bench.go(0.3)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.meter_wh, row.stamp.mono_s) == (bench.evses[0].register_wh, ended_s)
    assert row.samples[0].occasion is Occasion.END


def test_the_last_row_does_not_wait_for_ever() -> None:
    bench = charging()
    before_wh = bench.port().reading.energy_wh
    bench.evses[0].broken.add("meter")
    bench.vehicle(Pilot.GONE)
    bench.go(1.9)
    assert bench.rows(Kind.ENDED) == []
    bench.go(0.2)
    assert bench.rows(Kind.ENDED)[0].meter_wh == before_wh


@pytest.mark.req("CCC-ADD-051")
def test_a_station_without_a_meter_charges_and_only_the_readings_are_missing() -> None:
    bench = CoreBench(settle_s=0.0)
    bench.evses[0].meter_s = float("inf")
    bench.evses[0].broken.add("meter")
    bench.connect()
    bench.go(10.0)
    bench.charge()
    bench.unplug()
    assert [row.meter_wh for row in bench.rows()] == [None] * len(bench.rows())
    assert bench.rows()[-1].kind is Kind.ENDED


def test_a_meter_that_answers_is_not_lost() -> None:
    bench = charging()
    bench.hear(FaultSeen(1, Fault.METER_LOST))
    read(bench, 7000.0)
    assert standing_faults(bench.port()) == set()


def test_a_reading_of_an_evse_nobody_has_is_nobodys() -> None:
    bench = charging()
    before = bench.station
    bench.hear(MeterRead(0, Reading(1.0)), MeterRead(2, Reading(1.0)))
    assert bench.station is before


# -- samples


@pytest.mark.parametrize(("interval_s", "samples"), [(60, 5), (30, 10), (0, 0)])
def test_a_transaction_is_sampled_at_its_interval(interval_s: int, samples: int) -> None:
    bench = charging({registry.SAMPLE_INTERVAL_S: interval_s})
    bench.forget()
    bench.go(305.0)
    periodic = [row for row in bench.rows() if row.trigger is Trigger.METER_VALUE_PERIODIC]
    assert len(periodic) == samples
    assert all(sample.occasion is Occasion.PERIODIC for row in periodic for sample in row.samples)


def test_sampling_ends_with_the_transaction() -> None:
    bench = charging()
    bench.unplug()
    bench.forget()
    bench.go(600.0)
    assert (bench.rows(), bench.waits_for(Timer.SAMPLE, 1)) == ([], False)


def test_a_new_interval_counts_from_now() -> None:
    bench = charging()
    bench.go(10.0)
    bench.hear(written(registry.SAMPLE_INTERVAL_S.name, 5))
    bench.forget()
    bench.go(5.1)
    assert [row.trigger for row in bench.rows()] == [Trigger.METER_VALUE_PERIODIC]
    bench.hear(written(registry.SAMPLE_INTERVAL_S.name, 0))
    assert not bench.waits_for(Timer.SAMPLE, 1)


def aligned(bench: CoreBench) -> list[float]:
    return [fact.samples[0].stamp.utc_s % 86400.0 for fact in bench.said(MeterSampled)]


def test_clock_aligned_samples_fall_on_multiples_of_the_interval() -> None:
    bench = online({registry.ALIGNED_INTERVAL_S: 900})
    bench.go(3600.0)
    assert [at_s % 900.0 for at_s in aligned(bench)] == [0.0] * 4


def test_clock_aligned_samples_begin_anew_at_midnight() -> None:
    bench = online({registry.ALIGNED_INTERVAL_S: 50_000})
    bench.go(2 * 86400.0)
    assert aligned(bench) == [0.0, 50_000.0, 0.0, 50_000.0]


def test_a_timer_that_fires_a_little_early_does_not_sample_twice() -> None:
    bench = online({registry.ALIGNED_INTERVAL_S: 900})
    (due,) = [due for due in bench.station.deadlines if due.timer is Timer.CLOCK_ALIGNED]
    bench.now_s = bench.station.deadlines[due] - 0.01
    bench.hear(due)
    assert bench.station.deadlines[due] - bench.now_s > 800.0


def test_a_clock_aligned_sample_of_a_running_transaction_is_a_row_of_it() -> None:
    bench = charging({registry.ALIGNED_INTERVAL_S: 900, registry.SAMPLE_INTERVAL_S: 0})
    bench.forget()
    bench.go(900.0)
    assert [row.trigger for row in bench.rows()] == [Trigger.METER_VALUE_CLOCK]
    assert bench.said(MeterSampled) == []


def test_clock_aligned_samples_stop_when_nobody_wants_them() -> None:
    bench = online({registry.ALIGNED_INTERVAL_S: 900})
    bench.hear(written(registry.ALIGNED_INTERVAL_S.name, 0))
    assert not bench.waits_for(Timer.CLOCK_ALIGNED)


# -- values


def sample(*measurands: str) -> Sampled:
    bench = charging()
    bench.hear(MeterRead(1, Reading(7000.0, 3680.0, (230.0, 231.0), (16.0, 0.5), 50.1, 42.0)))
    (one,) = bench.rows()[0].samples
    reading = bench.port().reading
    assert reading is not None
    return Sampled(one.stamp, one.occasion, reading, 16.0, measurands)


@pytest.mark.parametrize(
    ("measurand", "values"),
    [
        ("Energy.Active.Import.Register", [(7000.0, "Wh", "")]),
        ("Power.Active.Import", [(3680.0, "W", "")]),
        ("Power.Offered", [(16.0 * 461.0, "W", "")]),
        ("Current.Offered", [(16.0, "A", "")]),
        ("Current.Import", [(16.0, "A", "L1"), (0.5, "A", "L2")]),
        ("Voltage", [(230.0, "V", "L1-N"), (231.0, "V", "L2-N")]),
        ("Frequency", [(50.1, "Hertz", "")]),
        ("SoC", [(42.0, "Percent", "")]),
    ],
)
def test_every_measurand_has_its_values(measurand: str, values: list[tuple[float, str, str]]) -> None:
    assert values_of(sample(measurand)) == tuple(SampledValue(measurand, *value) for value in values)


def test_what_the_vehicle_does_not_tell_is_left_out_and_the_order_is_that_of_the_measurands() -> None:
    one = sample("SoC", "Frequency", "Power.Active.Import")
    blind = Sampled(one.stamp, one.occasion, Reading(1.0), 0.0, one.measurands)
    assert [value.measurand for value in values_of(blind)] == ["Frequency", "Power.Active.Import"]


def test_utc_of_a_sample_is_that_of_its_moment() -> None:
    bench = charging()
    stamp = bench.rows()[0].stamp
    assert stamp.utc_s == UTC_S + stamp.mono_s


def test_a_meter_that_promised_another_reading_and_is_silent_is_lost() -> None:
    bench = online()
    bench.hear(MeterRead(1, Reading(1000.0), valid_s=60.0))
    bench.go(59.9)
    assert Fault.METER_LOST not in bench.port().reported
    bench.go(0.2)
    assert Fault.METER_LOST in bench.port().reported


def test_a_meter_that_keeps_its_promise_is_not_lost_and_one_that_is_lost_comes_back() -> None:
    bench = online()
    for _ in range(5):
        bench.hear(MeterRead(1, Reading(1000.0), valid_s=60.0))
        bench.go(59.0)
    assert Fault.METER_LOST not in bench.port().reported
    bench.go(2.0)
    bench.hear(MeterRead(1, Reading(1001.0), valid_s=60.0))
    assert Fault.METER_LOST not in bench.port().reported


def test_a_meter_that_promises_nothing_any_more_is_not_waited_for() -> None:
    bench = online()
    bench.hear(MeterRead(1, Reading(1000.0), valid_s=60.0), MeterRead(1, Reading(1000.0)))
    bench.go(600.0)
    assert (bench.port().reported, bench.waits_for(Timer.METER, 1)) == (frozenset(), False)


# -- an end without a meter


def ended_without_meter(rules: Rules) -> CoreBench:
    bench = online(rules=rules)
    bench.charge()
    bench.evses[0].meter_s = float("inf")
    bench.evses[0].broken.add("meter")
    read(bench, 9000.0)
    bench.hear(FaultSeen(1, Fault.METER_LOST))
    bench.card()
    bench.go(600.0)
    return bench


@pytest.mark.req("CCC-STAT-005")
def test_a_vendor_ends_no_transaction_before_its_lost_meter_answers_again() -> None:
    bench = ended_without_meter(Rules(lost_meter=LostMeter.WAITS))
    assert (bench.rows(Kind.ENDED), len(bench.station.transactions)) == ([], 1)
    assert not bench.port().contactor.value.startswith("clos")
    read(bench, 9500.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.meter_wh, row.reason) == (9500.0, Reason.LOCAL)


@pytest.mark.req("CCC-STAT-005")
def test_a_vendors_reset_does_not_wait_for_a_lost_meter_and_loses_nothing() -> None:
    bench = ended_without_meter(Rules(lost_meter=LostMeter.WAITS))
    bench.hear(ResetAsked(ReplyTo("r"), How.ORDERLY))
    bench.go(10.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.meter_wh, row.reason, len(bench.said(Restart))) == (9000.0, Reason.LOCAL, 1)


def test_otherwise_the_last_reading_is_good_enough() -> None:
    (row,) = ended_without_meter(Rules()).rows(Kind.ENDED)
    assert row.meter_wh == 9000.0
