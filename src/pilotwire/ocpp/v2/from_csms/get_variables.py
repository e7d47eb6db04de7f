"""GetVariables: values, asked for by name (OCPP 2.0.1 B06)."""

from __future__ import annotations

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Answer, Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v2.entry import Entry
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import AttributeEnumType, StatusInfoType
from pilotwire.ocpp.v2.messages.get_variables import (
    GetVariableDataType,
    GetVariableResultType,
    GetVariablesRequest,
    GetVariablesResponse,
    GetVariableStatusEnumType,
)
from pilotwire.ocpp.v2.variables import DeviceModel, model_of

ACCEPTED, ACTUAL = GetVariableStatusEnumType.ACCEPTED, AttributeEnumType.ACTUAL
USUAL = (None, ACTUAL)
WRITE_ONLY = StatusInfoType(reason_code="WriteOnly")


def take(request: GetVariablesRequest, incoming: Incoming) -> Answer | Refused:
    """One result for each question, in order (OCPP 2.0.1 B06.FR.01)."""
    items = request.get_variable_data
    if len(items) > incoming.station.settings.get(registry.ITEMS_PER_MESSAGE):
        return Refused(RpcErrorKind.OCCURRENCE_CONSTRAINT, "more getVariableData than ItemsPerMessage")  # B06.FR.16
    model = model_of(incoming.station)
    return Answer(GetVariablesResponse(get_variable_result=tuple([_result(each, model, incoming) for each in items])))


def _result(item: GetVariableDataType, model: DeviceModel, incoming: Incoming) -> GetVariableResultType:
    entry = model.find(item.component, item.variable)
    if entry is None or not entry.is_readable or item.attribute_type not in USUAL:
        return _none(item, entry, model)
    return GetVariableResultType(
        attribute_status=ACCEPTED,
        component=item.component,
        variable=item.variable,
        attribute_type=ACTUAL,  # B06.FR.03, B06.FR.11
        attribute_value=entry.text(incoming.station, incoming.now),
    )


def _none(item: GetVariableDataType, entry: Entry | None, model: DeviceModel) -> GetVariableResultType:
    status = _refusal(item, entry, model)
    return GetVariableResultType(
        attribute_status=status,
        component=item.component,
        variable=item.variable,
        attribute_type=item.attribute_type or ACTUAL,
        attribute_status_info=WRITE_ONLY if status is GetVariableStatusEnumType.REJECTED else None,
    )


def _refusal(item: GetVariableDataType, entry: Entry | None, model: DeviceModel) -> GetVariableStatusEnumType:
    """Why there is no value (OCPP 2.0.1 B06.FR.06 to B06.FR.10, B06.FR.13)."""
    if entry is None:
        is_known = model.has_component(item.component)
        unknown, no_component = GetVariableStatusEnumType.UNKNOWN_VARIABLE, GetVariableStatusEnumType.UNKNOWN_COMPONENT
        return unknown if is_known else no_component
    is_actual = item.attribute_type in USUAL
    return GetVariableStatusEnumType.REJECTED if is_actual else GetVariableStatusEnumType.NOT_SUPPORTED_ATTRIBUTE_TYPE
