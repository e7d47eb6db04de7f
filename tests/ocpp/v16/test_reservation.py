"""ReserveNow and CancelReservation on the wire of OCPP 1.6, and what else is told of a reservation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pilotwire.core import registry
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.reservation import CancellationAsked, Loss, Reservation, ReservationAsked, ReservationLost
from pilotwire.core.station import Station
from pilotwire.core.token import Token
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Message, Row, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.personality.load import load
from pilotwire.store.volatile import VolatileLedger

Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]
R1 = ReplyTo("r1")
WANTED = {"connectorId": 2, "expiryDate": "2026-11-20T05:04:05Z", "idTag": "04E1FF", "reservationId": 12}


def test_a_reservation_is_understood_with_the_parent(take: Ask) -> None:
    kept = Reservation(12, 2, Token("04E1FF"), 1795151045.0)
    assert take("ReserveNow", WANTED) == ReservationAsked(R1, kept)
    with_parent = take("ReserveNow", {**WANTED, "parentIdTag": "FLEET"})
    assert isinstance(with_parent, ReservationAsked)
    assert with_parent.reservation.token == Token("04E1FF", group="FLEET")


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.ACCEPTED, "Accepted"),
        (Verdict.FAULTED, "Faulted"),
        (Verdict.OCCUPIED, "Occupied"),
        (Verdict.REJECTED, "Rejected"),
        (Verdict.UNAVAILABLE, "Unavailable"),
    ],
)
def test_what_became_of_it_is_told(spelled: Callable[..., Any], verdict: Verdict, status: str) -> None:
    assert spelled("ReserveNow", Reply(R1, verdict)) == {"status": status}


@pytest.mark.parametrize("connector", [3, -1])
def test_a_connector_nobody_has_is_rejected(answer: Answered, connector: int) -> None:
    assert answer("ReserveNow", {**WANTED, "connectorId": connector}) == {"status": "Rejected"}


def test_connector_0_is_any_and_rejected_where_that_is_not_done(
    answer: Answered, make_station: Callable[..., Station]
) -> None:
    anywhere = {**WANTED, "connectorId": 0}
    assert answer("ReserveNow", anywhere) == {"status": "Accepted"}
    narrow = make_station(values={(registry.RESERVE_ANY_EVSE.name, 0): False})
    assert answer("ReserveNow", anywhere, at=narrow) == {"status": "Rejected"}


def test_a_date_that_is_none_is_refused(take: Ask) -> None:
    with pytest.raises(RefusedPayload) as refused:
        take("ReserveNow", {**WANTED, "expiryDate": "soon"})
    assert refused.value.kind is RpcErrorKind.PROPERTY_CONSTRAINT


def test_a_reservation_is_cancelled_or_unknown(take: Ask, answer: Answered, spelled: Callable[..., Any]) -> None:
    assert take("CancelReservation", {"reservationId": 12}) == CancellationAsked(R1, 12)
    assert answer("CancelReservation", {"reservationId": 12}) == {"status": "Rejected"}
    assert spelled("CancelReservation", Reply(R1, Verdict.ACCEPTED)) == {"status": "Accepted"}


@pytest.mark.parametrize("number", [12, None])
def test_the_start_names_the_reservation_it_ends(
    v16: V16, station: Station, row: Callable[..., Row], wire: Callable[[Message], dict[str, Any]], number: int | None
) -> None:
    (message,) = v16.render(row(reservation=number), station, VolatileLedger())
    assert wire(message).get("reservationId") == number


def test_there_are_no_words_for_one_that_nobody_used(v16: V16, station: Station) -> None:
    assert v16.notify(ReservationLost(12, Loss.EXPIRED), station, VolatileLedger()) == ()


@pytest.mark.req("CCC-MSG-027")
@pytest.mark.parametrize("action", ["ReserveNow", "CancelReservation"])
def test_a_vendor_without_reservations_says_so(take: Ask, action: str) -> None:
    vendor = v16_of(load("chargebyte_charge_control_c"))
    refused = take(action, WANTED if action == "ReserveNow" else {"reservationId": 1}, by=vendor)
    assert getattr(refused, "kind", None) is RpcErrorKind.NOT_SUPPORTED
