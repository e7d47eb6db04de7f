"""The station starts anew: at once, in order, or when nobody charges."""

from __future__ import annotations

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.csms import BootCause
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen, standing_faults
from pilotwire.core.port.phase import Permit
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.reset import How, ResetAsked, Restart
from pilotwire.core.rules import ImmediateReset, OrderlyReset, Rules
from pilotwire.core.stop import Reason
from pilotwire.core.token import TokenStatus
from pilotwire.core.transaction import Kind

RESTART = Restart(BootCause.REMOTE_RESET)
STOPPING = (How.AT_ONCE, How.ORDERLY)


def ask(bench: CoreBench, how: How, name: str = "reset") -> Verdict:
    return bench.hear(ResetAsked(ReplyTo(name), how)).replies[0].verdict


@pytest.mark.parametrize("how", list(How))
def test_an_idle_station_restarts_when_its_answer_is_out(how: How) -> None:
    bench = online()
    assert ask(bench, how) is Verdict.ACCEPTED
    assert bench.said(Restart) == []
    bench.go(1.1)
    assert bench.said(Restart) == [RESTART]


def test_at_once_leaves_nobody_any_time() -> None:
    bench = online()
    bench.charge()
    bench.forget()
    ask(bench, How.AT_ONCE)
    assert SetContactor(1, closed=False) in bench.commands
    bench.go(2.0)
    assert bench.rows(Kind.ENDED)[0].reason is Reason.RESET_AT_ONCE
    assert bench.said(Restart) == [RESTART]


def test_in_order_gives_the_vehicle_its_time_to_stop() -> None:
    bench = online()
    bench.charge()
    bench.forget()
    ask(bench, How.ORDERLY)
    bench.go(5.0)
    assert bench.said(SetContactor) == []
    bench.go(5.0)
    assert bench.rows(Kind.ENDED)[0].reason is Reason.RESET_ORDERLY
    assert bench.said(Restart) == [RESTART]


@pytest.mark.req("ABB-MSG-021")
def test_a_vendors_hard_reset_stops_as_gently_as_a_soft_one_under_its_own_name() -> None:
    bench = online(rules=Rules(immediate_reset=ImmediateReset.STOPS_ORDERLY))
    bench.charge()
    bench.forget()
    ask(bench, How.AT_ONCE)
    bench.go(5.0)
    assert bench.said(SetContactor) == []
    bench.go(5.0)
    assert (bench.rows(Kind.ENDED)[0].reason, bench.said(Restart)) == (Reason.RESET_AT_ONCE, [RESTART])


@pytest.mark.req("CCC-ADD-004")
@pytest.mark.parametrize(
    "fault", [fault for fault in Fault if fault.name.startswith("STORE") or fault.name.startswith("METER")]
)
def test_a_reset_clears_what_hardware_has_said_and_evaluates_it_anew(fault: Fault) -> None:
    bench = online()
    bench.hear(FaultSeen(1, fault))
    ask(bench, How.AT_ONCE)
    bench.go(2.0)
    again = bench.restarted()
    assert standing_faults(again.port()) == set()
    again.hear(FaultSeen(1, fault))
    assert standing_faults(again.port()) == {fault}


@pytest.mark.req("CCC-LIM-014")
def test_in_order_is_at_once_where_a_personality_wants_it() -> None:
    bench = online(rules=Rules(orderly_reset=OrderlyReset.STOPS_AT_ONCE))
    bench.charge()
    bench.forget()
    ask(bench, How.ORDERLY)
    assert SetContactor(1, closed=False) in bench.commands


def test_when_idle_waits_for_the_driver_and_takes_no_new_one() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    assert ask(bench, How.WHEN_IDLE) is Verdict.SCHEDULED
    bench.plug(2)
    bench.authorize(BOB, 2)
    assert (bench.judged()[-1], bench.charging(1)) == (TokenStatus.NO_PLACE, Charging.CHARGING)
    bench.unplug(1)
    bench.go(5.0)
    assert bench.said(Restart) == [RESTART]


def test_a_reset_at_once_overtakes_one_that_waits() -> None:
    bench = online()
    bench.charge()
    ask(bench, How.WHEN_IDLE)
    assert ask(bench, How.AT_ONCE, "now") is Verdict.ACCEPTED
    bench.go(5.0)
    assert bench.said(Restart) == [RESTART]


@pytest.mark.parametrize("how", STOPPING)
def test_a_driver_who_waits_does_not_hold_a_reset_up(how: How) -> None:
    bench = online({registry.TX_START_POINT: ("Authorized",), registry.CONNECTION_TIMEOUT_S: 0})
    bench.authorize()
    ask(bench, how)
    bench.go(2.0)
    assert (bench.station.claims, len(bench.rows(Kind.ENDED)), bench.said(Restart)) == ({}, 1, [RESTART])


@pytest.mark.parametrize("how", STOPPING)
def test_a_vehicle_without_a_driver_does_not_hold_a_reset_up(how: How) -> None:
    bench = online({registry.TX_START_POINT: ("EVConnected",)})
    bench.plug()
    ask(bench, how)
    bench.go(4.0)
    expected = Reason.RESET_AT_ONCE if how is How.AT_ONCE else Reason.RESET_ORDERLY
    assert ([row.reason for row in bench.rows(Kind.ENDED)], bench.said(Restart)) == ([expected], [RESTART])


@pytest.mark.parametrize("how", STOPPING)
def test_a_transaction_that_ends_only_with_unplugging_does_not_hold_a_reset_up(how: How) -> None:
    bench = online({registry.TX_STOP_POINT: ("EVConnected",)})
    bench.charge()
    ask(bench, how)
    bench.go(12.0)
    expected = Reason.RESET_AT_ONCE if how is How.AT_ONCE else Reason.RESET_ORDERLY
    assert ([row.reason for row in bench.rows(Kind.ENDED)], bench.said(Restart)) == ([expected], [RESTART])


def test_nobody_charges_for_free_on_the_way_to_a_restart() -> None:
    bench = online({registry.USER_AUTHENTICATION: "free"})
    ask(bench, How.ORDERLY)
    bench.plug()
    assert bench.port().grant.permit is Permit.NONE
