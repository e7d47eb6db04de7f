"""TC_070_CS, sampled meter values (OCPP 1.6 3.16.1: every MeterValueSampleInterval, and again with the stop)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_070_CS")


def started(csms: Csms, driver: Driver) -> None:
    csms.configures("AuthorizeRemoteTxRequests", value=False)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")


def short(reading: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """When, why, and what was measured."""
    return [
        (each["timestamp"], each["sampledValue"][0]["context"], [one["measurand"] for one in each["sampledValue"]])
        for each in reading
    ]


REGISTER, POWER = "Energy.Active.Import.Register", "Power.Active.Import"


def test_readings_come_at_their_interval_and_all_of_them_with_the_stop(
    csms: Csms, driver: Driver, station: Station, clock: Clock
) -> None:
    csms.configures("MeterValuesSampledData", f"{REGISTER},Power.Active.Import.L1")
    csms.configures("MeterValueSampleInterval", 10)
    csms.configures("StopTxnSampledData", REGISTER)
    started(csms, driver)
    csms.sees_charging()
    begun = csms.heard("StartTransaction")[0]["timestamp"]
    clock.passes(25.0)
    told = csms.heard("MeterValues")
    assert [each["transactionId"] for each in told] == [csms.transaction] * len(told)
    assert {context for each in told for _, context, _ in short(each["meterValue"])} == {"Sample.Periodic"}
    assert {tuple(what) for each in told for _, _, what in short(each["meterValue"])} == {(REGISTER, POWER)}
    times = [each["meterValue"][0]["timestamp"] for each in told]
    csms.sends("RemoteStopTransaction", transactionId=csms.transaction)
    stop = csms.expects_eventually("StopTransaction", transactionId=csms.transaction)
    data = short(stop["transactionData"])
    assert data[0] == (begun, "Transaction.Begin", [REGISTER])
    assert data[-1] == (stop["timestamp"], "Transaction.End", [REGISTER])
    assert data[1 : 1 + len(times)] == [(each, "Sample.Periodic", [REGISTER]) for each in times]
    assert len(times) >= 2
    csms.expects("StatusNotification", connectorId=1, status="Finishing")


def test_without_measurands_for_the_stop_it_has_no_readings(csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("StopTxnSampledData", "")
    csms.configures("StopTxnAlignedData", "")
    started(csms, driver)
    csms.sees_charging()
    clock.passes(70.0)
    csms.sends("RemoteStopTransaction", transactionId=csms.transaction)
    assert "transactionData" not in csms.expects_eventually("StopTransaction")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")


def test_what_cannot_be_measured_is_rejected_and_changes_nothing(csms: Csms) -> None:
    before = csms.reads("MeterValuesSampledData")
    for unsupported in ("RPM", "Voltage,Nonsense", "Current.Import.L4"):
        assert csms.sends("ChangeConfiguration", key="MeterValuesSampledData", value=unsupported) == "Rejected"
    assert csms.reads("MeterValuesSampledData") == before


def test_values_of_the_start_may_be_asked_for_by_themselves(csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("StartTxnSampledData", "Energy.Active.Import.Register,Voltage.L1-N")
    started(csms, driver)
    reading = csms.expects("MeterValues", connectorId=1, transactionId=csms.transaction)
    assert [context for _, context, _ in short(reading["meterValue"])] == ["Transaction.Begin"]
    csms.sees_charging()
