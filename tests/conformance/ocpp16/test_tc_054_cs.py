"""TC_054_CS, trigger every message that can be triggered (OCPP 1.6 5.17: answer first, then the message)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_054_CS")


def test_a_triggered_boot(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="BootNotification") == "Accepted"
    csms.expects("BootNotification", chargePointVendor="pilotwire")


def test_a_triggered_heartbeat(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="Heartbeat") == "Accepted"
    csms.expects("Heartbeat")


def test_a_triggered_reading(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="MeterValues", connectorId=1) == "Accepted"
    reading = csms.expects("MeterValues", connectorId=1)
    assert {each["context"] for each in reading["meterValue"][0]["sampledValue"]} == {"Trigger"}


@pytest.mark.station(evses=2)
def test_a_triggered_reading_of_all_connectors_and_none_of_the_station_which_has_no_meter(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="MeterValues") == "Accepted"
    for connector in (1, 2):
        csms.expects("MeterValues", connectorId=connector)
    assert csms.sends("TriggerMessage", requestedMessage="MeterValues", connectorId=0) == "Rejected"
    csms.expects_nothing(for_s=10.0)


@pytest.mark.station(evses=2)
def test_a_triggered_status_of_one_or_of_all(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="StatusNotification", connectorId=2) == "Accepted"
    csms.expects("StatusNotification", connectorId=2, status="Available")
    csms.expects_nothing()
    assert csms.sends("TriggerMessage", requestedMessage="StatusNotification") == "Accepted"
    for connector in (0, 1, 2):
        csms.expects("StatusNotification", connectorId=connector, status="Available")


def test_a_triggered_job_that_does_not_run_is_idle(csms: Csms) -> None:
    for message in ("DiagnosticsStatusNotification", "FirmwareStatusNotification"):
        assert csms.sends("TriggerMessage", requestedMessage=message) == "Accepted"
        csms.expects(message, status="Idle")


def test_a_triggered_job_that_runs_says_how_far_it_is(csms: Csms, clock: Clock) -> None:
    csms.asks("GetDiagnostics", location="ftp://example.com/")
    csms.expects("DiagnosticsStatusNotification", status="Uploading")
    assert csms.sends("TriggerMessage", requestedMessage="DiagnosticsStatusNotification") == "Accepted"
    csms.expects("DiagnosticsStatusNotification", status="Uploading")
    csms.expects("DiagnosticsStatusNotification", status="Uploaded")
    csms.asks("UpdateFirmware", location="http://example.com/x", retrieveDate=clock.shows())
    csms.expects("FirmwareStatusNotification", status="Downloading")
    assert csms.sends("TriggerMessage", requestedMessage="FirmwareStatusNotification") == "Accepted"
    csms.expects("FirmwareStatusNotification", status="Downloading")
    csms.expects_eventually("FirmwareStatusNotification", status="Installing")
    assert csms.sends("TriggerMessage", requestedMessage="FirmwareStatusNotification") == "Accepted"
    csms.expects_eventually("FirmwareStatusNotification", status="Installing")
    csms.expects_eventually("FirmwareStatusNotification", status="Installed")
    csms.forgets()
    csms.sends("TriggerMessage", requestedMessage="FirmwareStatusNotification")
    csms.expects_eventually("FirmwareStatusNotification", status="Idle")
    csms.forgets()
