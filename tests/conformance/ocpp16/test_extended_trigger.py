"""ExtendedTriggerMessage (security whitepaper ed. 3, 5.5, 6.15): every message it can ask for."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms


@pytest.mark.parametrize(
    ("requested", "comes"),
    [
        ("BootNotification", "BootNotification"),
        ("Heartbeat", "Heartbeat"),
        ("MeterValues", "MeterValues"),
        ("StatusNotification", "StatusNotification"),
        ("LogStatusNotification", "LogStatusNotification"),
        ("FirmwareStatusNotification", "SignedFirmwareStatusNotification"),
    ],
)
def test_what_is_asked_for_comes_behind_the_answer(csms: Csms, requested: str, comes: str) -> None:
    assert csms.sends("ExtendedTriggerMessage", requestedMessage=requested) == "Accepted"
    csms.expects(comes)
    csms.forgets()


@pytest.mark.station(settings={"SecurityCtrlr.OrganizationName": "Operator"})
def test_a_station_asks_for_a_certificate_when_it_is_told_to(csms: Csms) -> None:
    assert csms.sends("ExtendedTriggerMessage", requestedMessage="SignChargePointCertificate") == "Accepted"
    assert "CERTIFICATE REQUEST" in csms.expects("SignCertificate")["csr"]


def test_without_an_operator_nobody_can_ask_for_a_certificate(csms: Csms) -> None:
    assert csms.sends("ExtendedTriggerMessage", requestedMessage="SignChargePointCertificate") == "Rejected"


@pytest.mark.parametrize("message", ["MeterValues", "StatusNotification"])
def test_a_connector_there_is_not_has_nothing_to_say(csms: Csms, message: str) -> None:
    assert csms.sends("ExtendedTriggerMessage", requestedMessage=message, connectorId=7) == "Rejected"
    csms.expects_nothing(for_s=10)


@pytest.mark.station(personality="chargebyte_charge_control_c")
@pytest.mark.req("CCC-MSG-027")
def test_a_station_that_does_not_know_the_message_says_so(csms: Csms) -> None:
    assert csms.sends("ExtendedTriggerMessage", requestedMessage="Heartbeat") == "NotImplemented"


@pytest.mark.station(personality="chargebyte_charge_control_c")
@pytest.mark.req("CCC-MSG-026")
@pytest.mark.parametrize("message", ["DiagnosticsStatusNotification", "FirmwareStatusNotification", "MeterValues"])
def test_what_a_station_cannot_be_asked_for_is_not_implemented(csms: Csms, message: str) -> None:
    assert csms.sends("TriggerMessage", requestedMessage=message) == "NotImplemented"
    csms.expects_nothing(for_s=10)
