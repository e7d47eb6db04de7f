"""GetBaseReport: one of three reports about the device model (OCPP 2.0.1 B07)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.entry import Entry
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import GenericDeviceModelStatusEnumType
from pilotwire.ocpp.v2.messages.get_base_report import (
    GetBaseReportRequest,
    GetBaseReportResponse,
    ReportBaseEnumType,
)
from pilotwire.ocpp.v2.to_csms import notify_report
from pilotwire.ocpp.v2.variables import model_of
from pilotwire.ocpp.v2.view import AVAILABILITY_STATE

CONTENTS: Mapping[ReportBaseEnumType, Callable[[Entry], bool]] = {
    ReportBaseEnumType.CONFIGURATION_INVENTORY: lambda entry: entry.is_settable,  # B07.FR.07
    ReportBaseEnumType.FULL_INVENTORY: lambda entry: True,  # B07.FR.08
    ReportBaseEnumType.SUMMARY_INVENTORY: lambda entry: entry.address.variable == AVAILABILITY_STATE,  # B07.FR.09
}


def take(request: GetBaseReportRequest, incoming: Incoming) -> Answer:
    """Accepted, and then the parts of the report (OCPP 2.0.1 B07.FR.01, B07.FR.03)."""
    wanted = CONTENTS[request.report_base]
    entries = tuple(entry for entry in model_of(incoming.station).entries if wanted(entry))
    accepted = GetBaseReportResponse(status=GenericDeviceModelStatusEnumType.ACCEPTED)
    return Answer(accepted, notify_report.parts(request.request_id, entries, incoming))
