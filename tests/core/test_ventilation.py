"""A vehicle in state D is served where it is ventilated, and only while the fan really runs (guide 15.19)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen, first_fault
from pilotwire.core.port.phase import Pilot, Ventilation
from pilotwire.core.port.ventilation import SetVentilation, VentilationAvailable, VentilationChosen, VentilationRead
from pilotwire.core.variable import Value, Variable

Settings = dict[Variable[Any], Value]
INTERNAL: Settings = {registry.VENTILATION_ENABLED: True}
EXTERNAL: Settings = {registry.VENTILATION_ENABLED: True, registry.VENTILATION_CONTROL: "external"}
CUSTOMERS: Settings = {registry.VENTILATION_CONTROL: "external"}
RUN, STOP = SetVentilation(1, running=True), SetVentilation(1, running=False)


def asking(settings: Settings, **kinds: Any) -> CoreBench:
    """A vehicle that may charge and asks for ventilation."""
    bench = online(settings, **kinds)
    bench.plug(asks=False)
    bench.authorize()
    bench.forget()
    bench.vehicle(Pilot.READY_VENTILATED)
    return bench


@pytest.mark.req("CCC-VENT-003", "CCC-VENT-005")
def test_a_fan_of_our_own_runs_before_the_contactor_closes() -> None:
    bench = asking(INTERNAL)
    assert (bench.said(SetVentilation), bench.said(SetContactor)) == ([RUN], [])
    bench.go(1.0)
    assert (bench.said(SetContactor), bench.charging()) == ([SetContactor(1, closed=True)], Charging.CHARGING)


def test_the_fan_stops_when_the_vehicle_asks_no_more() -> None:
    bench = asking(INTERNAL)
    bench.go(1.0)
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    assert bench.said(SetVentilation) == [RUN, STOP]
    assert bench.port().ventilation.phase is Ventilation.OFF


def test_a_fan_that_stops_by_itself_opens_the_contactor_in_the_same_step() -> None:
    bench = asking(INTERNAL)
    bench.go(1.0)
    said = bench.hear(VentilationRead(1, running=False))
    assert said.commands[0] == SetContactor(1, closed=False)
    assert first_fault(bench.port()) is Fault.VENTILATION_FAILED
    assert bench.port().duty_pct == 100.0


def test_a_vehicle_whose_fan_does_not_start_is_refused_until_it_asks_without() -> None:
    bench = online(INTERNAL)
    bench.evses[0].broken.add("fan")
    bench.plug(asks=False)
    bench.authorize()
    bench.vehicle(Pilot.READY_VENTILATED)
    bench.go(6.0)
    assert (first_fault(bench.port()), bench.port().duty_pct) == (Fault.VENTILATION_FAILED, 100.0)
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert (first_fault(bench.port()), bench.charging()) == (None, Charging.CHARGING)


@pytest.mark.req("CCC-API-020")
def test_a_fault_stops_the_fan() -> None:
    bench = asking(INTERNAL)
    bench.go(1.0)
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    assert bench.said(SetVentilation)[-1] == STOP


@pytest.mark.req("CCC-VENT-004", "CCC-VENT-005")
def test_a_fan_of_somebody_else_is_asked_for_and_believed_when_it_says_that_it_is_there_and_runs() -> None:
    bench = asking(EXTERNAL)
    assert bench.port().duty_pct == 100.0, "nobody has said that there is one"
    bench.hear(VentilationAvailable(1, available=True))
    assert bench.port().ventilation.phase is Ventilation.STARTING
    bench.hear(VentilationRead(1, running=True))
    bench.go(1.0)
    assert (bench.said(SetVentilation), bench.charging()) == ([], Charging.CHARGING)


@pytest.mark.req("CCC-VENT-004")
def test_a_fan_of_somebody_else_that_goes_away_opens_the_contactor() -> None:
    bench = online(EXTERNAL)
    bench.hear(VentilationAvailable(1, available=True), VentilationRead(1, running=True))
    bench.plug(asks=False)
    bench.authorize()
    bench.vehicle(Pilot.READY_VENTILATED)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    said = bench.hear(VentilationAvailable(1, available=False))
    assert said.commands[0] == SetContactor(1, closed=False)


@pytest.mark.req("CCC-VENT-005")
@pytest.mark.parametrize("settings", [{}, CUSTOMERS])
def test_without_a_fan_a_vehicle_in_state_d_gets_no_pwm_and_keeps_its_plug_locked(settings: Settings) -> None:
    bench = asking(settings, sockets=(True,))
    bench.go(1.0)
    assert (bench.port().duty_pct, bench.evses[0].is_locked) == (100.0, True)
    assert bench.said(SetContactor) == []


@pytest.mark.req("CCC-VENT-005")
@pytest.mark.parametrize("settings", [{}, INTERNAL, EXTERNAL, CUSTOMERS])
def test_where_state_d_is_always_accepted_nobody_asks_for_the_fan(settings: Settings) -> None:
    bench = asking({**settings, registry.ACCEPT_STATE_D: True})
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-VENT-002")
def test_a_relay_that_is_the_customers_follows_the_customer() -> None:
    bench = online(CUSTOMERS)
    assert bench.hear(VentilationChosen(1, running=True)).commands == (RUN,)
    assert bench.hear(VentilationChosen(1, running=False)).commands == (STOP,)


@pytest.mark.req("CCC-VENT-001")
@pytest.mark.parametrize("settings", [{}, INTERNAL, EXTERNAL])
def test_a_relay_that_is_not_the_customers_does_not(settings: Settings) -> None:
    assert online(settings).hear(VentilationChosen(1, running=True)).commands == ()
