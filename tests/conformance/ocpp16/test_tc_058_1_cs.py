"""TC_058_1_CS, a TxProfile without a transaction is discarded (OCPP 1.6 3.13.1, 5.16.4)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.profiles import limits, profile

pytestmark = pytest.mark.oca("TC_058_1_CS")


@pytest.mark.parametrize("named", [{}, {"transactionId": 1}])
def test_a_profile_of_no_transaction_is_rejected(csms: Csms, named: dict[str, int]) -> None:
    own = profile("TxProfile", (0, 7), **named)
    assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=own) == "Rejected"
    assert limits(csms.asks("GetCompositeSchedule", connectorId=1, duration=60)) == [(0, 32.0)]
