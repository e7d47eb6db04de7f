"""The local list and reservations on the wire of OCPP 2.0.1 (D01, D02, H01 to H04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from pilotwire.core import registry
from pilotwire.core.authorization import CardShown
from pilotwire.core.csms import LinkChanged
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.token import Token, TokenKind
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.timestamp import to_wire

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central, Payload

ALICE, BOB = {"idToken": "ALICE", "type": "ISO14443"}, {"idToken": "BOB", "type": "ISO14443"}
FAMILY = {"idToken": "FAMILY", "type": "Central"}
FINE = {"status": "Accepted"}


def send(central: Central, version: int, *entries: Payload, update: str = "Full") -> str:
    more: Any = {"localAuthorizationList": list(entries)} if entries else {}
    answer = central.ask("SendLocalList", versionNumber=version, updateType=update, **more)
    return str(answer["status"])


def reserve(central: Central, in_s: float = 3600.0, **more: Any) -> Payload:
    expiry = to_wire(1_800_000_000.0 + central.now_s + in_s)
    return central.ask("ReserveNow", id=7, expiryDateTime=expiry, idToken=ALICE, **more)


@pytest.mark.req("ALF-201-D01", "ALF-201-D02", "ALF-201G-013")
def test_a_list_is_sent_changed_and_its_number_asked_for(central: Central) -> None:
    assert central.ask("GetLocalListVersion") == {"versionNumber": 0}
    info = {"status": "Blocked", "cacheExpiryDateTime": "2027-02-01T00:00:00Z", "groupIdToken": FAMILY}
    assert (
        send(central, 3, {"idToken": ALICE, "idTokenInfo": info}, {"idToken": BOB, "idTokenInfo": FINE}) == "Accepted"
    )
    assert central.ask("GetLocalListVersion") == {"versionNumber": 3}
    assert central.station.local_list.entries["alice"].group == "FAMILY"
    assert send(central, 3, {"idToken": BOB}, update="Differential") == "VersionMismatch"
    assert send(central, 4, {"idToken": BOB}, update="Differential") == "Accepted"
    assert set(central.station.local_list.entries) == {"alice"}
    assert send(central, 5, {"idToken": BOB}, {"idToken": BOB}) == "Failed"


def test_an_emptied_list_keeps_its_number(central: Central) -> None:
    """D01.FR.04."""
    send(central, 3, {"idToken": ALICE, "idTokenInfo": FINE})
    assert send(central, 6) == "Accepted"
    assert central.ask("GetLocalListVersion") == {"versionNumber": 6}


def test_a_list_that_is_switched_off_has_no_number(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.LOCAL_LIST_ENABLED: False})
    answer = central.ask("SendLocalList", versionNumber=1, updateType="Full")
    assert answer == {"status": "Failed", "statusInfo": {"reasonCode": "NotEnabled"}}
    assert central.ask("GetLocalListVersion") == {"versionNumber": 0}


@pytest.mark.req("ALF-201-C13", "ALF-201-C09")
def test_a_listed_token_charges_offline_and_its_kin_stops(central: Central) -> None:
    info = {"status": "Accepted", "groupIdToken": FAMILY}
    send(central, 1, {"idToken": ALICE, "idTokenInfo": info}, {"idToken": BOB, "idTokenInfo": info})
    central.happen(LinkChanged(online=False))
    central.pilot("B")
    central.happen(CardShown(Token("ALICE", TokenKind.ISO14443)))
    central.charge()
    central.happen(CardShown(Token("BOB", TokenKind.ISO14443)))
    central.happen(Due(1, Timer.STOP), Due(1, Timer.FINAL_READING))
    ended = central.events()[-1]
    assert (ended["eventType"], ended["triggerReason"], ended["idToken"]) == ("Ended", "StopAuthorized", BOB)


@pytest.mark.req("ALF-201-H01", "ALF-201-H03", "ALF-201G-015")
def test_a_reservation_is_told_used_by_kin_and_named(central: Central) -> None:
    assert reserve(central, evseId=1, groupIdToken=FAMILY) == {"status": "Accepted"}
    assert central.events("StatusNotification")[-1]["connectorStatus"] == "Reserved"
    central.pilot("B")
    start = {"remoteStartId": 1, "evseId": 1, "idToken": BOB}
    assert central.ask("RequestStartTransaction", **start, groupIdToken=FAMILY)["status"] == "Accepted"
    central.charge()
    named = [event["reservationId"] for event in central.events() if "reservationId" in event]
    assert named == [7]


@pytest.mark.req("ALF-201-H02")
def test_a_reservation_is_cancelled_once(central: Central) -> None:
    reserve(central, evseId=1)
    assert central.ask("CancelReservation", reservationId=7) == {"status": "Accepted"}
    assert central.ask("CancelReservation", reservationId=7) == {"status": "Rejected"}
    assert central.events("ReservationStatusUpdate") == []


@pytest.mark.req("ALF-201-H04")
def test_a_reservation_nobody_uses_expires_and_that_is_told(central: Central) -> None:
    reserve(central, in_s=60.0, evseId=1)
    central.now_s += 60.0
    central.happen(Due(STATION, Timer.RESERVATION))
    assert central.events("ReservationStatusUpdate") == [{"reservationId": 7, "reservationUpdateStatus": "Expired"}]
    assert central.events("StatusNotification")[-1]["connectorStatus"] == "Available"


@pytest.mark.parametrize("evse", [0, 3, -1])
def test_an_evse_nobody_has_is_not_kept(central: Central, evse: int) -> None:
    assert reserve(central, evseId=evse) == {"status": "Rejected", "statusInfo": {"reasonCode": "UnknownEvse"}}


def test_a_date_that_is_none_is_refused(central: Central) -> None:
    with pytest.raises(RefusedPayload):
        central.take("ReserveNow", id=7, expiryDateTime="soon", idToken=ALICE)


def test_how_long_the_list_is_and_may_be_is_reported(central: Central) -> None:
    """D01.FR.12."""
    send(central, 1, {"idToken": ALICE, "idTokenInfo": FINE}, {"idToken": BOB, "idTokenInfo": FINE})
    central.ask("GetBaseReport", requestId=1, reportBase="FullInventory")
    reports = (data for report in central.events("NotifyReport") for data in report["reportData"])
    found = {(each["component"]["name"], each["variable"]["name"]): each for each in reports}
    entries = found["LocalAuthListCtrlr", "Entries"]
    assert entries["variableAttribute"][0]["value"] == "2"
    assert entries["variableCharacteristics"]["maxLimit"] == 10_000
    for component in ("LocalAuthListCtrlr", "ReservationCtrlr"):
        assert found[component, "Available"]["variableAttribute"][0]["value"] == "true"
