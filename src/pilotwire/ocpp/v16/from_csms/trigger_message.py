"""TriggerMessage: a message out of its turn (OCPP 1.6 5.17)."""

from typing import Final

from pilotwire.core.reply import Reply
from pilotwire.core.trigger import TriggerAsked
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.from_csms.triggered import Now, Promise, Promised, kept, promised
from pilotwire.ocpp.v16.messages.trigger_message import (
    TriggerMessageRequest,
    TriggerMessageResponse,
    TriggerMessageStatus,
)
from pilotwire.ocpp.v16.to_csms.firmware_status import plain_now
from pilotwire.ocpp.v16.to_csms.upload_status import diagnostics_now

NOW: Final[Now] = {
    "DiagnosticsStatusNotification": diagnostics_now,
    "FirmwareStatusNotification": plain_now,
}


def take(request: TriggerMessageRequest, asking: Asking) -> TriggerAsked | Answer:
    """One of those this station can be asked for."""
    wanted = request.requested_message.value
    if asking.triggers is not None and wanted not in asking.triggers:
        return _answer(Promised(Promise.NOT_IMPLEMENTED))
    taken = promised(wanted, request.connector_id, asking, NOW)
    return _answer(taken) if isinstance(taken, Promised) else taken


def _answer(made: Promised) -> Answer:
    return Answer(TriggerMessageResponse(status=TriggerMessageStatus(made.promise.value)), made.then)


def reply(verdict: Reply) -> TriggerMessageResponse:
    """Whether it will be sent."""
    return TriggerMessageResponse(status=TriggerMessageStatus(kept(verdict).value))
