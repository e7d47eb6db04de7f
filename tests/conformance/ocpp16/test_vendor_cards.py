"""Lists, cards and reservations of the vendors, on their own stations."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

GOOD = {"status": "Accepted"}
OFFLINE_KEYS = (
    "LocalAuthorizeOffline",
    "LocalPreAuthorize",
    "AuthorizationCacheEnabled",
    "AllowOfflineTxForUnknownId",
)


@pytest.mark.req("CCC-LIM-001", "CCC-MSG-018", "CCC-MSG-022")
@pytest.mark.station(personality="chargebyte_charge_control_c")
def test_the_charge_control_c_takes_whole_lists_only(csms: Csms) -> None:
    one = {"listVersion": 4, "localAuthorizationList": [{"idTag": "ONE", "idTagInfo": GOOD}]}
    assert csms.sends("SendLocalList", updateType="Full", **one) == "Accepted"
    change = {"listVersion": 5, "localAuthorizationList": [{"idTag": "ONE"}]}
    assert csms.sends("SendLocalList", updateType="Differential", **change) == "NotSupported"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 4}


@pytest.mark.req("CCC-SUP-001", "CCC-KEY-018", "CCC-KEY-030")
@pytest.mark.station(personality="chargebyte_charge_control_c")
def test_the_charge_control_c_takes_ten_thousand_cards_at_once_and_says_so(csms: Csms) -> None:
    for key in ("LocalAuthListMaxLength", "SendLocalListMaxLength"):
        assert csms.reads(key) == "10000"
        assert csms.sends("ChangeConfiguration", key=key, value="5") == "Rejected"
    cards = [{"idTag": f"{number}", "idTagInfo": GOOD} for number in range(10_001)]
    sent = {"listVersion": 1, "updateType": "Full"}
    assert csms.sends("SendLocalList", localAuthorizationList=cards, **sent) == "Failed"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 0}
    assert csms.sends("SendLocalList", localAuthorizationList=cards[1:], **sent) == "Accepted"


@pytest.mark.req("XCH-SUP-003")
@pytest.mark.station(personality="xcheng_m3")
def test_the_m3_has_a_local_list_with_its_keys(csms: Csms) -> None:
    assert csms.reads("LocalAuthListEnabled") == "true"
    assert int(csms.reads("LocalAuthListMaxLength") or 0) > 0
    assert int(csms.reads("SendLocalListMaxLength") or 0) > 0
    one = {"listVersion": 4, "localAuthorizationList": [{"idTag": "ONE", "idTagInfo": GOOD}]}
    assert csms.sends("SendLocalList", updateType="Full", **one) == "Accepted"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 4}


@pytest.mark.req("XCH-SUP-001", "XCH-KEY-034")
@pytest.mark.station(personality="xcheng_m3")
def test_the_m3_keeps_any_connector_and_lets_go_of_it(csms: Csms, clock: Clock) -> None:
    [key] = csms.asks("GetConfiguration", key=["ReserveConnectorZeroSupported"])["configurationKey"]
    assert (key["value"], key["readonly"]) == ("true", True)
    assert csms.sends("ChangeConfiguration", key="ReserveConnectorZeroSupported", value="false") == "Rejected"
    wanted = {"reservationId": 3, "idTag": "CARD", "expiryDate": clock.shows(3600)}
    for connector in (0, 1):
        assert csms.sends("ReserveNow", connectorId=connector, **wanted) == "Accepted"
        csms.expects("StatusNotification", connectorId=1, status="Reserved")
        assert csms.sends("CancelReservation", reservationId=3) == "Accepted"
        csms.expects("StatusNotification", connectorId=1, status="Available")


@pytest.mark.req("XCH-CONF-008")
@pytest.mark.station(personality="xcheng_m3")
def test_the_m3_takes_no_cards_offline_once_four_keys_are_false(station: Station, csms: Csms, driver: Driver) -> None:
    one = {"listVersion": 4, "localAuthorizationList": [{"idTag": "CARD", "idTagInfo": GOOD}]}
    assert csms.sends("SendLocalList", updateType="Full", **one) == "Accepted"
    for key in OFFLINE_KEYS:
        csms.configures(key, False)
    station.goes_offline()
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
    station.goes_online()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")


@pytest.mark.station(personality="xcheng_m3")
def test_the_m3_takes_a_listed_card_offline_as_delivered(station: Station, csms: Csms, driver: Driver) -> None:
    one = {"listVersion": 4, "localAuthorizationList": [{"idTag": "CARD", "idTagInfo": GOOD}]}
    assert csms.sends("SendLocalList", updateType="Full", **one) == "Accepted"
    station.goes_offline()
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_nothing(for_s=60)
    assert station.delivers_energy()
    station.goes_online()
    csms.forgets()


@pytest.mark.req("CCC-SUP-002")
@pytest.mark.station(personality="chargebyte_charge_control_c", settings={"AuthCtrlr.UserAuthentication": "ocpp"})
def test_the_charge_control_c_keeps_cache_and_list_together_and_clears_the_cache_only(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    clock.passes(120)
    csms.forgets()
    one = {"listVersion": 1, "localAuthorizationList": [{"idTag": "LISTED", "idTagInfo": GOOD}]}
    assert csms.sends("SendLocalList", updateType="Full", **one) == "Accepted"
    csms.configures("LocalAuthorizeOffline", True)
    driver.shows("CACHED")
    csms.expects("Authorize", idTag="CACHED")
    csms.forgets()
    clock.passes(120)
    station.loses_power()
    station.gets_power()
    clock.passes(120)
    csms.forgets()
    assert (set(station.core.cache), set(station.core.local_list.entries)) == ({"cached"}, {"listed"})
    assert csms.sends("ClearCache") == "Accepted"
    station.loses_power()
    station.gets_power()
    clock.passes(120)
    csms.forgets()
    assert (set(station.core.cache), set(station.core.local_list.entries)) == (set(), {"listed"})


@pytest.mark.parametrize("how", ["silence", "an error"])
def test_a_question_nobody_answers_leaves_the_reader_free(
    station: Station, csms: Csms, driver: Driver, how: str
) -> None:
    """With the vehicle there already, and with a fixed cable."""
    if how == "silence":
        csms.is_silent_on("Authorize")
    else:
        csms.refuses("Authorize")
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("FIRST")
    csms.expects("Authorize", idTag="FIRST")
    csms.expects_nothing(for_s=60)
    assert station.core.asking == {}
    csms.answers_as_usual("Authorize")
    driver.shows("SECOND")
    csms.expects("Authorize", idTag="SECOND")
    csms.expects("StartTransaction", idTag="SECOND")
    csms.sees_charging()
