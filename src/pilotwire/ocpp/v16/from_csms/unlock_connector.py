"""UnlockConnector: give a plug back (OCPP 1.6 5.18)."""

from collections.abc import Mapping

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.unlock import UnlockAsked, WhileCharging
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.connector import is_connector
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.unlock_connector import UnlockConnectorRequest, UnlockConnectorResponse, UnlockStatus

STATUSES: Mapping[Verdict, UnlockStatus] = {
    Verdict.UNLOCKED: UnlockStatus.UNLOCKED,
    Verdict.NOT_SUPPORTED: UnlockStatus.NOT_SUPPORTED,
    Verdict.UNKNOWN_EVSE: UnlockStatus.NOT_SUPPORTED,  # "or ConnectorId is unknown" (OCPP 1.6 7.46, errata 3.87)
}


def take(request: UnlockConnectorRequest, asking: Asking) -> UnlockAsked | Answer:
    """A transaction that runs there is finished first."""
    if not is_connector(asking.station, request.connector_id):
        return Answer(UnlockConnectorResponse(status=UnlockStatus.NOT_SUPPORTED))
    return UnlockAsked(asking.reply_to, request.connector_id, WhileCharging.STOP_FIRST)


def reply(verdict: Reply) -> UnlockConnectorResponse:
    """What the motor did."""
    return UnlockConnectorResponse(status=STATUSES.get(verdict.verdict, UnlockStatus.UNLOCK_FAILED))
