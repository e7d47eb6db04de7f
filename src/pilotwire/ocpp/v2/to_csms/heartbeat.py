"""Heartbeat: the station is there, and what time is it? (OCPP 2.0.1 G02)."""

from __future__ import annotations

from typing import cast

from pilotwire.core.csms import HeartbeatAnswered, SendHeartbeat
from pilotwire.core.station import Station
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.instant import utc_s_from
from pilotwire.ocpp.v2.messages.heartbeat import HeartbeatRequest, HeartbeatResponse

ACTION = "Heartbeat"
BEAT = Message(ACTION, HeartbeatRequest())


def ask(question: SendHeartbeat, station: Station) -> Message:
    """The same each time (OCPP 2.0.1 G02.FR.01)."""
    return BEAT


def answered(question: SendHeartbeat, payload: bytes | None) -> HeartbeatAnswered:
    """The clock of the central system (OCPP 2.0.1 G02.FR.04). Raises RefusedPayload."""
    if payload is None:
        return HeartbeatAnswered(None)
    answer = cast(HeartbeatResponse, decode_response(messages, ACTION, payload))
    return HeartbeatAnswered(utc_s_from(answer.current_time, "currentTime"))
