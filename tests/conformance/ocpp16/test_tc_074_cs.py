"""TC_074_CS, another certificate for the station (security whitepaper A02.FR.02 to A02.FR.06)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.certificates import installs, told
from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority

pytestmark = [
    pytest.mark.oca("TC_074_CS"),
    pytest.mark.station(settings={"ChargingStation.SerialNumber": "S1"}),
]
TRIGGER = "ExtendedTriggerMessage"


def test_a_certificate_is_asked_for_signed_and_taken(csms: Csms) -> None:
    root = Authority(begin=-9000.0, end=9000.0)
    installs(csms, "CentralSystemRootCertificate", root)
    csms.configures("CpoName", "Operator")
    assert csms.sends(TRIGGER, requestedMessage="SignChargePointCertificate") == "Accepted"
    request = csms.expects("SignCertificate")["csr"]
    assert request.startswith("-----BEGIN CERTIFICATE REQUEST-----")
    assert "PRIVATE" not in request
    chain = root.sign(request, begin=-9000.0, end=9000.0)
    assert csms.sends("CertificateSigned", certificateChain=chain) == "Accepted"
    assert "InvalidChargePointCertificate" not in told(csms)


def test_without_the_name_of_the_operator_nothing_is_promised(csms: Csms) -> None:
    assert csms.sends(TRIGGER, requestedMessage="SignChargePointCertificate") == "Rejected"
    csms.expects_nothing(for_s=30)


def test_a_central_system_that_does_not_take_the_request_is_not_asked_again(csms: Csms) -> None:
    csms.configures("CpoName", "Operator")
    csms.answers("SignCertificate", status="Rejected")
    assert csms.sends(TRIGGER, requestedMessage="SignChargePointCertificate") == "Accepted"
    csms.expects("SignCertificate")
    csms.expects_nothing(for_s=1800)
