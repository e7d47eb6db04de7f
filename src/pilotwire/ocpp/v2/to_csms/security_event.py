"""SecurityEventNotification: something happened to the security of the station (OCPP 2.0.1 A04)."""

from __future__ import annotations

from pilotwire.core.security import IncidentTold, TellIncident
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v2.messages.security_event_notification import SecurityEventNotificationRequest


def ask(question: TellIncident, station: Station) -> Message:
    """The core's words are those of 2.0.1."""
    record = question.record
    request = SecurityEventNotificationRequest(
        type=record.incident.value, timestamp=wire_time(record.stamp, station), tech_info=record.text or None
    )
    return Message("SecurityEventNotification", request)


def answered(question: TellIncident, payload: bytes | None) -> IncidentTold:
    """Whether anybody has it now (A04.FR.03)."""
    return IncidentTold(question.record.id, payload is not None)
