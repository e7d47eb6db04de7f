"""What becomes of a row once the central system has it, or never will."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.bench import ALICE, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.authorization import CardShown
from pilotwire.core.delivery import Delivered, Discarded, RowDiscarded
from pilotwire.core.outcome import Receipt
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind

REFUSED = TokenInfo(TokenStatus.INVALID)


def answered(bench: CoreBench, info: TokenInfo = REFUSED) -> Delivered:
    return Delivered(3, bench.rows()[0].transaction, "note", ALICE, info)


def charging(settings: Settings | None = None) -> CoreBench:
    bench = online(settings)
    bench.charge()
    return bench


def test_a_delivered_row_gets_its_receipt_with_the_note_of_the_dialect() -> None:
    said = charging().hear(Delivered(7, "anything", note="4711"))
    assert said.receipts == (Receipt(7, "4711"),)


def test_a_discarded_row_is_a_fact_and_makes_way_for_the_next() -> None:
    said = charging().hear(Discarded(7, "a", "FormationViolation"))
    assert said.facts == (RowDiscarded(7, "a", "FormationViolation"),)
    assert said.receipts == (Receipt(7),)


def test_what_the_answer_says_of_the_token_is_remembered() -> None:
    bench = charging()
    bench.hear(answered(bench, TokenInfo(TokenStatus.BLOCKED, 5.0)))
    assert bench.station.cache[ALICE.id.casefold()] == TokenInfo(TokenStatus.BLOCKED, 5.0)


@pytest.mark.req("CCC-REV-016")
def test_a_refused_token_ends_its_transaction() -> None:
    bench = charging()
    said = bench.hear(answered(bench))
    assert said.receipts == (Receipt(3, "note"),)
    assert bench.charging() is Charging.STOPPING
    bench.go(8.0)
    (row,) = bench.rows(Kind.ENDED)
    assert (row.trigger, row.reason) == (Trigger.DEAUTHORIZED, Reason.DEAUTHORIZED)
    assert SetContactor(1, closed=False) in bench.commands


def test_a_refused_token_gets_no_more_energy_where_its_transaction_is_to_go_on() -> None:
    bench = charging({registry.STOP_ON_INVALID_ID: False})
    said = bench.hear(answered(bench))
    assert SetContactor(1, closed=False) in said.commands
    bench.go(8.0)
    assert (bench.rows(Kind.ENDED), bench.charging()) == ([], Charging.SUSPENDED_EVSE)


def test_a_refused_token_still_ends_its_own_transaction() -> None:
    bench = charging({registry.STOP_ON_INVALID_ID: False})
    bench.hear(answered(bench), CardShown(ALICE))
    bench.go(3.0)
    assert [row.reason for row in bench.rows(Kind.ENDED)] == [Reason.LOCAL]


@pytest.mark.parametrize("evse", [0, 1])
def test_a_driver_who_waits_and_is_refused_does_not_charge_later(evse: int) -> None:
    bench = online({registry.TX_START_POINT: ("Authorized",)})
    bench.authorize(evse=evse)
    bench.hear(answered(bench))
    bench.go(1.0)
    assert (bench.station.claims, bench.rows()[-1].reason) == ({}, Reason.DEAUTHORIZED)
    bench.plug()
    bench.go(1.0)
    assert bench.charging() is Charging.PLUGGED


def test_an_answer_about_a_transaction_that_is_over_stops_nobody_else() -> None:
    bench = charging()
    late = answered(bench)
    bench.unplug()
    bench.go(3.0)
    bench.charge()
    bench.hear(late)
    assert bench.charging() is Charging.CHARGING


def test_an_accepted_token_changes_nothing() -> None:
    bench = charging()
    bench.hear(answered(bench, TokenInfo(TokenStatus.ACCEPTED)))
    bench.go(8.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.parametrize("stop", ["Authorized", "PowerPathClosed", "EnergyTransfer"])
def test_a_refused_token_ends_the_transaction_at_every_stop_point_it_touches(stop: str) -> None:
    bench = charging({registry.TX_STOP_POINT: (stop,)})
    bench.hear(answered(bench))
    bench.go(8.0)
    assert bench.rows(Kind.ENDED)[0].reason is Reason.DEAUTHORIZED


def test_a_refused_token_ends_only_the_energy_where_the_plug_ends_the_transaction() -> None:
    bench = charging({registry.TX_STOP_POINT: ("EVConnected",)})
    bench.hear(answered(bench))
    bench.go(8.0)
    assert (bench.rows(Kind.ENDED), bench.rows()[-1].trigger) == ([], Trigger.DEAUTHORIZED)
    assert not bench.evses[0].is_closed


# --- a little energy for a driver who turns out to be nobody's


def metered(allowance_wh: int, settings: Settings | None = None) -> CoreBench:
    """Alice charges, and is refused as soon as 300 Wh have flown."""
    wanted = {registry.STOP_ON_INVALID_ID: False, registry.MAX_INVALID_WH: allowance_wh, **(settings or {})}
    bench = online(wanted)
    bench.hear(MeterRead(1, Reading(5000.0)))
    bench.charge()
    bench.hear(MeterRead(1, Reading(5300.0)))
    bench.hear(answered(bench))
    return bench


def read(bench: CoreBench, energy_wh: float) -> Charging:
    bench.hear(MeterRead(1, Reading(energy_wh)))
    bench.go(1.0)
    return bench.charging()


@pytest.mark.req("ALF-201G-006")
def test_a_refused_token_gets_so_much_energy_and_no_more() -> None:
    bench = metered(1000)
    assert [read(bench, each) for each in (5301.0, 5999.0)] == [Charging.CHARGING, Charging.CHARGING]
    assert read(bench, 6000.0) is Charging.SUSPENDED_EVSE
    assert bench.rows(Kind.ENDED) == []
    assert 1 in bench.station.transactions


@pytest.mark.parametrize("allowance_wh", [0, 1, 300])
def test_who_has_had_that_much_already_gets_no_more(allowance_wh: int) -> None:
    bench = metered(allowance_wh)
    bench.go(1.0)
    assert bench.charging() is Charging.SUSPENDED_EVSE


@pytest.mark.req("ALF-201G-006")
def test_where_a_refused_token_ends_its_transaction_it_gets_nothing_more() -> None:
    bench = metered(1000, {registry.STOP_ON_INVALID_ID: True})
    assert bench.charging() is Charging.STOPPING


def test_a_station_without_a_meter_gives_a_refused_token_nothing() -> None:
    bench = charging({registry.STOP_ON_INVALID_ID: False, registry.MAX_INVALID_WH: 1000})
    bench.station = bench.station.with_port(replace(bench.port(), reading=None))
    bench.hear(answered(bench))
    bench.go(1.0)
    assert bench.charging() is Charging.SUSPENDED_EVSE


def test_a_good_token_is_not_counted() -> None:
    bench = online({registry.STOP_ON_INVALID_ID: False, registry.MAX_INVALID_WH: 10})
    bench.hear(MeterRead(1, Reading(5000.0)))
    bench.charge()
    bench.hear(answered(bench, TokenInfo(TokenStatus.ACCEPTED)))
    assert read(bench, 9000.0) is Charging.CHARGING
