"""Process start, reset and power cut are one beginning: what was durable is there, and nothing else is."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online
from tests.core.world import World

from pilotwire.core.moment import Moment
from pilotwire.core.port.availability import settled
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import STEADY_PCT, SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.phase import Contactor, Operability, Permit
from pilotwire.core.reading import Reading
from pilotwire.core.restart import Kept, Plan, kept_of, restore
from pilotwire.core.station import Station
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind, Transaction, TransactionChanged

LATER = Moment(5000.0)
PLAN = Plan("later", CoreBench().plan.layers, 2)


def closings(kept: Kept) -> list[TransactionChanged]:
    _, said = restore(kept, PLAN, LATER)
    return [fact for fact in said.facts if isinstance(fact, TransactionChanged)]


def assert_closed(row: TransactionChanged, evse: int, was: Transaction) -> None:
    """*row* is the last word about *was*, with its next number and its last durable reading."""
    assert (row.transaction, row.seq, row.kind, row.evse) == (was.id, was.next_seq, Kind.ENDED, evse)
    assert row.token == was.token
    assert row.meter_wh == (was.reading.energy_wh if was.reading else None)
    assert row.stamp == (was.ending.stamp if was.ending else was.known)


def assert_survived(station: Station, kept: Kept) -> None:
    """Everything durable is there; nothing that was only in memory is."""
    assert (station.cache, station.operability, station.settings.stored) == (
        kept.cache,
        kept.operability,
        kept.settings,
    )
    assert station.settings.effective == kept.settings
    for port in station.ports:
        assert port.availability == settled(kept.availability[port.evse])
        assert (port.contactor, port.grant.permit) == (Contactor.RESTING, Permit.NONE)
    assert (station.transactions, station.claims, station.asking, station.told) == ({}, {}, {}, {})


def assert_restores(station: Station) -> None:
    kept = kept_of(station)
    again, said = restore(kept, PLAN, LATER)
    assert_survived(again, kept)
    rows = [fact for fact in said.facts if isinstance(fact, TransactionChanged)]
    assert len(rows) == len(kept.transactions)
    for row, (evse, was) in zip(rows, kept.transactions.items(), strict=True):
        assert_closed(row, evse, was)
    for port in again.ports:
        assert said.commands.index(SetContactor(port.evse, closed=False)) >= 0
    assert restore(kept, PLAN, LATER) == (again, said)
    settled_kept = kept_of(again)
    assert restore(settled_kept, PLAN, LATER)[0] == again
    assert closings(settled_kept) == []


@pytest.mark.req("CCC-OCPP-006")
@pytest.mark.parametrize("seed", range(4))
def test_after_any_step_what_survives_is_what_was_durable(seed: int) -> None:
    world = World(1000 + seed)
    for _ in range(1500):
        _, said = world.step()
        assert_restores(world.station)
        if world.restarts(said):
            world.restart()


def test_a_start_opens_and_takes_the_pwm_away_before_it_releases_any_plug() -> None:
    _, said = restore(Kept(), CoreBench(sockets=(True,)).plan, LATER)
    assert said.commands == (
        SetContactor(1, closed=False),
        SetDutyCycle(1, STEADY_PCT),
        DriveLock(1, locked=False),
    )


def test_a_charging_vehicle_is_closed_with_its_last_durable_reading_and_needs_a_new_card() -> None:
    bench = online()
    bench.charge()
    bench.hear(MeterRead(1, Reading(9000.0)))
    bench.hear(MeterRead(1, Reading(9050.0)))
    rows = len(bench.rows())
    again = bench.restarted()
    (closing,) = again.rows()
    assert (closing.reason, closing.meter_wh, closing.seq) == (Reason.POWER_LOSS, 9000.0, rows)
    again.plug()
    assert again.charging() is Charging.PLUGGED


def test_a_transaction_that_waited_for_its_last_reading_keeps_its_own_reason() -> None:
    bench = online()
    bench.charge()
    bench.evses[0].broken.add("meter")
    bench.unplug()
    assert bench.rows(Kind.ENDED) == []
    assert bench.restarted().rows()[0].reason is Reason.VEHICLE_UNPLUGGED


def test_a_contactor_does_not_close_within_six_seconds_after_a_start() -> None:
    bench = CoreBench(settle_s=0.0)
    bench.connect()
    bench.plug()
    bench.authorize()
    bench.go(2.9)
    assert bench.said(SetContactor) == [SetContactor(1, closed=False)]
    bench.go(0.2)
    assert SetContactor(1, closed=True) in bench.commands


def test_an_evse_that_is_new_follows_the_station_it_is_built_into() -> None:
    kept = Kept(operability=Operability.INOPERATIVE)
    station, _ = restore(kept, PLAN, LATER)
    assert [port.availability.station for port in station.ports] == [Operability.INOPERATIVE] * 2
