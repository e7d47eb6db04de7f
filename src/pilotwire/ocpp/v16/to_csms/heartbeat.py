"""Heartbeat: the station is there, and what time is it? (OCPP 1.6 4.6)."""

from pilotwire.core.csms import HeartbeatAnswered
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire
from pilotwire.ocpp.v16.messages.heartbeat import HeartbeatRequest, HeartbeatResponse

ACTION = "Heartbeat"


def heartbeat() -> Message:
    """Still there."""
    return Message(ACTION, HeartbeatRequest())


def heartbeat_answered(answer: HeartbeatResponse) -> HeartbeatAnswered:
    """The time of the central system. Raises RefusedPayload where it is none."""
    try:
        return HeartbeatAnswered(from_wire(answer.current_time))
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, f"currentTime: {error}") from error
