"""TC_043_CS, a list is sent whole and then in part (OCPP 1.6 5.15, 5.10)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_043_CS")


def test_a_list_is_sent_whole_and_then_in_part(csms: Csms, driver: Driver) -> None:
    good, bad = {"status": "Accepted"}, {"status": "Blocked"}
    three = [{"idTag": each, "idTagInfo": good} for each in ("ONE", "TWO", "FOUR")]
    assert csms.sends("SendLocalList", listVersion=1, updateType="Full", localAuthorizationList=three) == "Accepted"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 1}
    changes = [{"idTag": "ONE"}, {"idTag": "TWO", "idTagInfo": bad}, {"idTag": "NEW", "idTagInfo": good}]
    sent = {"updateType": "Differential", "localAuthorizationList": changes}
    assert csms.sends("SendLocalList", listVersion=2, **sent) == "Accepted"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 2}
    csms.configures("LocalPreAuthorize", True)
    csms.answers("Authorize", idTagInfo={"status": "Invalid"})
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    for card in ("ONE", "TWO"):  # taken out; changed
        driver.shows(card)
        csms.expects("Authorize", idTag=card)
    driver.shows("FOUR")  # left as it was
    csms.expects("StartTransaction", idTag="FOUR")
    csms.sees_charging()


def test_a_list_survives_a_power_cut(station: Station, csms: Csms, driver: Driver) -> None:
    one = [{"idTag": "CARD", "idTagInfo": {"status": "Accepted"}}]
    assert csms.sends("SendLocalList", listVersion=7, updateType="Full", localAuthorizationList=one) == "Accepted"
    station.loses_power()
    station.gets_power()
    csms.forgets()
    assert csms.asks("GetLocalListVersion") == {"listVersion": 7}
    csms.configures("LocalPreAuthorize", True)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("StartTransaction", idTag="CARD")
    csms.sees_charging()
