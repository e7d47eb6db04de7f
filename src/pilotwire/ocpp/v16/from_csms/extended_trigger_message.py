"""ExtendedTriggerMessage: a message out of its turn, also one of the security whitepaper (ed. 3, 5.5)."""

from collections.abc import Mapping
from typing import Final

from pilotwire.core.reply import Reply
from pilotwire.core.trigger import TriggerAsked
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.from_csms.triggered import Now, Promise, Promised, kept, promised
from pilotwire.ocpp.v16.messages.extended_trigger_message import (
    ExtendedTriggerMessageRequest,
    ExtendedTriggerMessageResponse,
    MessageTriggerEnumType,
    TriggerMessageStatusEnumType,
)
from pilotwire.ocpp.v16.to_csms.firmware_status import signed_now
from pilotwire.ocpp.v16.to_csms.upload_status import log_now

NOW: Final[Now] = {"LogStatusNotification": log_now, "FirmwareStatusNotification": signed_now}
SAID_AS: Final[Mapping[MessageTriggerEnumType, str]] = {  # the message that comes, where it has another name
    MessageTriggerEnumType.FIRMWARE_STATUS_NOTIFICATION: "SignedFirmwareStatusNotification",
    MessageTriggerEnumType.SIGN_CHARGE_POINT_CERTIFICATE: "SignCertificate",
}


def take(request: ExtendedTriggerMessageRequest, asking: Asking) -> TriggerAsked | Answer:
    """One of those this station can be asked for."""
    wanted = request.requested_message
    if asking.triggers is not None and SAID_AS.get(wanted, wanted.value) not in asking.triggers:
        return _answer(Promised(Promise.NOT_IMPLEMENTED))
    taken = promised(wanted.value, request.connector_id, asking, NOW)
    return _answer(taken) if isinstance(taken, Promised) else taken


def _answer(made: Promised) -> Answer:
    return Answer(ExtendedTriggerMessageResponse(status=TriggerMessageStatusEnumType(made.promise.value)), made.then)


def reply(verdict: Reply) -> ExtendedTriggerMessageResponse:
    """Whether it will be sent."""
    return ExtendedTriggerMessageResponse(status=TriggerMessageStatusEnumType(kept(verdict).value))
