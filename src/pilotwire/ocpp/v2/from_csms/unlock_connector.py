"""UnlockConnector: a plug is to be given back (OCPP 2.0.1 F05)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.core.unlock import UnlockAsked, WhileCharging
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.connector import CONNECTOR
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import StatusInfoType
from pilotwire.ocpp.v2.messages.unlock_connector import (
    UnlockConnectorRequest,
    UnlockConnectorResponse,
    UnlockStatusEnumType,
)

STATUSES: Mapping[Verdict, UnlockStatusEnumType] = {
    Verdict.UNLOCKED: UnlockStatusEnumType.UNLOCKED,
    Verdict.ONGOING_TRANSACTION: UnlockStatusEnumType.ONGOING_AUTHORIZED_TRANSACTION,
    Verdict.UNKNOWN_EVSE: UnlockStatusEnumType.UNKNOWN_CONNECTOR,
}
FIXED_CABLE = StatusInfoType(reason_code="FixedCable")


def take(request: UnlockConnectorRequest, incoming: Incoming) -> UnlockAsked | Answer:
    """Never at the cost of whoever charges (OCPP 2.0.1 F05.FR.02, F05.FR.03)."""
    if not incoming.has_evse(request.evse_id) or request.connector_id != CONNECTOR:
        return Answer(UnlockConnectorResponse(status=UnlockStatusEnumType.UNKNOWN_CONNECTOR))
    return UnlockAsked(incoming.reply_to, request.evse_id, WhileCharging.REFUSE)


def reply(reply: Reply, asked: Asked, station: Station) -> UnlockConnectorResponse:
    """What came of it; a fixed cable cannot be given back (OCPP 2.0.1 F05.FR.04, F05.FR.05)."""
    return UnlockConnectorResponse(
        status=STATUSES.get(reply.verdict, UnlockStatusEnumType.UNLOCK_FAILED),
        status_info=FIXED_CABLE if reply.verdict is Verdict.NOT_SUPPORTED else None,
    )
