"""TriggerMessage: a message is wanted out of its turn (OCPP 2.0.1 F06)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.csms import is_online
from pilotwire.core.deadline import STATION
from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.core.trigger import Message, TriggerAsked
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.connector import CONNECTOR
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import EVSEType, StatusInfoType
from pilotwire.ocpp.v2.messages.trigger_message import (
    MessageTriggerEnumType,
    TriggerMessageRequest,
    TriggerMessageResponse,
    TriggerMessageStatusEnumType,
)

WANTED: Mapping[MessageTriggerEnumType, Message] = {
    MessageTriggerEnumType.BOOT_NOTIFICATION: Message.BOOT,
    MessageTriggerEnumType.HEARTBEAT: Message.HEARTBEAT,
    MessageTriggerEnumType.METER_VALUES: Message.METER_VALUES,
    MessageTriggerEnumType.STATUS_NOTIFICATION: Message.STATUS,
    MessageTriggerEnumType.TRANSACTION_EVENT: Message.TRANSACTION,
    MessageTriggerEnumType.SIGN_CHARGING_STATION_CERTIFICATE: Message.SIGN_CERTIFICATE,
}
OF_STATION = (Message.BOOT, Message.HEARTBEAT, Message.SIGN_CERTIFICATE)


def take(request: TriggerMessageRequest, incoming: Incoming) -> TriggerAsked | Answer:
    """One of the messages that can be asked for (OCPP 2.0.1 F06.FR.08), of one EVSE or of all (F06.FR.11)."""
    message = WANTED.get(request.requested_message)
    if message is None:
        return Answer(TriggerMessageResponse(status=TriggerMessageStatusEnumType.NOT_IMPLEMENTED))
    if message is Message.BOOT and is_online(incoming.station):
        return _rejected("InvalidMessageSeq")  # F06.FR.17: only until it has been accepted
    if message in OF_STATION or request.evse is None:
        return TriggerAsked(incoming.reply_to, message, STATION)  # F06.FR.03: an EVSE that does not matter
    return _of_evse(message, request.evse, incoming)


def _of_evse(message: Message, evse: EVSEType, incoming: Incoming) -> TriggerAsked | Answer:
    if not incoming.has_evse(evse.id):
        return _rejected("UnknownEvse")
    if evse.connector_id not in (None, CONNECTOR):
        return _rejected("UnknownConnectorId")
    return TriggerAsked(incoming.reply_to, message, evse.id)


def _rejected(reason: str) -> Answer:
    info = StatusInfoType(reason_code=reason)
    return Answer(TriggerMessageResponse(status=TriggerMessageStatusEnumType.REJECTED, status_info=info))


def reply(reply: Reply, asked: Asked, station: Station) -> TriggerMessageResponse:
    """Whether it will come (OCPP 2.0.1 F06.FR.05)."""
    accepted = reply.verdict is Verdict.ACCEPTED
    status = TriggerMessageStatusEnumType.ACCEPTED if accepted else TriggerMessageStatusEnumType.REJECTED
    return TriggerMessageResponse(status=status)
