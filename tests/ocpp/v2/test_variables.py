"""GetVariables and SetVariables: names, values, and every way to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, Registration
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.ocpp.dialect import Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central, Payload


def named(name: str, **more: Any) -> Payload:
    """``Component[:evse[:connector]].Variable[/instance]`` as the wire has it."""
    component, _, variable = name.partition(".")
    component, *numbers = component.split(":")
    variable, _, instance = variable.partition("/")
    place: Payload = {"name": component}
    if numbers:
        place["evse"] = dict(zip(("id", "connectorId"), map(int, numbers), strict=False))
    return {
        "component": place,
        "variable": {"name": variable, **({"instance": instance} if instance else {})},
        **more,
    }


def get(central: Central, name: str, **more: Any) -> Payload:
    """The one result for *name*."""
    (result,) = central.ask("GetVariables", getVariableData=[named(name, **more)])["getVariableResult"]
    return result


def put(central: Central, *values: tuple[str, str]) -> list[Payload]:
    """The results of writing *values*."""
    wanted = [named(name, attributeValue=text) for name, text in values]
    return central.ask("SetVariables", setVariableData=wanted)["setVariableResult"]


@pytest.mark.req("ALF-201-B06")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OCPPCommCtrlr.HeartbeatInterval", "600"),
        ("OCPPCommCtrlr.MessageTimeout/Default", "30"),
        ("OCPPCommCtrlr.MessageAttempts/TransactionEvent", "3"),
        ("OCPPCommCtrlr.MessageAttemptInterval/TransactionEvent", "30"),
        ("DeviceDataCtrlr.ItemsPerMessage/GetReport", "50"),
        ("DeviceDataCtrlr.ItemsPerMessage/SetVariables", "50"),
        ("DeviceDataCtrlr.BytesPerMessage/GetVariables", "65536"),
        ("AuthCtrlr.LocalPreAuthorize", "false"),
        ("AuthCtrlr.Enabled", "true"),
        ("TxCtrlr.TxStopPoint", "EVConnected,Authorized"),
        ("AlignedDataCtrlr.TxEndedMeasurands", ""),
        ("AlignedDataCtrlr.TxEndedInterval", "0"),
        ("ClockCtrlr.DateTime", "2027-01-15T08:01:40.000Z"),
        ("ClockCtrlr.TimeSource", "Heartbeat"),
        ("ChargingStation.AvailabilityState", "Available"),
        ("ChargingStation.SupplyPhases", "3"),
        ("ChargingStation.SerialNumber", ""),
        ("EVSE:2.AvailabilityState", "Available"),
        ("EVSE:1.SupplyPhases", "3"),
        ("EVSE:1.Power", "11040"),
        ("Connector:1:1.ConnectorType", "cType2"),
        ("Connector:2:1.Available", "true"),
        ("AuthCtrlr:1.UserAuthentication", "ocpp"),
        ("ocppcommctrlr.heartbeatINTERVAL", "600"),
    ],
)
def test_a_value_is_found_under_its_name(central: Central, name: str, text: str) -> None:
    result = get(central, name)
    assert (result["attributeStatus"], result.get("attributeValue", "")) == ("Accepted", text)
    assert result["attributeType"] == "Actual"
    assert {key: result[key] for key in ("component", "variable")} == named(name)


@pytest.mark.req("ALF-201-B06")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("CoffeeCtrlr.Enabled", "UnknownComponent"),
        ("EVSE:3.AvailabilityState", "UnknownComponent"),
        ("EVSE.AvailabilityState", "UnknownComponent"),
        ("Connector:1:2.Available", "UnknownComponent"),
        ("AuthCtrlr.Coffee", "UnknownVariable"),
        ("AuthCtrlr.UserAuthentication", "UnknownVariable"),
        ("OCPPCommCtrlr.MessageTimeout", "UnknownVariable"),
        ("OCPPCommCtrlr.MessageTimeout/Coffee", "UnknownVariable"),
        ("SecurityCtrlr.BasicAuthPassword", "Rejected"),
    ],
)
def test_what_cannot_be_read_has_its_reason_and_no_value(central: Central, name: str, status: str) -> None:
    result = get(central, name)
    assert result["attributeStatus"] == status
    assert "attributeValue" not in result


def test_a_component_with_an_instance_nobody_has_is_unknown(central: Central) -> None:
    item = {"component": {"name": "AuthCtrlr", "instance": "x"}, "variable": {"name": "Enabled"}}
    (result,) = central.ask("GetVariables", getVariableData=[item])["getVariableResult"]
    assert result["attributeStatus"] == "UnknownComponent"


def test_an_empty_instance_is_none(central: Central) -> None:
    item = {"component": {"name": "AuthCtrlr", "instance": ""}, "variable": {"name": "Enabled", "instance": ""}}
    (result,) = central.ask("GetVariables", getVariableData=[item])["getVariableResult"]
    assert result["attributeStatus"] == "Accepted"


@pytest.mark.parametrize("attribute", ["Target", "MinSet", "MaxSet"])
def test_only_actual_values_are_there(central: Central, attribute: str) -> None:
    result = get(central, "OCPPCommCtrlr.HeartbeatInterval", attributeType=attribute)
    assert (result["attributeStatus"], result["attributeType"]) == ("NotSupportedAttributeType", attribute)
    item = named("OCPPCommCtrlr.HeartbeatInterval", attributeType=attribute, attributeValue="5")
    (result,) = central.ask("SetVariables", setVariableData=[item])["setVariableResult"]
    assert (result["attributeStatus"], result["attributeType"]) == ("NotSupportedAttributeType", attribute)


def test_as_many_results_as_questions_in_their_order(central: Central) -> None:
    names = ["AuthCtrlr.Coffee", "AuthCtrlr.Enabled", "CoffeeCtrlr.Enabled"]
    results = central.ask("GetVariables", getVariableData=[named(name) for name in names])["getVariableResult"]
    statuses = [result["attributeStatus"] for result in results]
    assert statuses == ["UnknownVariable", "Accepted", "UnknownComponent"]


@pytest.mark.req("ALF-201-B05")
@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("OCPPCommCtrlr.HeartbeatInterval", "42", "42"),
        ("AuthCtrlr.LocalPreAuthorize", "True", "true"),
        ("TxCtrlr.TxStartPoint", "Authorized, EVConnected", "Authorized,EVConnected"),
        ("AlignedDataCtrlr.Measurands", "", ""),
        ("OCPPCommCtrlr.MessageAttempts/TransactionEvent", "5", "5"),
        ("EVSE:2.MeterPublishInterval", "7", "7"),
    ],
)
def test_a_written_value_is_read_back(central: Central, name: str, text: str, read: str) -> None:
    (result,) = put(central, (name, text))
    assert result == {**named(name), "attributeStatus": "Accepted", "attributeType": "Actual"}
    assert get(central, name).get("attributeValue", "") == read


def test_a_value_for_one_evse_leaves_the_other_alone(central: Central) -> None:
    put(central, ("EVSE:2.MeterPublishInterval", "7"))
    assert get(central, "EVSE:1.MeterPublishInterval")["attributeValue"] == "30"


def test_a_value_that_needs_a_reboot_says_so_and_is_read_back(central: Central) -> None:
    (result,) = put(central, ("EVSE:1.CurrentLimit", "16"))
    assert result["attributeStatus"] == "RebootRequired"
    assert get(central, "EVSE:1.CurrentLimit")["attributeValue"] == "16"


def test_a_password_is_written_and_never_read(central: Central) -> None:
    (result,) = put(central, ("SecurityCtrlr.BasicAuthPassword", "0123456789abcdef"))
    assert result["attributeStatus"] == "Accepted"
    assert get(central, "SecurityCtrlr.BasicAuthPassword")["attributeStatus"] == "Rejected"


def test_a_text_that_may_be_missing_is_unset_with_nothing(central: Central) -> None:
    taken = central.take("SetVariables", setVariableData=[named("OCPPCommCtrlr.CentralSystemUrl", attributeValue="")])
    assert isinstance(taken, VariablesWritten)
    assert taken.writes == (Write(registry.CSMS_URL.name, None),)


@pytest.mark.req("ALF-201-B05")
@pytest.mark.parametrize(
    ("name", "text", "status", "reason"),
    [
        ("CoffeeCtrlr.Enabled", "true", "UnknownComponent", None),
        ("AuthCtrlr.Coffee", "true", "UnknownVariable", None),
        ("EVSE:3.CurrentLimit", "6", "UnknownComponent", None),
        ("ChargingStation.Model", "x", "Rejected", "ReadOnly"),
        ("ChargingStation.AvailabilityState", "Faulted", "Rejected", "ReadOnly"),
        ("DeviceDataCtrlr.ItemsPerMessage/SetVariables", "5", "Rejected", "ReadOnly"),
        ("OCPPCommCtrlr.HeartbeatInterval", "often", "Rejected", "InvalidValue"),
        ("OCPPCommCtrlr.HeartbeatInterval", "1_0", "Rejected", "InvalidValue"),
        ("OCPPCommCtrlr.HeartbeatInterval", "1.5", "Rejected", "InvalidValue"),
        ("OCPPCommCtrlr.HeartbeatInterval", "٣", "Rejected", "InvalidValue"),
        ("OCPPCommCtrlr.HeartbeatInterval", "", "Rejected", "InvalidValue"),
        ("OCPPCommCtrlr.HeartbeatInterval", "-1", "Rejected", "ValueOutOfRange"),
        ("OCPPCommCtrlr.HeartbeatInterval", "9" * 18, "Rejected", "ValueOutOfRange"),
        ("AuthCtrlr.LocalPreAuthorize", "1", "Rejected", "InvalidValue"),
        ("TxCtrlr.TxStartPoint", "ParkingBayOccupancy", "Rejected", "InvalidValue"),
        ("SecurityCtrlr.BasicAuthPassword", "x" * 41, "Rejected", "InvalidValue"),
    ],
)
def test_a_value_that_cannot_be_written_has_its_reason(
    central: Central, name: str, text: str, status: str, reason: str | None
) -> None:
    (result,) = put(central, (name, text))
    assert result["attributeStatus"] == status
    assert result.get("attributeStatusInfo", {}).get("reasonCode") == reason
    assert {key: result[key] for key in ("component", "variable")} == named(name)


def test_what_a_flag_holds_is_rejected(central: Central) -> None:
    layers = replace(central.station.settings.layers, pinned={(registry.HEARTBEAT_INTERVAL_S.name, 0): 11})
    central.station = replace(central.station, settings=replace(central.station.settings, layers=layers))
    (result,) = put(central, ("OCPPCommCtrlr.HeartbeatInterval", "42"))
    assert (result["attributeStatus"], result["attributeStatusInfo"]["reasonCode"]) == ("Rejected", "ReadOnly")


@pytest.mark.req("ALF-201-B05")
def test_good_and_bad_values_are_answered_in_their_order(central: Central) -> None:
    results = put(
        central,
        ("CoffeeCtrlr.Enabled", "true"),
        ("OCPPCommCtrlr.HeartbeatInterval", "42"),
        ("AuthCtrlr.LocalPreAuthorize", "perhaps"),
        ("OCPPCommCtrlr.WebSocketPingInterval", "-1"),
        ("EVSE:2.CurrentLimit", "10"),
    )
    assert [result["attributeStatus"] for result in results] == [
        "UnknownComponent",
        "Accepted",
        "Rejected",
        "Rejected",
        "RebootRequired",
    ]
    assert [result["component"]["name"] for result in results] == [
        "CoffeeCtrlr",
        "OCPPCommCtrlr",
        "AuthCtrlr",
        "OCPPCommCtrlr",
        "EVSE",
    ]
    assert get(central, "OCPPCommCtrlr.HeartbeatInterval")["attributeValue"] == "42"


def test_more_values_than_itemspermessage_are_refused(central: Central) -> None:
    for action, field, more in (
        ("GetVariables", "getVariableData", {}),
        ("SetVariables", "setVariableData", {"attributeValue": "1"}),
    ):
        taken = central.take(action, **{field: [named("AuthCtrlr.Enabled", **more)] * 51})
        assert isinstance(taken, Refused)
        assert taken.kind is RpcErrorKind.OCCURRENCE_CONSTRAINT


def test_authorization_is_off_where_all_charge_for_free(central_with: Callable[..., Central]) -> None:
    central = central_with()
    put(central, ("AuthCtrlr:1.UserAuthentication", "free"))
    assert get(central, "AuthCtrlr.Enabled")["attributeValue"] == "true"  # needs a reboot, and EVSE 2 still asks


def test_availability_follows_the_vehicle(central: Central) -> None:
    central.pilot("B")
    assert get(central, "EVSE:1.AvailabilityState")["attributeValue"] == "Occupied"
    assert get(central, "Connector:1:1.AvailabilityState")["attributeValue"] == "Occupied"
    assert get(central, "ChargingStation.AvailabilityState")["attributeValue"] == "Available"
    central.pilot("B", 2)
    assert get(central, "ChargingStation.AvailabilityState")["attributeValue"] == "Occupied"
    central.ask("ChangeAvailability", operationalStatus="Inoperative")
    assert get(central, "ChargingStation.AvailabilityState")["attributeValue"] == "Unavailable"


@pytest.mark.req("ALF-201-B02")
def test_while_pending_values_are_read_and_written(central: Central) -> None:
    central.happen(BootAnswered(Registration.PENDING, 600))
    assert put(central, ("OCPPCommCtrlr.WebSocketPingInterval", "5"))[0]["attributeStatus"] == "Accepted"
    assert get(central, "OCPPCommCtrlr.WebSocketPingInterval")["attributeValue"] == "5"


def test_what_a_vendor_adds_to_a_name_travels_along(central: Central) -> None:
    item = named("CoffeeCtrlr.Enabled", attributeValue="true")
    item["component"]["customData"] = {"vendorId": "com.example", "cup": [1, {"size": 2.5}]}
    good = named("OCPPCommCtrlr.HeartbeatInterval", attributeValue="42")
    results = central.ask("SetVariables", setVariableData=[item, good])["setVariableResult"]
    assert results[0]["component"] == item["component"]
