"""One phase or three, while a vehicle charges: the order of the contactors and the guard interval (guide 15.20)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.phase import Pilot, Switching
from pilotwire.core.port.phases import MostPhasesSet, PhasesChosen, SwitchDelaySet, phases_of
from pilotwire.core.port.secondary import SecondaryRead, SetSecondary
from pilotwire.core.reading import Reading
from pilotwire.core.variable import Value, Variable

Settings = dict[Variable[Any], Value]
SWITCHED: Settings = {registry.PHASE_SWITCH_ENABLED: True}
JOIN, PART = SetSecondary(1, closed=True), SetSecondary(1, closed=False)
CLOSE, OPEN = SetContactor(1, closed=True), SetContactor(1, closed=False)


def switches(bench: CoreBench) -> list[object]:
    """What was commanded to either contactor, in order."""
    return [each for each in bench.commands if isinstance(each, SetContactor | SetSecondary)]


def charging(settings: Settings = SWITCHED, phases: int = 3) -> CoreBench:
    """A vehicle that charges on so many phases."""
    bench = online(settings)
    bench.hear(PhasesChosen(1, phases))
    bench.charge()
    return bench


@pytest.mark.req("CCC-PH-002")
def test_the_secondary_contactor_closes_first_and_opens_last() -> None:
    bench = charging()
    assert switches(bench) == [JOIN, CLOSE]
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    assert switches(bench) == [JOIN, CLOSE, OPEN, PART]


@pytest.mark.req("CCC-PH-002")
def test_on_one_phase_the_secondary_contactor_is_left_alone() -> None:
    bench = charging(phases=1)
    bench.unplug()
    assert switches(bench) == [CLOSE, OPEN]


@pytest.mark.req("CCC-PH-002")
def test_each_contactor_waits_for_the_feedback_of_the_one_before() -> None:
    bench = online(SWITCHED)
    bench.plug()
    bench.card()
    bench.answer()
    assert switches(bench) == [JOIN]
    bench.hear(SecondaryRead(1, closed=True))
    assert switches(bench) == [JOIN, CLOSE]


@pytest.mark.req("CCC-PH-003", "TIM-016")
def test_a_change_while_charging_pauses_waits_twenty_seconds_and_goes_on_with_the_new_count() -> None:
    bench = charging()
    bench.forget()
    bench.hear(PhasesChosen(1, 1))
    assert (bench.port().duty_pct, switches(bench)) == (100.0, [])
    bench.vehicle(Pilot.CONNECTED)
    bench.go(19.9)
    assert (switches(bench), bench.port().duty_pct) == ([OPEN, PART], 100.0)
    bench.go(0.2)
    assert (bench.port().duty_pct < 100.0, phases_of(bench.port())) == (True, 1)
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert (switches(bench), bench.charging()) == ([OPEN, PART, CLOSE], Charging.CHARGING)


@pytest.mark.req("CCC-PH-003")
def test_a_vehicle_that_does_not_stop_drawing_has_six_seconds() -> None:
    bench = charging()
    bench.forget()
    bench.hear(PhasesChosen(1, 1))
    bench.go(5.9)
    assert switches(bench) == []
    bench.go(0.2)
    assert switches(bench) == [OPEN, PART]


def test_the_transaction_goes_on_through_a_change() -> None:
    bench = charging()
    running = bench.station.transactions[1].id
    bench.hear(PhasesChosen(1, 1))
    bench.go(60.0)
    assert bench.station.transactions[1].id == running
    assert bench.charging() is Charging.CHARGING


def test_with_nobody_there_a_change_needs_no_interval() -> None:
    bench = online(SWITCHED)
    bench.hear(PhasesChosen(1, 1))
    assert (phases_of(bench.port()), bench.port().phases.switching) == (1, Switching.STEADY)


@pytest.mark.req("CCC-PH-004")
@pytest.mark.parametrize("phases", [0, 2, 4, -1])
def test_a_count_that_is_neither_one_nor_three_is_ignored(phases: int) -> None:
    bench = charging()
    before = bench.port()
    bench.hear(PhasesChosen(1, phases))
    assert bench.port() == before


@pytest.mark.req("CCC-PH-004")
@pytest.mark.parametrize(("delay_s", "waits_s"), [(9.9, 20.0), (10.0, 10.0), (300.0, 300.0), (301.0, 20.0)])
def test_the_interval_can_be_set_within_its_range(delay_s: float, waits_s: float) -> None:
    bench = charging()
    bench.hear(SwitchDelaySet(1, delay_s), PhasesChosen(1, 1))
    bench.vehicle(Pilot.CONNECTED)
    opened_s = bench.now_s
    bench.go(waits_s - 0.1 - (bench.now_s - opened_s))
    assert bench.port().phases.switching is Switching.WAITING
    bench.go(0.2)
    assert bench.port().phases.switching is Switching.STEADY


@pytest.mark.req("CCC-PH-001", "CCC-ADD-046")
@pytest.mark.parametrize(
    "settings",
    [
        {registry.PHASE_SWITCH_ENABLED: False},
        {**SWITCHED, registry.SUPPLY_PHASES: 1},
        {**SWITCHED, registry.CHARGING_TYPE: "highlevel"},
        {**SWITCHED, registry.VENTILATION_ENABLED: True},
        {**SWITCHED, registry.VENTILATION_CONTROL: "external"},
    ],
)
def test_without_what_it_needs_a_change_is_refused(settings: Settings) -> None:
    bench = online(settings)
    bench.charge()
    before = bench.port()
    bench.hear(PhasesChosen(1, 1))
    assert bench.port() == before


def test_the_last_word_during_a_change_counts() -> None:
    bench = charging()
    bench.hear(PhasesChosen(1, 1), PhasesChosen(1, 3))
    bench.go(60.0)
    assert (phases_of(bench.port()), bench.charging()) == (3, Charging.CHARGING)


def test_a_vehicle_that_leaves_during_a_change_ends_the_waiting() -> None:
    bench = charging()
    bench.hear(PhasesChosen(1, 1))
    bench.unplug()
    assert (bench.port().phases.switching, phases_of(bench.port())) == (Switching.STEADY, 1)


@pytest.mark.parametrize(("part", "fault"), [("parted", Fault.CONTACTOR_STUCK), ("joined", Fault.CONTACTOR_WELDED)])
def test_a_secondary_contactor_that_does_not_do_as_told_is_a_broken_contactor(part: str, fault: Fault) -> None:
    bench = online(SWITCHED)
    bench.evses[0].broken.add(part)
    bench.plug()
    bench.authorize()
    bench.unplug()
    bench.go(5.0)
    assert first_fault(bench.port()) is fault


def test_a_secondary_contactor_that_opens_under_load_opens_the_primary_in_the_same_step() -> None:
    bench = charging()
    said = bench.hear(SecondaryRead(1, closed=False))
    assert said.commands[0] == OPEN
    assert first_fault(bench.port()) is Fault.CONTACTOR_STUCK


@pytest.mark.req("ALF-412-006")
@pytest.mark.parametrize(
    ("voltage_v", "phases"),
    [((230.0, 0.0, 0.0), 1), ((230.0, 80.0, 80.0), 1), ((230.0, 80.1, 0.0), 3), ((230.0, 230.0, 230.0), 3)],
)
def test_the_first_voltages_show_whether_the_installation_has_one_phase(
    voltage_v: tuple[float, ...], phases: int
) -> None:
    bench = CoreBench(SWITCHED, settle_s=0.0)
    bench.hear(MeterRead(1, Reading(0.0, voltage_v=voltage_v)))
    bench.hear(MeterRead(1, Reading(0.0, voltage_v=(230.0, 230.0, 230.0))))
    assert phases_of(bench.port()) == phases


@pytest.mark.req("ALF-412-006")
def test_on_a_single_phase_installation_the_secondary_contactor_never_closes() -> None:
    bench = CoreBench(SWITCHED, settle_s=0.0)
    bench.hear(MeterRead(1, Reading(0.0, voltage_v=(230.0, 0.0, 0.0))))
    bench.go(10.0)
    bench.connect()
    bench.charge()
    assert JOIN not in bench.commands


def test_a_secondary_contactor_that_has_failed_is_told_to_open() -> None:
    bench = online(SWITCHED)
    bench.evses[0].broken.add("parted")
    bench.plug()
    bench.authorize()
    assert bench.said(SetSecondary) == [JOIN, PART]
    assert first_fault(bench.port()) is Fault.CONTACTOR_STUCK


def test_a_secondary_contactor_that_drops_under_load_is_told_to_stay_open() -> None:
    bench = charging()
    bench.forget()
    bench.hear(SecondaryRead(1, closed=False))
    assert bench.said(SetSecondary) == [PART]


def test_a_secondary_contactor_that_opens_after_all_is_still_not_trusted() -> None:
    bench = online(SWITCHED)
    bench.hear(SecondaryRead(1, closed=True))
    assert first_fault(bench.port()) is Fault.CONTACTOR_WELDED
    bench.hear(SecondaryRead(1, closed=False))
    assert first_fault(bench.port()) is Fault.CONTACTOR_STUCK


def test_without_a_secondary_contactor_the_phases_are_those_of_the_supply() -> None:
    assert phases_of(online().port()) == 3
    assert phases_of(online({registry.SUPPLY_PHASES: 1}).port()) == 1


def test_a_change_that_is_over_leaves_nothing_to_wait_for() -> None:
    bench = charging()
    bench.hear(PhasesChosen(1, 1))
    bench.unplug()
    assert Timer.SWITCH not in bench.port().deadlines


# --- at most so many (Alfen release notes 4.12.0, chapter 4)


@pytest.mark.req("ALF-412-011")
def test_at_most_one_phase_changes_what_charges_and_is_no_longer_to_be_chosen_away() -> None:
    bench = charging()
    bench.forget()
    bench.hear(MostPhasesSet(1, 1))
    assert bench.port().phases.switching is Switching.PAUSING
    bench.hear(PhasesChosen(1, 3))
    bench.go(60.0)
    assert (phases_of(bench.port()), bench.charging(), switches(bench)) == (1, Charging.CHARGING, [OPEN, PART, CLOSE])
    bench.hear(PhasesChosen(1, 3))
    assert bench.port().phases.switching is Switching.STEADY


@pytest.mark.req("ALF-412-011")
def test_three_phases_that_are_allowed_again_have_to_be_chosen() -> None:
    bench = online(SWITCHED)
    bench.hear(MostPhasesSet(1, 1), MostPhasesSet(1, 3))
    assert phases_of(bench.port()) == 1
    bench.hear(PhasesChosen(1, 3))
    assert phases_of(bench.port()) == 3


def test_one_phase_at_most_during_a_change_to_three_comes_back_with_one() -> None:
    bench = charging(phases=1)
    bench.hear(PhasesChosen(1, 3), MostPhasesSet(1, 1))
    bench.go(60.0)
    assert phases_of(bench.port()) == 1


def test_a_most_that_is_neither_one_nor_three_changes_nothing() -> None:
    bench = online(SWITCHED)
    before = bench.port()
    bench.hear(MostPhasesSet(1, 2))
    assert bench.port() == before


@pytest.mark.req("ALF-412-011")
@pytest.mark.parametrize(
    ("settings", "phases"), [({}, 3), ({registry.MAX_PHASES: 1}, 1), ({registry.MAX_PHASES: 3}, 3)]
)
def test_a_start_presents_no_more_than_is_allowed(settings: Settings, phases: int) -> None:
    bench = CoreBench({**SWITCHED, **settings}, settle_s=0.0)
    assert (phases_of(bench.port()), bench.port().phases.chosen) == (phases, phases)


def test_where_phases_cannot_be_switched_all_of_them_stay() -> None:
    bench = online({registry.MAX_PHASES: 1})
    bench.charge()
    assert phases_of(bench.port()) == 3
