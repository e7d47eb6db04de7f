"""GetBaseReport and GetReport: the device model in parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central, Payload

# Required by part 2 appendix 3 (dm_components_vars.csv, Required? = yes) for what this station has; the components of
# functional blocks that are not there report Available = false instead.
NAMES = """
AlignedDataCtrlr.Interval AlignedDataCtrlr.Measurands AlignedDataCtrlr.TxEndedInterval
AlignedDataCtrlr.TxEndedMeasurands AuthCtrlr.AuthorizeRemoteStart AuthCtrlr.LocalAuthorizeOffline
AuthCtrlr.LocalPreAuthorize ChargingStation.AvailabilityState ChargingStation.Available ChargingStation.SupplyPhases
ClockCtrlr.DateTime ClockCtrlr.TimeSource Connector.Available Connector.ConnectorType Connector.SupplyPhases
DeviceDataCtrlr.BytesPerMessage/GetReport DeviceDataCtrlr.BytesPerMessage/GetVariables
DeviceDataCtrlr.BytesPerMessage/SetVariables DeviceDataCtrlr.ItemsPerMessage/GetReport
DeviceDataCtrlr.ItemsPerMessage/GetVariables DeviceDataCtrlr.ItemsPerMessage/SetVariables EVSE.AvailabilityState
EVSE.Available EVSE.Power EVSE.SupplyPhases OCPPCommCtrlr.FileTransferProtocols OCPPCommCtrlr.MessageTimeout/Default
OCPPCommCtrlr.MessageAttemptInterval/TransactionEvent OCPPCommCtrlr.MessageAttempts/TransactionEvent
OCPPCommCtrlr.NetworkConfigurationPriority OCPPCommCtrlr.NetworkProfileConnectionAttempts
OCPPCommCtrlr.OfflineThreshold OCPPCommCtrlr.ResetRetries OCPPCommCtrlr.UnlockOnEVSideDisconnect
SampledDataCtrlr.TxEndedInterval SampledDataCtrlr.TxEndedMeasurands SampledDataCtrlr.TxStartedMeasurands
SampledDataCtrlr.TxUpdatedInterval SampledDataCtrlr.TxUpdatedMeasurands SecurityCtrlr.CertificateEntries
SecurityCtrlr.OrganizationName SecurityCtrlr.SecurityProfile TxCtrlr.EVConnectionTimeOut
TxCtrlr.StopTxOnEVSideDisconnect TxCtrlr.StopTxOnInvalidId TxCtrlr.TxStartPoint TxCtrlr.TxStopPoint
"""
REQUIRED = frozenset(NAMES.split())


def report(central: Central, base: str) -> list[Payload]:
    """All report data of one base report."""
    central.told.clear()
    assert central.ask("GetBaseReport", requestId=5, reportBase=base) == {"status": "Accepted"}
    return data(central)


def data(central: Central) -> list[Payload]:
    """All report data told."""
    return [each for part in central.events("NotifyReport") for each in part["reportData"]]


def name_of(item: Payload) -> str:
    """``Component.Variable[/instance]`` of *item*."""
    instance = item["variable"].get("instance")
    return f"{item['component']['name']}.{item['variable']['name']}" + (f"/{instance}" if instance else "")


def found(items: list[Payload], name: str) -> Payload:
    """The first of *items* called *name*."""
    return next(item for item in items if name_of(item) == name)


@pytest.mark.req("ALF-201-B07", "ALF-412-007")
def test_the_full_inventory_has_everything_that_is_required(central: Central) -> None:
    names = {name_of(item) for item in report(central, "FullInventory")}
    assert REQUIRED - names == set()


def test_every_variable_of_the_registry_is_reported_once_for_each_place_it_has(central: Central) -> None:
    items = report(central, "FullInventory")
    places = [(name_of(item), str(item["component"].get("evse"))) for item in items]
    assert len(places) == len(set(places))
    names = {name_of(item).partition("/")[0] for item in items}
    assert set(registry.VARIABLES) - {registry.NEXT_TIME_OFFSET.name} <= names
    assert "ClockCtrlr.TimeOffset/NextTransition" in {name for name, _ in places}
    assert [item["component"]["evse"] for item in items if name_of(item) == "EVSE.CurrentLimit"] == [
        {"id": 1},
        {"id": 2},
    ]


@pytest.mark.req("ALF-201-B07")
def test_parts_are_numbered_and_the_last_one_says_so(central: Central) -> None:
    report(central, "FullInventory")
    parts = central.events("NotifyReport")
    assert len(parts) > 2
    assert [part["seqNo"] for part in parts] == list(range(len(parts)))
    assert [part.get("tbc", False) for part in parts] == [True] * (len(parts) - 1) + [False]
    assert {part["requestId"] for part in parts} == {5}
    assert {part["generatedAt"] for part in parts} == {"2027-01-15T08:01:40.000Z"}
    assert max(len(part["reportData"]) for part in parts) == 50


def test_a_part_has_at_most_itemspermessage(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.ITEMS_PER_MESSAGE: 7})
    report(central, "ConfigurationInventory")
    assert max(len(part["reportData"]) for part in central.events("NotifyReport")) == 7


def test_the_configuration_inventory_is_what_can_be_set(central: Central) -> None:
    items = report(central, "ConfigurationInventory")
    mutabilities = {item["variableAttribute"][0]["mutability"] for item in items}
    assert mutabilities == {"ReadWrite", "WriteOnly"}
    assert found(items, "OCPPCommCtrlr.HeartbeatInterval")


def test_the_summary_is_about_availability(central: Central) -> None:
    central.pilot("B", 2)
    items = report(central, "SummaryInventory")
    told = [(item["component"]["name"], item["variableAttribute"][0]["value"]) for item in items]
    assert told == [
        ("ChargingStation", "Available"),
        ("EVSE", "Available"),
        ("Connector", "Available"),
        ("EVSE", "Occupied"),
        ("Connector", "Occupied"),
    ]


@pytest.mark.req("ALF-BE-005")
def test_a_number_has_its_limits_and_unit(central: Central) -> None:
    item = found(report(central, "FullInventory"), "OCPPCommCtrlr.HeartbeatInterval")
    assert item["variableCharacteristics"] == {
        "dataType": "integer",
        "unit": "s",
        "minLimit": 1,
        "maxLimit": 86400,
        "supportsMonitoring": False,
    }
    assert item["variableAttribute"] == [
        {"type": "Actual", "value": "600", "mutability": "ReadWrite", "persistent": True, "constant": False}
    ]


def test_a_view_is_neither_kept_nor_fixed(central: Central) -> None:
    item = found(report(central, "FullInventory"), "EVSE.AvailabilityState")
    assert item["variableAttribute"] == [
        {"type": "Actual", "value": "Available", "mutability": "ReadOnly", "persistent": False, "constant": False}
    ]


@pytest.mark.req("ALF-BE-005")
def test_a_text_has_its_length(central: Central) -> None:
    shape = found(report(central, "FullInventory"), "SecurityCtrlr.Identity")["variableCharacteristics"]
    assert (shape["dataType"], shape["maxLimit"]) == ("string", 48)


@pytest.mark.req("ALF-BE-005")
def test_a_list_has_its_values(central: Central) -> None:
    items = report(central, "FullInventory")
    assert found(items, "TxCtrlr.TxStartPoint")["variableCharacteristics"] == {
        "dataType": "MemberList",
        "valuesList": "EVConnected,Authorized,PowerPathClosed,EnergyTransfer",
        "supportsMonitoring": False,
    }
    lists = ("OptionList", "MemberList", "SequenceList")
    shapes = [item["variableCharacteristics"] for item in items]
    assert all(("valuesList" in shape) is (shape["dataType"] in lists) for shape in shapes)


def test_the_power_of_an_evse_has_what_it_can_deliver_as_its_limit(central: Central) -> None:
    shape = found(report(central, "FullInventory"), "EVSE.Power")["variableCharacteristics"]
    assert (shape["dataType"], shape["unit"], shape["maxLimit"]) == ("decimal", "W", 32 * 230 * 3)


def test_the_time_is_a_time(central: Central) -> None:
    shape = found(report(central, "FullInventory"), "ClockCtrlr.DateTime")["variableCharacteristics"]
    assert shape["dataType"] == "dateTime"


def test_secrets_are_reported_without_their_value(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.PASSWORD: "open sesame!"})
    items = report(central, "FullInventory")
    assert found(items, "SecurityCtrlr.BasicAuthPassword")["variableAttribute"] == [
        {"type": "Actual", "mutability": "WriteOnly", "persistent": True, "constant": False}
    ]
    assert "open sesame!" not in str(items)


def ask(central: Central, **wanted: object) -> str:
    """The status of a GetReport."""
    central.told.clear()
    return str(central.ask("GetReport", requestId=5, **wanted)["status"])


@pytest.mark.parametrize(
    ("component", "variable", "count"),
    [
        ({"name": "txctrlr"}, {"name": "TxStartPoint"}, 1),
        ({"name": "DeviceDataCtrlr"}, {"name": "ItemsPerMessage"}, 3),
        ({"name": "DeviceDataCtrlr"}, {"name": "ItemsPerMessage", "instance": "GetReport"}, 1),
        ({"name": "EVSE"}, {"name": "AvailabilityState"}, 2),
        ({"name": "EVSE", "evse": {"id": 2}}, {"name": "AvailabilityState"}, 1),
        ({"name": "Connector", "evse": {"id": 2}}, None, 4),
    ],
)
def test_what_is_not_said_stands_for_all(
    central: Central, component: Payload, variable: Payload | None, count: int
) -> None:
    named = {"component": component, **({"variable": variable} if variable else {})}
    assert ask(central, componentVariable=[named]) == "Accepted"
    assert len(data(central)) == count


def test_a_report_about_nothing_is_empty(central: Central) -> None:
    assert ask(central, componentVariable=[{"component": {"name": "CoffeeCtrlr"}}]) == "EmptyResultSet"
    assert ask(central, componentCriteria=["Problem"]) == "EmptyResultSet"
    assert central.told == []


def test_components_that_are_not_available_are_left_out_on_demand(central: Central) -> None:
    assert ask(central, componentCriteria=["Available"]) == "Accepted"
    names = {item["component"]["name"] for item in data(central)}
    assert "EVSE" in names
    assert "MonitoringCtrlr" not in names


def test_one_of_the_criteria_is_enough(central: Central) -> None:
    assert ask(central, componentCriteria=["Problem", "Enabled"]) == "Accepted"
    names = {item["component"]["name"] for item in data(central)}
    assert "OCPPCommCtrlr" not in names  # switched off until it is configured
    assert "AuthCtrlr" in names


def test_more_names_than_itemspermessage_are_refused(central: Central) -> None:
    named = {"component": {"name": "EVSE"}}
    taken = central.take("GetReport", requestId=5, componentVariable=[named] * 51)
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.OCCURRENCE_CONSTRAINT
