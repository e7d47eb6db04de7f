"""TC_075_1_CS, a root of the manufacturer is installed (security whitepaper M05.FR.01, M05.FR.02)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.certificates import found, installs
from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority

pytestmark = pytest.mark.oca("TC_075_1_CS")
USE = "ManufacturerRootCertificate"


def test_a_root_of_the_manufacturer_is_installed_and_found(csms: Csms) -> None:
    root = Authority("Manufacturer")
    assert csms.sends("GetInstalledCertificateIds", certificateType=USE) == "NotFound"
    assert installs(csms, USE, root) == "Accepted"
    assert [each["serialNumber"] for each in found(csms, USE)] == [f"{root.certificate.serial_number:X}"]
