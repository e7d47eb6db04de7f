"""TC_055_CS, trigger a message of a connector there is not (OCPP 1.6 5.17: Rejected)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_055_CS")


@pytest.mark.parametrize("message", ["MeterValues", "StatusNotification"])
def test_a_connector_there_is_not_has_nothing_to_say(csms: Csms, message) -> None:
    assert csms.sends("TriggerMessage", requestedMessage=message, connectorId=2) == "Rejected"
    csms.expects_nothing(for_s=10)
