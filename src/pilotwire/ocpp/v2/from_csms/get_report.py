"""GetReport: what of the device model fits names and criteria (OCPP 2.0.1 B08)."""

from __future__ import annotations

from collections.abc import Iterable

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Answer, Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v2.address import place_of
from pilotwire.ocpp.v2.entry import Entry
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import ComponentVariableType, GenericDeviceModelStatusEnumType
from pilotwire.ocpp.v2.messages.get_report import ComponentCriterionEnumType, GetReportRequest, GetReportResponse
from pilotwire.ocpp.v2.to_csms import notify_report
from pilotwire.ocpp.v2.variables import DeviceModel, model_of


def take(request: GetReportRequest, incoming: Incoming) -> Answer | Refused:
    """Accepted with the parts that fit, or EmptyResultSet (OCPP 2.0.1 B08.FR.01, B08.FR.15)."""
    named, criteria = request.component_variable, request.component_criteria
    if named is not None and len(named) > incoming.station.settings.get(registry.ITEMS_PER_MESSAGE):
        return Refused(RpcErrorKind.OCCURRENCE_CONSTRAINT, "more componentVariable than ItemsPerMessage")  # B08.FR.17
    model = model_of(incoming.station)
    entries = tuple(
        entry
        for entry in model.entries
        if (named is None or any(_is_named(entry, each) for each in named))
        and (criteria is None or _fits(entry, criteria, model, incoming))
    )
    if not entries:
        return Answer(GetReportResponse(status=GenericDeviceModelStatusEnumType.EMPTY_RESULT_SET))
    accepted = GetReportResponse(status=GenericDeviceModelStatusEnumType.ACCEPTED)
    return Answer(accepted, notify_report.parts(request.request_id, entries, incoming))


def _is_named(entry: Entry, named: ComponentVariableType) -> bool:
    """What is not said stands for all there are (OCPP 2.0.1 B08.FR.20 to B08.FR.25)."""
    wanted, has = place_of(named.component), entry.address.place
    if any(want and want != is_ for want, is_ in zip(wanted, has, strict=True)):
        return False
    if named.variable is None:
        return True
    _, variable, instance = entry.address.spot
    wanted_instance = (named.variable.instance or "").casefold()
    return named.variable.name.casefold() == variable and wanted_instance in ("", instance)


def _fits(entry: Entry, criteria: Iterable[ComponentCriterionEnumType], model: DeviceModel, incoming: Incoming) -> bool:
    """The component has at least one of *criteria* (OCPP 2.0.1 B08.FR.07 to B08.FR.10, B08.FR.13)."""
    return any(_has(entry, criterion, model, incoming) for criterion in criteria)


def _has(entry: Entry, criterion: ComponentCriterionEnumType, model: DeviceModel, incoming: Incoming) -> bool:
    """A component without the variable has everything but a problem."""
    found = model.spots.get((entry.address.place, criterion.value.casefold(), ""))
    if found is None:
        return criterion is not ComponentCriterionEnumType.PROBLEM
    return found.value(incoming.station, incoming.utc_s) is True
