"""Where a transaction begins and ends, for every choice of start and stop points (OCPP 2.0.1 E01 and E06)."""

from __future__ import annotations

from itertools import chain, combinations
from math import inf

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.phase import Contactor
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reading import Reading
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.transaction import ChargingState, Kind

PLUG, CARD, PATH, ENERGY = registry.TX_POINTS
SUBSETS = [*chain.from_iterable(combinations(registry.TX_POINTS, size) for size in (1, 2, 3, 4))]


def station(start: str | tuple[str, ...], stop: str | tuple[str, ...] = (PLUG, CARD)) -> CoreBench:
    as_tuple = [(each,) if isinstance(each, str) else each for each in (start, stop)]
    return online(
        {
            registry.TX_START_POINT: as_tuple[0],
            registry.TX_STOP_POINT: as_tuple[1],
            registry.SAMPLE_INTERVAL_S: 0,
        }
    )


def begun(bench: CoreBench) -> bool:
    return bool(bench.rows(Kind.STARTED))


def ended(bench: CoreBench) -> bool:
    bench.go(3.0)
    return bool(bench.rows(Kind.ENDED))


@pytest.mark.parametrize(
    ("start", "begins"), [(PLUG, [1, 1, 1]), (CARD, [0, 1, 1]), (PATH, [0, 1, 1]), (ENERGY, [0, 0, 1])]
)
def test_a_transaction_begins_at_its_point_when_the_plug_comes_first(start: str, begins: list[int]) -> None:
    bench = station(start)
    bench.plug(asks=False)
    seen = [begun(bench)]
    bench.authorize()
    seen.append(begun(bench))
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert [*seen, begun(bench)] == [bool(each) for each in begins]


@pytest.mark.parametrize(
    ("start", "begins"), [(PLUG, [0, 1, 1]), (CARD, [1, 1, 1]), (PATH, [0, 1, 1]), (ENERGY, [0, 0, 1])]
)
def test_a_transaction_begins_at_its_point_when_the_card_comes_first(start: str, begins: list[int]) -> None:
    bench = station(start)
    bench.authorize()
    seen = [begun(bench)]
    bench.plug(asks=False)
    seen.append(begun(bench))
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert [*seen, begun(bench)] == [bool(each) for each in begins]


@pytest.mark.parametrize(
    ("stop", "ends"), [(PLUG, [0, 0, 1]), (CARD, [0, 1, 1]), (PATH, [0, 1, 1]), (ENERGY, [1, 1, 1])]
)
def test_a_transaction_ends_at_its_point(stop: str, ends: list[int]) -> None:
    bench = station(PATH, stop)
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    seen = [ended(bench)]
    bench.card()
    seen.append(ended(bench))
    bench.unplug()
    assert [*seen, ended(bench)] == [bool(each) for each in ends]


@pytest.mark.parametrize("start", SUBSETS)
@pytest.mark.parametrize("stop", SUBSETS)
def test_whatever_the_points_energy_is_in_exactly_one_transaction_that_ends(
    start: tuple[str, ...], stop: tuple[str, ...]
) -> None:
    bench = station(start, stop)
    bench.charge()
    assert bench.charging() is Charging.CHARGING
    assert len(bench.station.transactions) == 1
    bench.unplug()
    bench.go(3.0)
    assert bench.station.transactions == {}
    assert [row.kind for row in (bench.rows()[0], bench.rows()[-1])] == [Kind.STARTED, Kind.ENDED]
    assert [row.seq for row in bench.rows()] == list(range(len(bench.rows())))


@pytest.mark.parametrize("stop", SUBSETS)
def test_a_vehicle_that_comes_and_goes_leaves_no_transaction_behind(stop: tuple[str, ...]) -> None:
    bench = station(PLUG, stop)
    bench.plug()
    bench.unplug()
    assert ended(bench)
    assert bench.rows(Kind.ENDED)[0].reason is Reason.VEHICLE_UNPLUGGED


def test_who_charges_after_another_at_the_same_plug_has_a_transaction_of_their_own() -> None:
    bench = station(PLUG, (PLUG, CARD))
    bench.charge()
    bench.card()
    bench.go(10.0)
    bench.charge(token=BOB)
    assert [row.token for row in bench.rows(Kind.STARTED)] == [None, BOB]


