"""A permit is given, taken back and used up; and what a driver would call all that."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.moment import Moment
from pilotwire.core.port.build import Build
from pilotwire.core.port.charging import Charging, CutOff, Permitted, Withdrawn
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.phase import Permit
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import Port, step_port
from pilotwire.core.stop import BY_CARD, BY_RESET_AT_ONCE, BY_UNLOCK

WITHDRAWN, CUT_OFF = Withdrawn(1, BY_CARD), CutOff(1, BY_RESET_AT_ONCE)


def charging() -> CoreBench:
    bench = online()
    bench.charge()
    return bench


def after(bench: CoreBench, *events: Permitted | Withdrawn | CutOff) -> Port:
    port = bench.port()
    for event in events:
        port, _ = step_port(port, event, bench.moment)
    return port


def test_a_permit_is_given_once() -> None:
    port = after(charging(), Permitted(1, BOB))
    assert port.grant.token == ALICE


def test_a_stop_takes_the_pwm_at_once_and_leaves_the_contactor_six_seconds() -> None:
    bench = charging()
    bench.forget()
    bench.card()
    assert (bench.port().duty_pct, bench.said(SetContactor)) == (100.0, [])
    bench.go(5.9)
    assert bench.evses[0].is_closed
    bench.go(0.2)
    assert bench.said(SetContactor) == [SetContactor(1, closed=False)]


def test_a_stop_is_over_as_soon_as_the_vehicle_has_stopped_drawing() -> None:
    bench = charging()
    bench.card()
    bench.vehicle(Pilot.CONNECTED)
    assert bench.port().grant.permit is Permit.SPENT
    assert not bench.waits_for(Timer.STOP, 1)


def test_a_stop_before_anything_flowed_is_over_at_once() -> None:
    bench = online()
    bench.plug(asks=False)
    bench.authorize()
    bench.card()
    assert bench.charging() is Charging.FINISHED


def test_cutting_off_leaves_no_time() -> None:
    bench = charging()
    port, said = step_port(bench.port(), CUT_OFF, bench.moment)
    assert SetContactor(1, closed=False) in said
    assert (port.grant.permit, port.grant.stop) == (Permit.SPENT, BY_RESET_AT_ONCE)


def test_the_first_reason_to_stop_is_the_one_that_is_kept() -> None:
    port = after(charging(), WITHDRAWN, Withdrawn(1, BY_UNLOCK), CUT_OFF)
    assert port.grant.stop == BY_CARD


@pytest.mark.parametrize("event", [WITHDRAWN, CUT_OFF])
def test_where_nobody_may_charge_nothing_is_taken_back(event: Withdrawn) -> None:
    assert after(online(), event).grant.permit is Permit.NONE


def test_a_permit_ends_with_the_vehicle() -> None:
    bench = charging()
    bench.card()
    bench.unplug()
    assert bench.port().grant.permit is Permit.NONE
    assert bench.port().grant.token is None


def test_a_time_to_stop_that_is_over_too_late_stops_nobody_new() -> None:
    bench = charging()
    bench.hear(Due(1, Timer.STOP))
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-USE-001", "CCC-ADD-051")
@pytest.mark.parametrize("phases", [1, 3])
@pytest.mark.parametrize("socket", [False, True])
def test_all_four_builds_charge(phases: int, socket: bool) -> None:
    bench = online({registry.SUPPLY_PHASES: phases}, sockets=(socket,))
    bench.charge()
    assert (bench.port().build.phases, bench.evses[0].is_locked) == (phases, socket)


def test_a_port_that_was_just_built_is_empty() -> None:
    port, said = step_port(Port(1, Build()), WITHDRAWN, Moment(0.0))
    assert (port, said) == (Port(1, Build()), ())
