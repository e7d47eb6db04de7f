"""TC_075_2_CS, a root for the central system is installed (security whitepaper M05.FR.01, M05.FR.02)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.certificates import found, installs
from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority

pytestmark = pytest.mark.oca("TC_075_2_CS")
USE = "CentralSystemRootCertificate"


def test_a_root_for_the_central_system_is_installed_and_found(csms: Csms) -> None:
    assert installs(csms, USE, Authority()) == "Accepted"
    assert [each["hashAlgorithm"] for each in found(csms, USE)] == ["SHA256"]


def test_as_many_as_there_is_room_for_and_no_more(csms: Csms) -> None:
    most = int(csms.reads("CertificateStoreMaxLength") or 0)
    answers = [installs(csms, USE, Authority(str(number))) for number in range(most + 1)]
    assert answers == ["Accepted"] * most + ["Rejected"]  # M05.FR.03
    assert len(found(csms, USE)) == most
