"""SetVariables: values, written by name (OCPP 2.0.1 B05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import msgspec

from pilotwire.core import registry
from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.station import Station
from pilotwire.core.variable import Refusal, refusal_of
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Answer, Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import AttributeEnumType, StatusInfoType
from pilotwire.ocpp.v2.messages.set_variables import (
    SetVariableDataType,
    SetVariableResultType,
    SetVariablesRequest,
    SetVariablesResponse,
    SetVariableStatusEnumType,
)
from pilotwire.ocpp.v2.value import NotAValue, from_text
from pilotwire.ocpp.v2.variables import DeviceModel, model_of, written_name

Item = Write | SetVariableResultType  # what the core is to decide, and what cannot even be asked

STATUSES: Mapping[WriteVerdict, SetVariableStatusEnumType] = {
    WriteVerdict.ACCEPTED: SetVariableStatusEnumType.ACCEPTED,
    WriteVerdict.REBOOT_REQUIRED: SetVariableStatusEnumType.REBOOT_REQUIRED,
    WriteVerdict.READ_ONLY: SetVariableStatusEnumType.REJECTED,
    WriteVerdict.PINNED: SetVariableStatusEnumType.REJECTED,
    WriteVerdict.REFUSED: SetVariableStatusEnumType.REJECTED,
    WriteVerdict.CONTRADICTS: SetVariableStatusEnumType.REJECTED,
    WriteVerdict.UNKNOWN: SetVariableStatusEnumType.UNKNOWN_VARIABLE,
}
READ_ONLY, INVALID_VALUE = StatusInfoType(reason_code="ReadOnly"), StatusInfoType(reason_code="InvalidValue")
OUT_OF_RANGE = StatusInfoType(reason_code="ValueOutOfRange")

# A result that stands already travels through the core in the place of its write, so that the order is kept: under
# a name that no Variable has, as the JSON text of an answer of its own.
SETTLED = "SetVariables.Settled"


def take(request: SetVariablesRequest, incoming: Incoming) -> VariablesWritten | Answer | Refused:
    """One event for all that can be understood; an answer at once where nothing can (OCPP 2.0.1 B05.FR.01)."""
    wanted = request.set_variable_data
    if len(wanted) > incoming.station.settings.get(registry.ITEMS_PER_MESSAGE):
        return Refused(RpcErrorKind.OCCURRENCE_CONSTRAINT, "more setVariableData than ItemsPerMessage")  # B05.FR.11
    model = model_of(incoming.station)
    items = tuple(_item(each, model) for each in wanted)
    settled = tuple(each for each in items if isinstance(each, SetVariableResultType))
    if len(settled) == len(items):
        return Answer(SetVariablesResponse(set_variable_result=settled))
    return VariablesWritten(incoming.reply_to, tuple(_write(each) for each in items))


def _item(item: SetVariableDataType, model: DeviceModel) -> Item:
    """What *item* wants of the core, or why it cannot be asked (OCPP 2.0.1 B05.FR.04 to B05.FR.07, B05.FR.09)."""
    status = SetVariableStatusEnumType
    entry = model.find(item.component, item.variable)
    if entry is None:
        is_known = model.has_component(item.component)
        return _result(item, status.UNKNOWN_VARIABLE if is_known else status.UNKNOWN_COMPONENT)
    if item.attribute_type not in (None, AttributeEnumType.ACTUAL):
        return _result(item, status.NOT_SUPPORTED_ATTRIBUTE_TYPE)
    if not entry.is_settable:
        return _result(item, status.REJECTED, READ_ONLY)
    try:
        return Write(entry.variable.name, from_text(entry.variable, item.attribute_value), entry.address.evse)
    except NotAValue:
        return _result(item, status.REJECTED, INVALID_VALUE)


def _result(
    item: SetVariableDataType, status: SetVariableStatusEnumType, info: StatusInfoType | None = None
) -> SetVariableResultType:
    return SetVariableResultType(
        attribute_status=status,
        component=item.component,
        variable=item.variable,
        attribute_type=item.attribute_type or AttributeEnumType.ACTUAL,  # B05.FR.03, B05.FR.12
        attribute_status_info=info,
    )


def _write(item: Item) -> Write:
    if isinstance(item, Write):
        return item
    return Write(SETTLED, msgspec.json.encode(SetVariablesResponse(set_variable_result=(item,))).decode())


def reply(reply: Reply, asked: Asked, station: Station) -> SetVariablesResponse:
    """One result for each value, in the order of the request (OCPP 2.0.1 B05.FR.01, B05.FR.10)."""
    writes = cast(VariablesWritten, asked).writes
    results = tuple(_decided(write, became, station) for write, became in zip(writes, reply.writes, strict=True))
    return SetVariablesResponse(set_variable_result=results)


def _decided(write: Write, became: WriteVerdict, station: Station) -> SetVariableResultType:
    if write.name == SETTLED:
        settled = decode_response(messages, "SetVariables", cast(str, write.value).encode())
        return cast(SetVariablesResponse, settled).set_variable_result[0]
    address = written_name(write.name, write.evse)
    return SetVariableResultType(
        attribute_status=STATUSES[became],
        component=address.component_type(),
        variable=address.variable_type(),
        attribute_type=AttributeEnumType.ACTUAL,
        attribute_status_info=_info(write, became, station),
    )


def _info(write: Write, became: WriteVerdict, station: Station) -> StatusInfoType | None:
    """Why the core would not have it (OCPP 2.0.1 B05.FR.07, B05.FR.08; part 2 appendix 5, reason codes)."""
    if became in (WriteVerdict.READ_ONLY, WriteVerdict.PINNED):
        return READ_ONLY
    if became is not WriteVerdict.REFUSED:
        return None
    refusal = refusal_of(station.settings.layers.variables[write.name], write.value)
    return OUT_OF_RANGE if refusal is Refusal.OUT_OF_RANGE else INVALID_VALUE