def test_a_stopped_driver_is_told_in_a_transaction_that_goes_on_until_the_plug_is_pulled() -> None:
    bench = station(PLUG, PLUG)
    bench.charge()
    bench.card()
    bench.go(10.0)
    updates = bench.rows(Kind.UPDATED)
    assert (updates[-1].trigger, updates[-1].names_token) == (Trigger.STOP_AUTHORIZED, True)
    bench.unplug()
    bench.go(1.0)
    assert bench.rows()[-1].reason is Reason.LOCAL


def test_a_vehicle_that_stops_drawing_is_no_unplugging() -> None:
    bench = station(PATH, ENERGY)
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.trigger, row.reason) == (Trigger.CHARGING_STATE_CHANGED, Reason.OTHER)


def test_a_fault_that_ends_the_energy_is_told_as_such() -> None:
    bench = station(PATH, ENERGY)
    bench.charge()
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    bench.go(1.0)
    assert bench.rows(Kind.ENDED)[0].trigger is Trigger.ABNORMAL_CONDITION


@pytest.mark.parametrize("start", [(each,) for each in registry.TX_POINTS])
def test_a_transaction_becomes_chargeable_once_when_vehicle_and_permission_have_met(start: tuple[str]) -> None:
    bench = station(start)
    bench.plug(asks=False)
    bench.authorize()
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    bench.unplug()
    assert sum(row.becomes_chargeable for row in bench.rows()) == 1
    assert bench.rows()[-1].was_chargeable


def test_the_token_is_named_in_the_row_in_which_the_driver_becomes_known() -> None:
    bench = station(PLUG)
    bench.plug()
    bench.authorize()
    bench.go(2.0)
    assert [row.names_token for row in bench.rows()][:3] == [False, True, False]


def test_the_card_that_stops_is_named_in_the_last_row_and_no_other_way_to_stop_names_it() -> None:
    bench = station(PATH)
    bench.charge()
    bench.card()
    bench.go(10.0)
    bench.charge(token=BOB)
    bench.stop()
    bench.go(10.0)
    assert [row.names_token for row in bench.rows(Kind.ENDED)] == [True, False]


def test_every_change_of_the_charging_state_is_a_row() -> None:
    bench = station(PLUG)
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.unplug()
    assert [row.charging for row in bench.rows()] == [
        ChargingState.CONNECTED,
        ChargingState.SUSPENDED_EV,
        ChargingState.CHARGING,
        ChargingState.SUSPENDED_EV,
        ChargingState.IDLE,
    ]


def test_rows_told_offline_say_so() -> None:
    bench = online()
    bench.charge()
    bench.disconnect()
    bench.vehicle(Pilot.CONNECTED)
    bench.connect()
    bench.unplug()
    assert [row.offline for row in bench.rows()] == [False, False, True, False]


def test_no_two_transactions_have_the_same_name_even_after_a_restart() -> None:
    bench = online()
    bench.charge()
    again = bench.restarted("b")
    again.connect()
    again.charge()
    assert bench.rows()[0].transaction != again.rows(Kind.STARTED)[0].transaction


def free_after_a_start() -> CoreBench:
    """A vehicle waits at a free station that has just got its power back; its contactor rests, its meter is silent."""
    bench = CoreBench({registry.FREE_VEND: True}, settle_s=0.0)
    bench.evses[0].broken, bench.evses[0].meter_s = {"meter"}, inf
    bench.plug()
    assert bench.port().contactor is Contactor.RESTING
    return bench


def test_a_transaction_right_after_a_start_begins_with_the_first_word_of_the_meter_and_never_from_zero() -> None:
    bench = free_after_a_start()
    assert bench.rows() == []
    bench.hear(MeterRead(1, Reading(378_000.0)))
    (row,) = bench.rows()
    assert (row.kind, row.meter_wh, row.becomes_chargeable) == (Kind.STARTED, 378_000.0, True)


def test_a_meter_that_says_nothing_keeps_nobody_waiting_for_longer_than_the_contactor_rests() -> None:
    bench = free_after_a_start()
    bench.go(bench.station.rules.contactor_rest_s)
    assert bench.charging() is Charging.CHARGING
    assert (bench.rows()[0].kind, bench.rows()[0].meter_wh) == (Kind.STARTED, None)
