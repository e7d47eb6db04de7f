"""Reset: the station is to start anew (OCPP 2.0.1 B11, B12)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import StatusInfoType
from pilotwire.ocpp.v2.messages.reset import ResetEnumType, ResetRequest, ResetResponse, ResetStatusEnumType

HOW: Mapping[ResetEnumType, How] = {ResetEnumType.IMMEDIATE: How.AT_ONCE, ResetEnumType.ON_IDLE: How.WHEN_IDLE}
STATUSES: Mapping[Verdict, ResetStatusEnumType] = {
    Verdict.ACCEPTED: ResetStatusEnumType.ACCEPTED,
    Verdict.SCHEDULED: ResetStatusEnumType.SCHEDULED,
}
NOT_ONE_EVSE = ResetResponse(
    status=ResetStatusEnumType.REJECTED, status_info=StatusInfoType(reason_code="UnsupportedParam")
)


def take(request: ResetRequest, incoming: Incoming) -> ResetAsked | Answer:
    """Of everything; a single EVSE cannot be reset (OCPP 2.0.1 B11.FR.09, B12.FR.09)."""
    if request.evse_id is not None:
        return Answer(NOT_ONE_EVSE)
    return ResetAsked(incoming.reply_to, HOW[request.type])


def reply(reply: Reply, asked: Asked, station: Station) -> ResetResponse:
    """At once, or as soon as nobody charges (OCPP 2.0.1 B12.FR.01, B12.FR.02)."""
    return ResetResponse(status=STATUSES.get(reply.verdict, ResetStatusEnumType.REJECTED))
