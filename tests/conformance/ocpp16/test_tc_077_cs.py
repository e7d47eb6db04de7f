"""TC_077_CS, a certificate for the station that is no good (security whitepaper A02.FR.06, A02.FR.07, A04.FR.01)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.certificates import installs, told
from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority

pytestmark = pytest.mark.oca("TC_077_CS")
NAMED = {"SecurityCtrlr.OrganizationName": "Operator", "ChargingStation.SerialNumber": "S1"}


@pytest.mark.station(settings=NAMED)
def test_a_certificate_that_nobody_we_trust_has_signed_is_refused_and_told(csms: Csms) -> None:
    installs(csms, "CentralSystemRootCertificate", Authority())
    assert csms.sends("ExtendedTriggerMessage", requestedMessage="SignChargePointCertificate") == "Accepted"
    request = csms.expects("SignCertificate")["csr"]
    chain = Authority("Stranger").sign(request)
    assert csms.sends("CertificateSigned", certificateChain=chain) == "Rejected"
    assert told(csms)[-1] == "InvalidChargePointCertificate"


def test_a_certificate_nobody_has_asked_for_is_refused_and_told(csms: Csms) -> None:
    assert csms.sends("CertificateSigned", certificateChain=Authority().pem) == "Rejected"
    assert told(csms)[-1] == "InvalidChargePointCertificate"
