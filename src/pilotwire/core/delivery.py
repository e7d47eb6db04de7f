"""What becomes of the rows of the ledger once the central system has them, or will never have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.authorization import learnt
from pilotwire.core.claim import dropped
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome, Receipt
from pilotwire.core.port.charging import EnergyDenied, Withdrawn
from pilotwire.core.stop import BY_REJECTION
from pilotwire.core.token import Token, TokenInfo, TokenStatus, named

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


@dataclass(frozen=True, slots=True)
class Delivered:
    """The central system has ledger row *row* of *transaction*, and said *info* of its *token* if it said anything."""

    row: int
    transaction: str
    note: str | None = None
    token: Token | None = None
    info: TokenInfo | None = None


@dataclass(frozen=True, slots=True)
class Discarded:
    """Row *row* of *transaction* is given up after its last attempt; *error* is what the central system answered."""

    row: int
    transaction: str
    error: str


@dataclass(frozen=True, slots=True)
class RowDiscarded:
    """A row of *transaction* will never reach the central system."""

    row: int
    transaction: str
    error: str


@dataclass(frozen=True, slots=True)
class LedgerErased:
    """All rows until now are gone: they were for the central system at *address*, which is not ours any more."""

    address: str


def on_delivered(station: Station, event: Delivered, moment: Moment) -> Said:
    """The receipt, and what the answer means for a transaction that still runs: one commit."""
    receipt = Outcome(receipts=(Receipt(event.row, event.note),))
    if event.token is None or event.info is None:
        return station, receipt
    station = learnt(station, event.token, event.info, moment)
    evse = next((each for each, running in station.transactions.items() if running.id == event.transaction), None)
    if evse is None:
        return station, receipt
    if event.info.status is TokenStatus.ACCEPTED:
        return _introduced(station, evse, named(station, event.token, event.info)), receipt
    station, said = _refused(station, evse, moment)
    return station, receipt + said


def _introduced(station: Station, evse: int, token: Token) -> Station:
    """*station* with the group of *token* known wherever it waits or charges (OCPP 1.6 4.10, OCPP 2.0.1 C09.FR.12)."""
    transaction = station.transactions[evse]
    if token.group is None or not token.is_same(transaction.token) or token == transaction.token:
        return station
    station = station.with_transaction(evse, replace(transaction, token=token))
    if evse in station.claims:
        claim = replace(station.claims[evse], token=token)
        return replace(station, claims={**station.claims, evse: claim})
    if not evse or not token.is_same(station.ports[evse - 1].grant.token):
        return station
    port = station.ports[evse - 1]
    return station.with_port(replace(port, grant=replace(port.grant, token=token)))


def _refused(station: Station, evse: int, moment: Moment) -> Said:
    """Nobody charges on a token that turns out to be bad: it is over, or only without energy (OCPP 1.6 4.8).

    In the second case there may be a little left, to drive to the next station (OCPP 1.6 9.1.14 MaxEnergyOnInvalidId).
    """
    if evse in station.claims:
        return dropped(station, evse, BY_REJECTION, moment)
    if station.settings.get(registry.STOP_ON_INVALID_ID):
        return station.step_port(Withdrawn(evse, BY_REJECTION), moment)
    allowance_wh, transaction = station.settings.get(registry.MAX_INVALID_WH), station.transactions[evse]
    reading = station.ports[evse - 1].reading if evse else None
    if not allowance_wh or reading is None or transaction.first_wh is None:
        return station.step_port(EnergyDenied(evse), moment)
    most_wh = transaction.first_wh + allowance_wh
    if reading.energy_wh >= most_wh:
        return station.step_port(EnergyDenied(evse), moment)
    return station.with_transaction(evse, replace(transaction, most_wh=most_wh)), NOTHING


def on_discarded(station: Station, event: Discarded, moment: Moment) -> Said:
    """Given up: recorded as a fact of its own, and the way is free for the next row."""
    fact = RowDiscarded(event.row, event.transaction, event.error)
    return station, Outcome(facts=(fact,), receipts=(Receipt(event.row),))
