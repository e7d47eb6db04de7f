"""A driver pulls the plug out of the vehicle and leaves the cable in the socket (OCPP 1.6 4.9, C6 and F1)."""

from __future__ import annotations

from tests.core.bench import ALICE, BOB, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.phase import Lock, Permit
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.stop import Reason
from pilotwire.core.unlock import UnlockAsked, WhileCharging

CABLE_OHM = 220.0


HOLDS = {registry.UNLOCK_ON_UNPLUG: False}


def left(settings: Settings | None = None) -> CoreBench:
    """A socket at which somebody has charged; the vehicle has gone, its cable has not."""
    bench = online(settings or {}, sockets=(True,))
    bench.hear(ProximityMeasured(1, CABLE_OHM))
    bench.charge()
    away(bench)
    return bench


def away(bench: CoreBench) -> None:
    bench.hear(PilotMeasured(1, 12.0, 12.0))
    bench.go(5.0)


def back(bench: CoreBench) -> None:
    bench.hear(PilotMeasured(1, 9.0, -12.0))
    bench.go(1.0)
    bench.hear(PilotMeasured(1, 6.0, -12.0))
    bench.go(2.0)


def test_the_transaction_ends_the_plug_is_given_back_and_the_evse_is_finishing() -> None:
    bench = left()
    assert [row.reason for row in bench.rows()][-1] is Reason.VEHICLE_UNPLUGGED
    assert bench.port().lock is Lock.UNLOCKED
    assert bench.statuses()[-1] is Charging.FINISHED


def test_the_evse_is_free_when_the_cable_has_gone() -> None:
    bench = left()
    bench.hear(ProximityMeasured(1, None))
    assert bench.statuses()[-1] is Charging.EMPTY
    assert bench.port().grant.permit is Permit.NONE


def test_whoever_plugs_the_cable_in_again_has_to_show_a_card() -> None:
    bench = left()
    back(bench)
    assert bench.charging() is Charging.FINISHED
    bench.authorize(BOB)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    assert bench.port().grant.token == BOB


def test_a_driver_who_has_shown_a_card_charges_with_the_cable_that_is_still_there() -> None:
    bench = left()
    bench.authorize(BOB)
    back(bench)
    assert bench.charging() is Charging.CHARGING


def test_where_charging_is_free_the_next_vehicle_at_the_same_cable_charges() -> None:
    bench = online({registry.FREE_VEND: True}, sockets=(True,))
    bench.hear(ProximityMeasured(1, CABLE_OHM))
    bench.plug()
    bench.go(3.0)
    assert bench.charging() is Charging.CHARGING
    away(bench)
    assert bench.charging() is Charging.FINISHED
    back(bench)
    assert bench.charging() is Charging.CHARGING


def test_with_a_fixed_cable_the_evse_is_free_as_soon_as_the_vehicle_has_gone() -> None:
    bench = online(sockets=(False,))
    bench.charge(token=ALICE)
    away(bench)
    assert bench.charging() is Charging.EMPTY


def test_a_cable_that_is_held_for_its_driver_is_given_to_no_other_card() -> None:
    bench = left(HOLDS)
    assert bench.port().lock is Lock.LOCKED
    bench.authorize(BOB)
    assert bench.port().lock is Lock.LOCKED
    bench.card(ALICE)
    bench.go(2.0)
    assert bench.port().lock is Lock.UNLOCKED
    assert bench.statuses()[-1] is Charging.FINISHED


def test_a_cable_that_is_held_for_its_driver_is_given_to_the_group() -> None:
    """Errata 3.5: the same identifier, or one with the same parentIdTag."""
    bench = online(HOLDS, sockets=(True,))
    bench.hear(ProximityMeasured(1, CABLE_OHM))
    bench.plug()
    bench.authorize(ALICE, group="FAMILY")
    bench.go(2.0)
    away(bench)
    assert bench.port().lock is Lock.LOCKED
    bench.authorize(BOB, group="FAMILY")
    bench.go(2.0)
    assert bench.port().lock is Lock.UNLOCKED


def test_a_cable_that_is_held_for_its_driver_is_released_by_an_operator() -> None:
    bench = left(HOLDS)
    bench.hear(UnlockAsked(ReplyTo("help"), 1, WhileCharging.STOP_FIRST))
    bench.go(2.0)
    assert bench.verdicts()[-1] is Verdict.UNLOCKED


def test_a_cable_is_not_held_for_a_driver_who_had_stopped_before_the_vehicle_left() -> None:
    bench = online(HOLDS, sockets=(True,))
    bench.hear(ProximityMeasured(1, CABLE_OHM))
    bench.charge()
    bench.card(ALICE)
    bench.go(10.0)
    away(bench)
    assert bench.port().lock is Lock.UNLOCKED
