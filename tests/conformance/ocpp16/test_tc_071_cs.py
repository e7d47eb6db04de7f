"""TC_071_CS, clock-aligned meter values (OCPP 1.6 3.16.2: at multiples of ClockAlignedDataInterval since midnight)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock
from tests.conformance.ocpp16.test_tc_070_cs import REGISTER, short, started

pytestmark = pytest.mark.oca("TC_071_CS")


@pytest.mark.station(evses=2)
def test_without_a_transaction_every_connector_is_read_at_the_full_quarter(csms: Csms, clock: Clock) -> None:
    csms.configures("MeterValuesAlignedData", f"{REGISTER},Voltage")
    csms.configures("ClockAlignedDataInterval", 900)
    clock.passes(1810.0)
    told = csms.heard("MeterValues")
    assert [each["connectorId"] for each in told] == [1, 2] * 2
    assert not any("transactionId" in each for each in told)
    times = [when for each in told for when, _, _ in short(each["meterValue"])]
    assert [time[11:19] for time in times] == ["07:45:00", "07:45:00", "08:00:00", "08:00:00"]
    assert {context for each in told for _, context, _ in short(each["meterValue"])} == {"Sample.Clock"}


def test_during_a_transaction_they_name_it_and_come_again_with_the_stop(
    csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("MeterValueSampleInterval", 0)
    csms.configures("StopTxnSampledData", "")
    csms.configures("MeterValuesAlignedData", f"{REGISTER},Voltage")
    csms.configures("StopTxnAlignedData", REGISTER)
    csms.configures("ClockAlignedDataInterval", 60)
    started(csms, driver)
    csms.sees_charging()
    clock.passes(125.0)
    told = csms.heard("MeterValues")
    assert [each["transactionId"] for each in told] == [csms.transaction] * 2
    times = [when for each in told for when, _, _ in short(each["meterValue"])]
    assert {when[17:19] for when in times} == {"00"}
    csms.sends("RemoteStopTransaction", transactionId=csms.transaction)
    data = short(csms.expects_eventually("StopTransaction")["transactionData"])
    assert [context for _, context, _ in data] == ["Transaction.Begin", *["Sample.Clock"] * 2, "Transaction.End"]
    assert [when for when, _, _ in data[1:3]] == times
    assert {tuple(what) for _, _, what in data} == {(REGISTER,)}
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
