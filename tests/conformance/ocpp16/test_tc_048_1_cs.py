"""TC_048_1_CS, a faulted connector is not kept (OCPP 1.6 5.13: Faulted)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_048_1_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_what_is_faulted_is_not_kept(station: Station, csms: Csms, clock: Clock) -> None:
    station.breaks("overcurrent")
    csms.expects("StatusNotification", connectorId=1, status="Faulted")
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Faulted"
    station.mends("overcurrent")
    csms.expects("StatusNotification", connectorId=1, status="Available")


def test_what_becomes_faulted_is_kept_no_longer(station: Station, csms: Csms, clock: Clock) -> None:
    """OCPP 1.6 5.13: a reservation is terminated when the Charge Point or connector are set to Faulted."""
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    station.breaks("overcurrent")
    csms.expects("StatusNotification", connectorId=1, status="Faulted")
    station.mends("overcurrent")
    csms.expects("StatusNotification", connectorId=1, status="Available")
    assert csms.sends("CancelReservation", reservationId=12) == "Rejected"
