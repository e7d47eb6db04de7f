"""StopTransactionOnEVSideDisconnect = false: a transaction outlasts its vehicle (OCPP 1.6 4.10, OCPP 2.0.1 E10)."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.phase import Lock, Permit
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.request import AvailabilityAsked, VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind

STAYS = {registry.STOP_ON_UNPLUG: False}


@pytest.fixture
def bench() -> CoreBench:
    bench = online(STAYS)
    bench.charge()
    bench.forget()
    return bench


def test_the_transaction_goes_on_without_energy_and_the_vehicle_may_come_back(bench: CoreBench) -> None:
    running = bench.station.transactions[1].id
    bench.vehicle(Pilot.GONE)
    assert bench.said(SetContactor) == [SetContactor(1, closed=False)]
    bench.go(3600.0)
    assert (bench.charging(), bench.rows(Kind.ENDED)) == (Charging.SUSPENDED_EV, [])
    bench.plug()
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING
    assert bench.station.transactions[1].id == running
    assert bench.statuses() == [Charging.SUSPENDED_EV, Charging.SUSPENDED_EV, Charging.CHARGING]


def test_the_driver_ends_it_with_the_card_as_ever(bench: CoreBench) -> None:
    bench.vehicle(Pilot.GONE)
    bench.go(60.0)
    bench.card(ALICE)
    bench.go(5.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.reason, row.token, bench.charging()) == (Reason.LOCAL, ALICE, Charging.EMPTY)
    bench.plug()
    assert (bench.charging(), bench.port().grant.stop) == (Charging.PLUGGED, None)


def test_the_central_system_ends_it_too(bench: CoreBench) -> None:
    bench.vehicle(Pilot.GONE)
    bench.stop()
    bench.go(5.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.reason, bench.charging()) == (Reason.REMOTE, Charging.EMPTY)


def test_nobody_else_gets_in_meanwhile(bench: CoreBench) -> None:
    bench.vehicle(Pilot.GONE)
    bench.authorize(BOB)
    bench.plug()
    bench.go(10.0)
    assert bench.port().grant.token == ALICE


def test_an_evse_that_waits_for_its_vehicle_leaves_service_with_the_transaction(bench: CoreBench) -> None:
    bench.vehicle(Pilot.GONE)
    assert bench.hear(AvailabilityAsked(ReplyTo("r"), (1,), False)).replies[0].verdict is Verdict.SCHEDULED
    bench.card(ALICE)
    bench.go(5.0)
    assert bench.charging() is Charging.UNAVAILABLE


def test_a_socket_holds_the_cable_until_the_driver_ends_it() -> None:
    bench = online(STAYS, sockets=(True,))
    bench.charge()
    bench.vehicle(Pilot.GONE)
    bench.go(60.0)
    assert bench.port().lock is Lock.LOCKED
    bench.card(ALICE)
    bench.go(5.0)
    assert bench.port().lock is Lock.UNLOCKED


def test_a_power_cut_ends_it(bench: CoreBench) -> None:
    bench.vehicle(Pilot.GONE)
    (row,) = bench.restarted().rows()
    assert row.reason is Reason.POWER_LOSS


def test_the_setting_counts_at_once_and_for_who_charges_already() -> None:
    bench = online()
    bench.charge()
    bench.hear(VariablesWritten(ReplyTo("w"), (Write(registry.STOP_ON_UNPLUG.name, False),)))
    bench.vehicle(Pilot.GONE)
    assert bench.port().grant.permit is Permit.GIVEN
    bench.vehicle(Pilot.CONNECTED)
    bench.hear(VariablesWritten(ReplyTo("w"), (Write(registry.STOP_ON_UNPLUG.name, True),)))
    bench.vehicle(Pilot.GONE)
    bench.go(5.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.reason, bench.charging()) == (Reason.VEHICLE_UNPLUGGED, Charging.EMPTY)


def test_who_waits_for_a_vehicle_that_may_not_come_back_any_more_is_over() -> None:
    bench = online(STAYS)
    bench.charge()
    bench.vehicle(Pilot.GONE)
    bench.hear(VariablesWritten(ReplyTo("w"), (Write(registry.STOP_ON_UNPLUG.name, True),)))
    assert bench.charging() is Charging.EMPTY
    bench.go(3.0)
    assert (len(bench.rows(Kind.ENDED)), bench.charging()) == (1, Charging.EMPTY)
