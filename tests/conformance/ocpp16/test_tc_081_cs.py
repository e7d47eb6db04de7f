"""TC_081_CS, secure firmware update, InvalidSignature (security whitepaper ed. 3, L01.FR.03, L01.FR.04)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_081_CS")
STATUS = "SignedFirmwareStatusNotification"


def test_firmware_with_a_wrong_signature_is_not_installed(station: Station, csms: Csms, clock: Clock) -> None:
    station.breaks("signature_invalid")
    firmware = {
        "location": "https://example.com/forged.image",
        "retrieveDateTime": clock.shows(),
        "signingCertificate": "-----BEGIN CERTIFICATE-----",
        "signature": "c2lnbmVk",
    }
    assert csms.sends("SignedUpdateFirmware", requestId=9, firmware=firmware) == "Accepted"
    csms.expects(STATUS, status="Downloading", requestId=9)
    csms.expects(STATUS, status="Downloaded", requestId=9)
    csms.expects("SecurityEventNotification", type="InvalidFirmwareSignature")
    csms.expects(STATUS, status="InvalidSignature", requestId=9)
    clock.passes(60)
    assert {payload["status"] for payload in csms.heard(STATUS)} == {"Downloading", "Downloaded", "InvalidSignature"}
