"""TriggerMessage: a message out of its turn (OCPP 1.6 5.17)."""

from collections.abc import Callable, Mapping

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import TriggerAsked
from pilotwire.ocpp.dialect import Answer, Message
from pilotwire.ocpp.v16.connector import STATION, is_connector
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.trigger_message import (
    MessageTrigger,
    TriggerMessageRequest,
    TriggerMessageResponse,
    TriggerMessageStatus,
)
from pilotwire.ocpp.v16.to_csms.idle import diagnostics_idle, firmware_idle
from pilotwire.ocpp.v16.to_csms.status_notification import status_asked

OF_STATION: Mapping[MessageTrigger, Wanted] = {
    MessageTrigger.BOOT_NOTIFICATION: Wanted.BOOT,
    MessageTrigger.HEARTBEAT: Wanted.HEARTBEAT,
}
OF_CONNECTORS: Mapping[MessageTrigger, Wanted] = {
    MessageTrigger.METER_VALUES: Wanted.METER_VALUES,
    MessageTrigger.STATUS_NOTIFICATION: Wanted.STATUS,
}
IDLE: Mapping[MessageTrigger, Callable[[], Message]] = {
    MessageTrigger.DIAGNOSTICS_STATUS_NOTIFICATION: diagnostics_idle,
    MessageTrigger.FIRMWARE_STATUS_NOTIFICATION: firmware_idle,
}
ALL = 0


def take(request: TriggerMessageRequest, asking: Asking) -> TriggerAsked | Answer:
    """The message leads: a connector it has no use for is ignored."""
    wanted = request.requested_message
    if asking.triggers is not None and wanted.value not in asking.triggers:
        return _answer(TriggerMessageStatus.NOT_IMPLEMENTED)
    if wanted in IDLE:
        return _answer(TriggerMessageStatus.ACCEPTED, IDLE[wanted]())
    if wanted in OF_STATION:
        return TriggerAsked(asking.reply_to, OF_STATION[wanted])
    return _about_connector(wanted, request.connector_id, asking)


def _about_connector(wanted: MessageTrigger, connector: int | None, asking: Asking) -> TriggerAsked | Answer:
    """Without a connector about all of them; 0 is the station alone, which has a status and no meter (5.17)."""
    if connector is None:
        return TriggerAsked(asking.reply_to, OF_CONNECTORS[wanted], ALL)
    if is_connector(asking.station, connector):
        return TriggerAsked(asking.reply_to, OF_CONNECTORS[wanted], connector)
    if connector == STATION and wanted is MessageTrigger.STATUS_NOTIFICATION:
        status = status_asked(asking.station, STATION, asking.manner)
        return _answer(TriggerMessageStatus.ACCEPTED, status)
    return _answer(TriggerMessageStatus.REJECTED)


def _answer(status: TriggerMessageStatus, *then: Message) -> Answer:
    return Answer(TriggerMessageResponse(status=status), then)


def reply(verdict: Reply) -> TriggerMessageResponse:
    """Whether it will be sent."""
    is_promised = verdict.verdict is Verdict.ACCEPTED
    return TriggerMessageResponse(
        status=TriggerMessageStatus.ACCEPTED if is_promised else TriggerMessageStatus.REJECTED
    )
