"""The meter during transactions: what is durable, what is sampled when, and the last reading."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.bench import UTC_S, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.moment import Stamp
from pilotwire.core.port.fault import Fault, FaultSeen, standing_faults
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.phases import PhasesChosen
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reading import Reading, Registers, Signed
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.reset import How, ResetAsked, Restart
from pilotwire.core.rules import IntervalTold, LostMeter, OfferTold, RegisterTold, Rules
from pilotwire.core.sampled_value import READERS, SampledValue, values_of
from pilotwire.core.sampling import Occasion, Offer, Sampled, sampled
from pilotwire.core.settings import Write
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.transaction import Kind
from pilotwire.core.transaction_data import SampleKept
from pilotwire.core.trigger import MeterSampled

REGISTER = registry.REGISTER
NOW = Stamp("boot", 0.0, UTC_S, utc_trusted=True)


def charging(settings: Settings | None = None, rules: Rules | None = None) -> CoreBench:
    bench = online(settings, rules=rules)
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


@pytest.mark.req("ALF-201G-012")
def test_without_other_measurands_a_clock_aligned_sample_is_of_the_import_register() -> None:
    bench = online({registry.ALIGNED_INTERVAL_S: 900})
    bench.go(900.0)
    assert [fact.samples[0].measurands for fact in bench.said(MeterSampled)] == [REGISTER]


def test_a_day_of_quarters_of_an_hour_has_96_clock_aligned_samples_and_the_first_is_at_midnight() -> None:
    bench = online({registry.ALIGNED_INTERVAL_S: 900})
    bench.go(86400.0)
    assert sorted(aligned(bench)) == [900.0 * number for number in range(96)]


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


FULL = Reading(
    energy_wh=7000.0,
    power_w=3680.0,
    voltage_v=(230.0, 231.0, 229.0),
    current_a=(16.0, 0.5, 0.0),
    frequency_hz=50.1,
    soc_pct=42.0,
    phase_power_w=(3600.0, 80.0, 0.0),
    phase_energy_wh=(6000.0, 900.0, 100.0),
    line_voltage_v=(400.0, 401.0, 399.0),
    current_sum_a=16.5,
    neutral_current_a=15.5,
    power_factor=0.98,
    export_w=1.0,
    export_current_a=(0.1, 0.2, 0.3),
    export_wh=5.0,
    reactive_import_var=20.0,
    reactive_export_var=2.0,
    reactive_import_varh=30.0,
    reactive_export_varh=3.0,
    temperature_c=31.0,
)


def sample(*measurands: str, reading: Reading = FULL) -> Sampled:
    since = Registers(6900.0, 4.0, 28.0, 2.5)
    return Sampled(NOW, Occasion.PERIODIC, reading, Offer(48.0, 11040.0, (16.0, 16.0, 16.0)), measurands, since)


@pytest.mark.parametrize(
    ("measurand", "values"),
    [
        (
            "Energy.Active.Import.Register",
            [(7000.0, "Wh", ""), (6000.0, "Wh", "L1"), (900.0, "Wh", "L2"), (100.0, "Wh", "L3")],
        ),
        ("Energy.Active.Export.Register", [(5.0, "Wh", "")]),
        ("Energy.Reactive.Import.Register", [(30.0, "varh", "")]),
        ("Energy.Reactive.Export.Register", [(3.0, "varh", "")]),
        ("Energy.Active.Import.Interval", [(100.0, "Wh", "")]),
        ("Energy.Active.Export.Interval", [(1.0, "Wh", "")]),
        ("Energy.Reactive.Import.Interval", [(2.0, "varh", "")]),
        ("Energy.Reactive.Export.Interval", [(0.5, "varh", "")]),
        ("Power.Active.Import", [(3680.0, "W", ""), (3600.0, "W", "L1"), (80.0, "W", "L2"), (0.0, "W", "L3")]),
        ("Power.Active.Export", [(1.0, "W", "")]),
        ("Power.Reactive.Import", [(20.0, "var", "")]),
        ("Power.Reactive.Export", [(2.0, "var", "")]),
        ("Power.Factor", [(0.98, "", "")]),
        ("Power.Offered", [(11040.0, "W", "")]),
        ("Current.Offered", [(48.0, "A", ""), (16.0, "A", "L1"), (16.0, "A", "L2"), (16.0, "A", "L3")]),
        (
            "Current.Import",
            [(16.5, "A", ""), (16.0, "A", "L1"), (0.5, "A", "L2"), (0.0, "A", "L3"), (15.5, "A", "N")],
        ),
        ("Current.Export", [(0.1, "A", "L1"), (0.2, "A", "L2"), (0.3, "A", "L3")]),
        (
            "Voltage",
            [
                *((230.0, "V", "L1-N"), (231.0, "V", "L2-N"), (229.0, "V", "L3-N")),
                *((400.0, "V", "L1-L2"), (401.0, "V", "L2-L3"), (399.0, "V", "L3-L1")),
            ],
        ),
        ("Frequency", [(50.1, "Hertz", "")]),
        ("Temperature", [(31.0, "Celsius", "")]),
        ("SoC", [(42.0, "Percent", "")]),
    ],
)
def test_every_measurand_has_its_values(measurand: str, values: list[tuple[float, str, str]]) -> None:
    assert values_of(sample(measurand)) == tuple(SampledValue(measurand, *value) for value in values)


def test_no_measurand_is_without_somebody_who_reads_it() -> None:
    assert tuple(READERS) == registry.MEASURANDS


@pytest.mark.req("CCC-SUP-004", "CCC-MEAS-005")
def test_what_the_meter_cannot_tell_is_left_out_and_the_order_is_that_of_the_measurands() -> None:
    told = values_of(sample("SoC", "Power.Active.Import", "Current.Import", reading=Reading(1.0, 3680.0)))
    assert told == (SampledValue("Power.Active.Import", 3680.0, "W"),)  # like DZG: no power of a phase
    assert values_of(sample(*registry.MEASURANDS[8:], reading=Reading(1.0)))[0].measurand == "Power.Offered"
    by_phase = values_of(sample("Current.Import", reading=Reading(1.0, current_a=(16.0, 16.0, 16.0))))
    assert [value.phase for value in by_phase] == ["L1", "L2", "L3"]  # the sum is not computed


def test_one_phase_can_be_asked_for_by_itself() -> None:
    told = values_of(sample("Current.Import.L2", "Voltage.L1-N", "Voltage.L2-L3", "Current.Offered.L3"))
    assert [(value.measurand, value.value, value.phase) for value in told] == [
        ("Current.Import", 0.5, "L2"),
        ("Voltage", 230.0, "L1-N"),
        ("Voltage", 401.0, "L2-L3"),
        ("Current.Offered", 16.0, "L3"),
    ]


def test_a_measurand_kept_by_another_version_of_us_is_passed_over() -> None:
    assert values_of(sample("RPM", "SoC.L1")) == ()


@pytest.mark.req("CCC-MEAS-002", "CCC-BUS-004")
def test_a_single_phase_station_tells_of_no_phase_whatever_its_meter_can_measure() -> None:
    wanted = ("Voltage", "Current.Import", "Power.Active.Import", "Current.Offered", "Energy.Active.Import.Register")
    bench = charging({registry.SUPPLY_PHASES: 1, registry.SAMPLED: wanted}, rules=Rules(offer_told=OfferTold.BY_PHASE))
    bench.hear(MeterRead(1, replace(FULL, current_sum_a=None)))
    (told,) = sampled(bench.station, 1, Occasion.PERIODIC, wanted, bench.moment)
    values = [(value.measurand, value.value, value.phase) for value in values_of(told)]
    assert values == [
        ("Voltage", 230.0, ""),
        ("Current.Import", 16.0, ""),
        ("Power.Active.Import", 3680.0, ""),
        ("Current.Offered", 32.0, ""),
        ("Energy.Active.Import.Register", 7000.0, ""),
    ]


def offer(bench: CoreBench) -> Offer:
    (told,) = sampled(bench.station, 1, Occasion.PERIODIC, ("Current.Offered",), bench.moment)
    return told.offer


def test_what_is_offered_is_what_the_pilot_says() -> None:
    assert offer(charging()) == Offer(32.0, 32.0 * 3 * 230.0)


@pytest.mark.req("CCC-MEAS-008", "CCC-MEAS-009")
def test_where_the_phases_are_told_their_sum_is_too_and_both_follow_the_phases_there_are() -> None:
    settings: Settings = {registry.PHASE_SWITCH_ENABLED: True, registry.NOMINAL_VOLTAGE_V: 240}
    bench = charging(settings, rules=Rules(offer_told=OfferTold.BY_PHASE))
    assert offer(bench) == Offer(96.0, 96.0 * 240.0, (32.0, 32.0, 32.0))
    bench.hear(PhasesChosen(1, 1))
    bench.go(60.0)
    assert offer(bench) == Offer(32.0, 32.0 * 240.0, (32.0, 0.0, 0.0))


# -- intervals


def grown(bench: CoreBench) -> list[float]:
    samples = [sample for row in bench.rows() for sample in row.samples]
    return [value.value for sample in samples for value in values_of(sample)]


INTERVAL = ("Energy.Active.Import.Interval",)


def test_an_interval_is_what_came_since_the_sample_before_and_the_last_one_is_cut_short() -> None:
    bench = charging({registry.SAMPLED: INTERVAL, registry.SAMPLED_AT_END: INTERVAL, registry.SAMPLE_INTERVAL_S: 60})
    began_wh = bench.evses[0].register_wh
    bench.forget()
    bench.go(150.0)
    bench.unplug()
    assert len(grown(bench)) == 3
    assert sum(grown(bench)) == pytest.approx(bench.evses[0].register_wh - began_wh, abs=1.0)


def test_the_intervals_of_the_clock_and_those_of_the_sampling_do_not_disturb_each_other() -> None:
    every = {registry.ALIGNED: INTERVAL, registry.ALIGNED_INTERVAL_S: 100, registry.SAMPLED: INTERVAL}
    bench = charging({**every, registry.SAMPLE_INTERVAL_S: 30})
    bench.forget()
    bench.go(400.0)
    clock = [row for row in bench.rows() if row.trigger is Trigger.METER_VALUE_CLOCK]
    (first, *_) = clock
    assert len(clock) >= 3
    values = [value.value for row in clock[1:] for one in row.samples for value in values_of(one)]
    assert max(values) - min(values) < 1.0  # all are of 100 s
    assert values_of(first.samples[0])[0].value <= values[0] + 1.0


def test_outside_of_a_transaction_nothing_grew_since_a_sample() -> None:
    bench = charging({registry.SAMPLED: INTERVAL})
    bench.unplug()
    (told,) = sampled(bench.station, 1, Occasion.TRIGGER, INTERVAL, bench.moment)
    assert told.since is None


# -- how a vendor counts


def test_where_the_rules_say_so_registers_count_from_the_beginning_of_the_transaction() -> None:
    rules = Rules(register_told=RegisterTold.TRANSACTION)
    bench = charging({registry.SAMPLED: (*REGISTER, *INTERVAL)}, rules=rules)
    began_wh = bench.evses[0].register_wh
    bench.go(61.0)
    start, *_, periodic = bench.rows()
    assert (start.meter_wh, [value.value for value in values_of(start.samples[0])]) == (0.0, [0.0])
    register, interval = values_of(periodic.samples[0])
    assert (register.value, interval.value) == (periodic.meter_wh, periodic.meter_wh)
    assert 0.0 < register.value < 1000.0
    bench.forget()
    bench.unplug()
    (end,) = bench.rows(Kind.ENDED)
    assert end.meter_wh == pytest.approx(bench.evses[0].register_wh - began_wh, abs=50.0)
    (idle,) = sampled(bench.station, 1, Occasion.TRIGGER, REGISTER, bench.moment)
    assert values_of(idle)[0].value == 0.0


def test_they_do_after_a_power_cut_too() -> None:
    bench = charging(rules=Rules(register_told=RegisterTold.TRANSACTION))
    bench.go(120.0)
    transaction = bench.station.transactions[1]
    assert transaction.first_wh is not None
    (end,) = bench.restarted(settle_s=0.0).rows(Kind.ENDED)
    assert end.meter_wh == durable_wh(bench) - transaction.first_wh


def test_where_the_rules_say_so_an_interval_is_that_of_the_transaction() -> None:
    settings: Settings = {registry.SAMPLED: INTERVAL, registry.SAMPLE_INTERVAL_S: 60}
    bench = charging(settings, rules=Rules(interval_told=IntervalTold.TRANSACTION))
    first_wh = bench.station.transactions[1].first_wh or 0.0
    bench.forget()
    bench.go(185.0)
    told = [(values_of(row.samples[0])[0].value, row.meter_wh) for row in bench.rows() if row.samples]
    assert len(told) == 3
    assert [value for value, _ in told] == [(meter_wh or 0.0) - first_wh for _, meter_wh in told]


# -- what is kept for the end


def kept(bench: CoreBench) -> list[tuple[Occasion, tuple[str, ...]]]:
    return [(each.sample.occasion, each.sample.measurands) for each in bench.said(SampleKept)]


POWER = ("Power.Active.Import",)


def test_beginning_and_samples_are_kept_for_the_end_even_where_nobody_is_told_before() -> None:
    bench = charging({registry.SAMPLED: (), registry.SAMPLED_AT_END: REGISTER, registry.ALIGNED_AT_END: POWER})
    bench.go(65.0)
    assert kept(bench) == [(Occasion.BEGIN, (*REGISTER, *POWER)), (Occasion.PERIODIC, REGISTER)]
    assert {each.transaction for each in bench.said(SampleKept)} == {bench.station.transactions[1].id}
    assert [row.samples for row in bench.rows(Kind.UPDATED)] == [()] * len(bench.rows(Kind.UPDATED))
    bench.unplug()
    (end,) = bench.rows(Kind.ENDED)
    assert [sample.measurands for sample in end.samples] == [(*REGISTER, *POWER)]


def test_clock_aligned_samples_are_kept_by_a_list_of_their_own() -> None:
    settings: Settings = {registry.SAMPLED_AT_END: (), registry.ALIGNED_AT_END: POWER, registry.ALIGNED: ()}
    bench = charging({**settings, registry.ALIGNED_INTERVAL_S: 60})
    bench.forget()
    bench.go(60.0)
    assert kept(bench) == [(Occasion.CLOCK, POWER)]


def test_nothing_is_kept_where_nothing_is_told_at_the_end_nor_outside_of_transactions() -> None:
    bench = charging({registry.SAMPLED_AT_END: (), registry.ALIGNED_AT_END: ()})
    bench.go(300.0)
    assert kept(bench) == []
    bench = online({registry.ALIGNED_AT_END: POWER, registry.ALIGNED_INTERVAL_S: 60})
    bench.go(300.0)
    assert kept(bench) == []


def test_nothing_is_kept_of_a_transaction_in_which_no_energy_may_flow_yet() -> None:
    bench = online({registry.TX_START_POINT: ("EVConnected",), registry.SAMPLE_INTERVAL_S: 10})
    bench.plug()
    bench.go(25.0)
    assert len([row for row in bench.rows() if row.trigger is Trigger.METER_VALUE_PERIODIC]) == 2
    assert kept(bench) == []


def test_the_beginning_is_where_energy_may_flow_and_not_where_a_card_was_shown() -> None:
    bench = online({registry.TX_START_POINT: ("Authorized",), registry.SAMPLED_AT_END: REGISTER})
    bench.authorize()
    assert (len(bench.rows(Kind.STARTED)), kept(bench)) == (1, [])
    bench.plug()
    assert kept(bench) == [(Occasion.BEGIN, REGISTER)]
    (begun,) = bench.said(SampleKept)
    assert begun.sample.stamp == next(row for row in bench.rows() if row.becomes_chargeable).stamp


def test_what_is_wanted_of_the_beginning_is_told_in_a_row_behind_it() -> None:
    bench = charging({registry.SAMPLED_AFTER_START: POWER})
    start, after, *_ = bench.rows()
    assert (start.becomes_chargeable, after.kind, after.seq) == (True, Kind.UPDATED, start.seq + 1)
    assert [(sample.occasion, sample.measurands) for sample in after.samples] == [(Occasion.BEGIN, POWER)]


@pytest.mark.parametrize(("wanted", "is_told"), [(REGISTER, True), (POWER, False), ((), False)])
def test_after_a_power_cut_the_register_is_told_if_it_is_wanted_at_the_end(
    wanted: tuple[str, ...], is_told: bool
) -> None:
    bench = charging({registry.SAMPLED_AT_END: wanted}).restarted(settle_s=0.0)
    (end,) = bench.rows(Kind.ENDED)
    assert [sample.measurands for sample in end.samples] == ([REGISTER] if is_told else [])


@pytest.mark.req("CCC-OCPP-006")
def test_after_a_power_cut_a_broken_meter_is_made_up_for_by_the_reading_that_was_saved() -> None:
    bench = charging()
    first_wh = bench.rows()[0].meter_wh
    bench.evses[0].broken.add("meter")
    bench.evses[0].meter_s = float("inf")
    again = bench.restarted(settle_s=0.0)
    (end,) = again.rows(Kind.ENDED)
    assert end.meter_wh is not None
    assert end.meter_wh >= (first_wh or 0.0)
    assert end.meter_wh == durable_wh(bench)


# -- a lost meter


def lose_meter(bench: CoreBench) -> None:
    bench.evses[0].broken.add("meter")
    bench.evses[0].meter_s = float("inf")
    bench.hear(FaultSeen(1, Fault.METER_LOST))


@pytest.mark.req("CCC-STAT-005")
def test_the_last_row_waits_for_a_lost_meter_where_the_rules_say_so() -> None:
    bench = charging(rules=Rules(lost_meter=LostMeter.WAITS))
    lose_meter(bench)
    bench.vehicle(Pilot.GONE)
    ended_s = bench.now_s
    bench.go(3600.0)
    assert bench.rows(Kind.ENDED) == []
    read(bench, 9000.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.meter_wh, row.stamp.mono_s <= ended_s) == (9000.0, True)


def test_where_they_do_not_the_newest_reading_must_do() -> None:
    bench = charging()
    lose_meter(bench)
    bench.vehicle(Pilot.GONE)
    bench.go(10.0)
    assert len(bench.rows(Kind.ENDED)) == 1


# -- what a meter signs


SIGNED = replace(FULL, signed=Signed("OCMF|{}|{}"), public_key="3059")


@pytest.mark.parametrize(
    ("occasion", "settings", "is_told"),
    [
        (Occasion.END, {}, True),
        (Occasion.END, {registry.SIGN_SAMPLED: False}, False),
        (Occasion.BEGIN, {}, False),
        (Occasion.BEGIN, {registry.SIGN_STARTED: True}, True),
        (Occasion.PERIODIC, {}, False),
        (Occasion.PERIODIC, {registry.SIGN_UPDATED: True}, True),
        (Occasion.PERIODIC, {registry.SIGN_UPDATED: True, registry.SIGN_SAMPLED: False}, False),
        (Occasion.CLOCK, {registry.SIGN_ALIGNED: True}, False),
        (Occasion.CLOCK, {registry.SIGN_ALIGNED: True, registry.SIGN_ALIGNED_UPDATED: True}, True),
    ],
)
def test_what_a_meter_has_signed_is_told_on_the_occasions_that_are_set(
    occasion: Occasion, settings: Settings, is_told: bool
) -> None:
    bench = online(settings)
    bench.hear(MeterRead(1, SIGNED))
    wanted = ("Power.Active.Import", "Energy.Active.Import.Register")
    (told,) = sampled(bench.station, 1, occasion, wanted, bench.moment)
    signed = [(value.measurand, value.phase) for value in values_of(told) if value.signed]
    assert signed == ([("Energy.Active.Import.Register", "")] if is_told else [])


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
