"""The recloser over DataTransfer, from the wire to the simulated part (chargebyte guide 3.3.9)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Station

VENDOR = "com.in-tech.smartcharging"
WITH = pytest.mark.station(personality="chargebyte_charge_control_c", settings={"Recloser.Enabled": True})


def ask(csms: Csms, message: str, data: str) -> tuple[str, str]:
    answer = csms.asks("DataTransfer", vendorId=VENDOR, messageId=message, data=data)
    return answer["status"], answer["data"]


@WITH
@pytest.mark.req("CCC-DT-007", "CCC-DT-008")
def test_it_is_run_and_tells_where_it_stands(csms: Csms) -> None:
    assert ask(csms, "rcdRecloserGetState", "1") == ("Accepted", "close")
    assert ask(csms, "rcdRecloserChangeState", "1, open") == ("Accepted", "open")
    assert ask(csms, "rcdRecloserGetState", "1") == ("Accepted", "open")
    assert ask(csms, "rcdRecloserChangeState", "1, ajar") == ("Rejected", "invalidRequestData")


@WITH
@pytest.mark.req("CCC-ADD-015")
def test_one_that_does_not_answer_is_not_available(station: Station, csms: Csms) -> None:
    station.breaks("recloser_lost")
    csms.forgets()
    assert ask(csms, "rcdRecloserGetState", "1") == ("Rejected", "notAvailable")


@pytest.mark.station(personality="chargebyte_charge_control_c")
@pytest.mark.req("CCC-ADD-015")
def test_one_that_is_not_configured_is_not_present(csms: Csms) -> None:
    assert ask(csms, "rcdRecloserGetState", "1") == ("Rejected", "notPresent")
    unknown = csms.asks("DataTransfer", vendorId=VENDOR, messageId="other")
    assert unknown == {"status": "UnknownMessageId"}


@pytest.mark.station(personality="xcheng_m3")
def test_another_vendor_knows_nothing_of_it(csms: Csms) -> None:
    assert csms.sends("DataTransfer", vendorId=VENDOR, messageId="rcdRecloserGetState", data="1") == "UnknownVendorId"
